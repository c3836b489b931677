"""From a draft's state and a question to the engine's problem; units are called by their names."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from grids.division.cell_table import CellTable, Codes, Flags
from grids.division.instances import (
    Sites,
    cell_problem,
    community_problem,
)
from grids.partitioning import Problem, Rules
from grids.partitioning.reading.consistency import refuse_contradictions
from grids.proposals.consulting.plans import Plan, with_bounds
from grids.proposals.consulting.question import Question, QuestionRefused
from grids.proposals.consulting.scope import communities_asked, grids_asked, rows_of
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.ground import Ground


@dataclass(frozen=True, eq=False)
class Setting:
    """What questions about one draft stand on; `own`: grids stay in their own community."""

    state: DraftState
    ground: Ground
    own: bool


@dataclass(frozen=True, eq=False)
class Posed:
    """A problem and where it comes from.

    `unit_of_row` (n,) the problem's unit of each cell of the draft, -1 outside; `numbers` of the
    units the problem calls `current_ids`; `parents` of those it calls `parent_ids`.
    """

    problem: Problem
    unit_of_row: Codes
    numbers: tuple[int, ...]
    parents: tuple[int, ...]


def pose_dividing(setting: Setting, question: Question, plan: Plan) -> Posed:
    """The cells of the grids asked about as units; each cell is called # and its row.

    Raises:
        QuestionRefused, ProblemError: nothing to divide, or wishes that contradict each other.
    """
    state = setting.state
    grids = grids_asked(state, question, setting.ground.table.edges if plan.around else None)
    parent = _parents(setting)
    inside = rows_of(state, question, grids) & (parent != NOBODY)
    if not inside.any():
        raise QuestionRefused("no_cells", "所选单位没有单元可以划分。请先把单元分给它们。")
    table = setting.ground.table.of(inside).recoded()
    problem = cell_problem(table, _grid_rules(setting, question, plan), setting.ground.sites)
    names = names_of(state.units.values())
    current, numbers = _coded(state.unit[inside])
    parents, above = _coded(parent[inside])
    locked = np.flatnonzero(state.locked[inside] & (state.unit[inside] != NOBODY))
    problem = replace(
        problem,
        unit_ids=tuple(f"#{row}" for row in np.flatnonzero(inside).tolist()),
        current=current,
        current_ids=tuple(names[number] for number in numbers),
        parent=parents,
        parent_ids=tuple(names[number] for number in above),
        rules=replace(problem.rules, locked=tuple(locked.tolist())),
    )
    refuse_contradictions(problem)
    return Posed(problem, _units_of(inside), numbers, above)


def pose_merging(setting: Setting, question: Question) -> Posed:
    """The communities asked about as units.

    Raises:
        QuestionRefused, ProblemError: as `pose_dividing`.
    """
    state, ground = setting.state, setting.ground
    numbers = communities_asked(state, question)
    community = state.community_of_rows()
    inside = np.isin(community, numbers)
    names = names_of(state.units.values())
    codes = np.searchsorted(np.array(numbers), community[inside]).astype(np.int32)
    table = _as_communities(ground.table.of(inside), codes, [names[number] for number in numbers])
    parents, near = _subdistricts(ground, inside, codes, len(numbers)), _near(ground, inside)
    rules = with_bounds(ground.community_rules, question.bounds)
    problem = community_problem(table, rules, near, parents)
    problem = replace(problem, rules=_merge_rules(problem.rules, state, question, numbers, near))
    refuse_contradictions(problem)
    unit_of_row = np.full(ground.size, -1, np.int32)
    unit_of_row[inside] = codes
    return Posed(problem, unit_of_row, numbers, ())


def _merge_rules(
    rules: Rules, state: DraftState, question: Question, numbers: tuple[int, ...], near: Sites
) -> Rules:
    """The rules with the planner's weights and wishes; without venues nobody walks to one."""
    return replace(
        rules,
        objective=tuple((name, weight) for name, weight in question.weights.items() if weight > 0),
        distance=rules.distance if near.ids else "euclidean",
        together=tuple(_wish(group, numbers) for group in question.together),
        apart=(*_apart(question, numbers), *_held_apart(state, numbers)),
    )


