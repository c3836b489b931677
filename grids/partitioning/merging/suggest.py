"""Suggest merges: proven best, term by term, over every group the rules allow."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from grids.partitioning.assembling import assemble, broken_rules, canonical, unserved
from grids.partitioning.certificate import certify_merges
from grids.partitioning.merging.bounding import better_bound, bounded_stages
from grids.partitioning.merging.columns import TENTHS, Columns, price_columns
from grids.partitioning.merging.enumeration import Groups
from grids.partitioning.merging.generating.stages import generate_plan
from grids.partitioning.merging.pieces import Nodes, contract, ground_of, piece_columns, pieces_of
from grids.partitioning.merging.reasons import explain_merges
from grids.partitioning.merging.selection import NODES_AT_MOST, Stage, select_columns
from grids.partitioning.merging.terms import limits_on_parts, stage_costs
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Reason, Result, Status, Term
from grids.partitioning.running import Cancelled, Progress, Run
from grids.partitioning.scorecard import scorecard
from grids.partitioning.side_by_side import run_side_by_side, telling

PRICES_AT_MOST = 120  # alternatives solved again, of all pieces; further ones have no price stated
PRICES_AT_LEAST = 4  # of each piece
COLUMNS_PRICED = 100_000  # of all alternatives of a piece
NODES_UNPROVEN = 200  # where not every group is looked at, there is nothing to prove


@dataclass(frozen=True, eq=False)
class Plan:
    """The plan of one piece: its parts, the stages that prove it, and why it is so.

    `values` by term; `complete`: every group was looked at; `finished`: every stage proven.
    """

    units: Codes
    parts: tuple[Codes, ...]
    values: Mapping[str, int]
    stages: tuple[Stage, ...]
    columns: int
    complete: bool
    finished: bool
    reasons: tuple[Reason, ...] = ()


def suggest_merges(
    problem: Problem,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    executor: Executor | None = None,
) -> Result:
    """Merge communities under the minimum with neighbours of the same parent.

    Fewest left undersized; then fewest households that come under another community; then the
    shortest walk to the service site; then the least border lost. What stays undersized is named
    in `violations` and explained. `seed` is only recorded: nothing here is drawn by lot.
    """
    run = Run(time_limit, progress, cancelled)
    nodes = contract(problem)
    pieces = pieces_of(problem, nodes)
    plans = _solve_all(problem, nodes, pieces, run, executor)
    return result_of_plans(problem, plans, run, seed)


def _solve_all(
    problem: Problem, nodes: Nodes, pieces: list[Codes], run: Run, executor: Executor | None
) -> list[Plan]:
    """Plans in the order of the pieces, whoever solved them."""
    count = len(pieces)
    tasks = [partial(solve_piece, problem, nodes, units, count) for units in pieces]
    plans = run_side_by_side(tasks, run, executor, telling(run, count, "merge"))
    return [
        plan or _alone(problem, nodes, units) for plan, units in zip(plans, pieces, strict=True)
    ]


def solve_piece(problem: Problem, nodes: Nodes, units: Codes, pieces: int, run: Run) -> Plan:
    """The best plan of one piece of so many, explained; nobody merged when there is no time."""
    if run.should_stop:
        return _alone(problem, nodes, units)
    columns, complete = piece_columns(problem, nodes, units, run)
    if not complete:
        plan = _generated(problem, nodes, units, columns, run)
        if plan is not None:
            return plan
    costs = stage_costs(problem, columns)
    limits = limits_on_parts(problem, columns)
    effort = NODES_AT_MOST if complete else NODES_UNPROVEN
    selection = select_columns(columns, units, costs, run=run, rows=limits, nodes=effort)
    if selection is None and limits:
        selection = select_columns(columns, units, costs, run=run, nodes=effort)
    if selection is None:
        return _alone(problem, nodes, units)
    parts = tuple(columns.units(int(column)) for column in selection.chosen)
    values = {term: int(cost[selection.chosen].sum()) for term, cost in costs.items()}
    stages = selection.stages if complete else bounded_stages(problem, units, values)
    finished = complete and selection.finished
    plan = Plan(units, parts, values, stages, columns.size, complete, finished)
    priced = _affordable(columns.size, pieces) if complete else 0
    reasons = explain_merges(
        problem, columns, costs, best=values, parts=parts, units=units, run=run, priced=priced
    )
    return replace(plan, reasons=reasons)


def _generated(
    problem: Problem, nodes: Nodes, units: Codes, columns: Columns, run: Run
) -> Plan | None:
    """The plan of a piece whose groups are too many to list, made as prices call for them."""
    members = nodes.members(units)
    ground = ground_of(problem, nodes, members)
    made = generate_plan(problem, ground, members, columns, run)
    if made is None:
        return None
    values = {stage.term: stage.value for stage in made.stages}
    by_hand = bounded_stages(problem, units, values)
    stages = tuple(better_bound(*pair) for pair in zip(made.stages, by_hand, strict=True))
    finished = all(stage.bound == stage.value for stage in stages)
    reasons = explain_merges(
        problem, columns, {}, best=values, parts=made.parts, units=units, run=run, priced=0
    )
    return Plan(units, made.parts, values, stages, made.columns, False, finished, reasons)


def _affordable(columns: int, pieces: int) -> int:
    """How many alternatives to solve again, so that explaining takes no longer than solving."""
    return max(PRICES_AT_LEAST, min(PRICES_AT_MOST // pieces, COLUMNS_PRICED // columns))


def _alone(problem: Problem, nodes: Nodes, units: Codes) -> Plan:
    """Nobody merged: what is answered when there was no time for more."""
    members = nodes.members(units)
    start = np.concatenate([[0], np.cumsum([len(member) for member in members])])
    columns = price_columns(problem, Groups(start, np.concatenate(members), complete=False))
    costs = stage_costs(problem, columns)
    values = {term: int(cost.sum()) for term, cost in costs.items()}
    parts = tuple(np.sort(member) for member in members)
    stages = bounded_stages(problem, units, values)
    return Plan(units, parts, values, stages, 0, complete=False, finished=False)


def result_of_plans(
    problem: Problem,
    plans: list[Plan],
    run: Run,
    seed: int,
    more: Mapping[str, Any] | None = None,
) -> Result:
    """The result of the plans of all pieces; `more`: further entries of the certificate."""
    labels = np.zeros(problem.size, np.int32)
    for number, part in enumerate(part for plan in plans for part in plan.parts):
        labels[part] = number
    labels = canonical(labels)
    card = scorecard(problem, labels, _names(problem, labels))
    return assemble(
        problem,
        labels,
        work="merge",
        status=_status(problem, plans, run),
        card=card,
        broken=[*broken_rules(problem, labels, card), *unserved(problem, labels)],
        terms=_terms(plans),
        reasons=[*_islands(problem, plans), *(r for plan in plans for r in plan.reasons)],
        run=run,
        seed=seed,
        certificate={**certify_merges(problem, plans), **(more or {})},
        lexicographic=True,
    )


def _status(problem: Problem, plans: list[Plan], run: Run) -> Status:
    """Undersized communities left are part of a proven plan; a wrong number of parts is not."""
    least, most = problem.rules.parts or (0, problem.size)
    if run.is_cancelled:
        return "cancelled"
    if not least <= sum(len(plan.parts) for plan in plans) <= most:
        return "infeasible"
    proven = all(plan.finished for plan in plans)
    return "optimal" if proven else "feasible"


def _names(problem: Problem, labels: Codes) -> tuple[str, ...]:
    """Each part is called after its largest community, the first of equals."""
    order = np.lexsort((np.arange(problem.size), -problem.households, labels))
    _, first = np.unique(labels[order], return_index=True)
    return problem.ids(order[first])


def _terms(plans: list[Plan]) -> list[Term]:
    """Values and bounds over all pieces; a bound only where every piece has one."""
    terms = []
    for place, name in enumerate(plans[0].values):
        unit = TENTHS if name == "cut" else 1.0
        value = sum(plan.values[name] for plan in plans) / unit
        bounds = [plan.stages[place].bound for plan in plans if len(plan.stages) > place]
        known = [bound for bound in bounds if bound is not None]
        terms.append(Term(name, value, sum(known) / unit if len(known) == len(plans) else None))
    return terms


def _islands(problem: Problem, plans: list[Plan]) -> list[Reason]:
    """Say so when the units of one parent do not hang together."""
    reasons = []
    for number in range(-1, len(problem.parent_ids)):
        count = sum(bool((problem.parent[plan.units] == number).any()) for plan in plans)
        if count > 1:
            name = problem.parent_ids[number] if number >= 0 else ""
            text_zh = f"{name or '本区域'}内的社区不相连，分成 {count} 片，逐片求解。"
            text_en = f"{name or 'The area'} lies in {count} pieces; each was solved by itself."
            reasons.append(
                Reason("pieces", (), {"parent": name, "pieces": count}, text_zh, text_en)
            )
    return reasons
