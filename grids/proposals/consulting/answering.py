"""From the engine's result to an alternative of a draft: units that go on, new ones, figures."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from grids.division.cell_table import Codes, Counts, Flags
from grids.partitioning import Result, explain_division
from grids.partitioning.reading import write_result
from grids.proposals.answering import figures_of, numbered, overall
from grids.proposals.consulting.continuing import (
    Heir,
    heirs_of_communities,
    heirs_of_grids,
)
from grids.proposals.consulting.outlines import Outlines
from grids.proposals.consulting.packing import packed
from grids.proposals.consulting.posing import Posed, Setting, names_of
from grids.proposals.consulting.state import DraftState
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.models import Alternative, AlternativeUnit, Suggestion
from grids.proposals.naming import with_names


@dataclass(frozen=True, eq=False)
class Answer:
    """An alternative and its units, not yet written; (n,) `part_of_row` -1 outside."""

    alternative: Alternative
    units: list[AlternativeUnit]
    part_of_row: Codes


def answer_of(
    suggestion: Suggestion, setting: Setting, posed: Posed, result: Result, outlines: Outlines
) -> Answer:
    """The alternative that says what `result` says, in the draft's units."""
    state, households = setting.state, setting.ground.households
    part_of_row = np.where(
        posed.unit_of_row >= 0, result.labels[posed.unit_of_row], np.int32(-1)
    ).astype(np.int32)
    heirs = _heirs(setting, posed, result, part_of_row)
    units = [
        _unit(state, heir, figures_of(part) | {"id": part.id}, part_of_row == number, outlines)
        for number, (heir, part) in enumerate(zip(heirs, result.parts, strict=True))
    ]
    alternative = _alternative(suggestion, posed, result)
    called = names_of(state.units.values())
    names = {
        part.id: called.get(heir.number or NOBODY, heir.name)
        for heir, part in zip(heirs, result.parts, strict=True)
    }
    alternative.explanation = with_names(alternative.explanation, names)
    alternative.labels = packed(part_of_row + 1)
    alternative.scorecard |= _changes(state, households, part_of_row, heirs, result)
    return Answer(alternative, units, part_of_row)


def _heirs(setting: Setting, posed: Posed, result: Result, part_of_row: Codes) -> tuple[Heir, ...]:
    problem, state = posed.problem, setting.state
    if result.work == "merge":
        return heirs_of_communities(state, result.labels, posed.numbers, problem.households)
    _, first = np.unique(result.labels, return_index=True)
    parents = [posed.parents[code] for code in problem.parent[first].tolist()]
    return heirs_of_grids(state, setting.ground.households, part_of_row, parents)


def _unit(
    state: DraftState, heir: Heir, figures: dict[str, Any], rows: Flags, outlines: Outlines
) -> AlternativeUnit:
    above = state.units[heir.parent].place if heir.parent else None
    return AlternativeUnit(
        name=heir.name,
        continues=heir.number,
        parent_number=heir.parent,
        community_id=above,
        changed=_is_changed(state, heir, rows),
        figures=figures,
        geom=outlines.of(rows),
    )


def _is_changed(state: DraftState, heir: Heir, rows: Flags) -> bool:
    if heir.number is None:
        return True
    level = state.unit if heir.parent else state.community_of_rows()
    return not np.array_equal(level == heir.number, rows)


def _alternative(suggestion: Suggestion, posed: Posed, result: Result) -> Alternative:
    problem = posed.problem
    document = write_result(problem, result)
    grids = explain_division(problem, result) if result.work == "divide" else []
    known = bool((problem.current >= 0).all())
    return Alternative(
        suggestion=suggestion,
        status=document["status"],
        objective={"terms": document["terms"], "values": document["objective"]},
        bound=document["bound"],
        gap=document["gap"],
        scorecard={
            "before": overall(problem, numbered(problem.current)) if known else None,
            "after": overall(problem, result.labels),
        },
        violations=document["violations"],
        explanation=[*document["explanation"], *map(asdict, grids)],
        certificate=document["certificate"],
        engine=document["engine"],
        input_hash=document["input_hash"],
        seconds=document["seconds"],
    )


def _changes(
    state: DraftState,
    households: Counts,
    part_of_row: Codes,
    heirs: Sequence[Heir],
    result: Result,
) -> dict[str, Any]:
    """What taking the alternative would do: households moved, units new and ended."""
    now = state.unit if result.work == "divide" else state.community_of_rows()
    then = np.array([heir.number or NOBODY for heir in heirs], np.int32)
    inside = part_of_row >= 0
    moved = inside & (now != NOBODY) & (then[part_of_row] != now)
    ended = set(np.unique(now[inside]).tolist()) - {heir.number for heir in heirs} - {NOBODY}
    walked = [term.value for term in result.objective if term.name == "distance"]
    total = int(households[inside].sum())
    return {
        "moved": int(households[moved].sum()),
        "new": sum(heir.number is None for heir in heirs),
        "ended": len(ended),
        "mean_distance": walked[0] / max(total, 1) if walked else None,
    }