def names_of(units: Iterable[UnitState]) -> dict[int, str]:
    """A name for each number, told apart by the number where several bear the same."""
    known = list(units)
    often = Counter(unit.name for unit in known)
    return {
        unit.number: unit.name if often[unit.name] == 1 else f"{unit.name}（{unit.number}号）"
        for unit in known
    }


def _grid_rules(setting: Setting, question: Question, plan: Plan) -> Rules:
    rules = with_bounds(setting.ground.grid_rules, question.bounds)
    return replace(rules, objective=plan.objective, lexicographic=plan.lexicographic)


def _parents(setting: Setting) -> Codes:
    """(n,) number of the community each cell's grid must lie in, 0 where there is none.

    Where communities stay as they are, the cell's own; else that of its grid, and of a cell of
    no grid its own.
    """
    state, cells = setting.state, setting.ground.table
    continuing = {unit.place: unit.number for unit in state.communities() if unit.place}
    table = np.array(
        [continuing.get(str(key), NOBODY) for key in cells.community_ids] + [NOBODY], np.int32
    )
    own = table[cells.community]
    if setting.own:
        return own
    return np.where(state.unit == NOBODY, own, state.community_of_rows()).astype(np.int32)


def _coded(values: Codes) -> tuple[Codes, tuple[int, ...]]:
    """(n,) index of each number among those that occur, -1 for nobody; and those."""
    found = np.unique(values[values != NOBODY])
    codes = np.searchsorted(found, values).astype(np.int32)
    codes[values == NOBODY] = -1
    return codes, tuple(found.tolist())


def _units_of(inside: Flags) -> Codes:
    units = np.full(len(inside), -1, np.int32)
    units[inside] = np.arange(int(inside.sum()), dtype=np.int32)
    return units


def _as_communities(table: CellTable, codes: Codes, names: Sequence[str]) -> CellTable:
    """The table with these communities in the place of its own, called by their names."""
    return replace(table, community=codes, community_ids=tuple(names))  # type: ignore[arg-type]  # any key will do


def _subdistricts(ground: Ground, inside: Flags, codes: Codes, count: int) -> list[str]:
    """The subdistrict most cells of each community lie in."""
    votes = np.zeros((count, len(ground.subdistrict_ids)), np.int64)
    np.add.at(votes, (codes, ground.subdistrict[inside]), 1)
    return [str(ground.subdistrict_ids[winner]) for winner in votes.argmax(axis=1).tolist()]


def _near(ground: Ground, inside: Flags) -> Sites:
    """The venues that stand in the communities asked about."""
    sites = ground.sites
    if not sites.ids:
        return sites
    kept = np.flatnonzero(inside[sites.unit_of_each(ground.table.xy)]).tolist()
    return Sites(
        tuple(sites.ids[row] for row in kept),
        tuple(sites.names[row] for row in kept),
        sites.xy[kept],
    )


def _apart(question: Question, numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in (_wish(pair, numbers) for pair in question.apart)]


def _held_apart(state: DraftState, numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Communities with locked grids cannot go to one another: only one of them could stay."""
    held = [n for n in numbers if any(state.units[grid].locked for grid in state.grids_of(n))]
    return list(combinations((numbers.index(number) for number in held), 2))


def _wish(group: Sequence[int], numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Communities to keep together or apart, as units of the problem."""
    if any(number not in numbers for number in group):
        text = "「必须合并」或「不得合并」里有所选范围以外的社区。请一并选上，或去掉它。"
        raise QuestionRefused("wish_outside", text)
    return tuple(numbers.index(number) for number in group)
