"""What differs between the edition and the proposal, in figures the public may be told."""

from typing import Any

import numpy as np

from gis_core.accounts.models import Level
from grids.notices.suppressing import public_households, tells_on
from grids.proposals.drafting.comparing import Flow, Pair, flows, pair_units
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import LEVELS, Side


def public_comparison(before: Side, after: Side) -> dict[str, Any]:
    """The units of both states, each once, and what went from one to another, by level."""
    told = [_level(before.plan, after.plan, level) for level in LEVELS]
    return {
        "units": [unit for units, _moves in told for unit in units],
        "moves": [move for _units, moves in told for move in moves],
        "counts": {
            level.value: [len(side.plan.live(level)) for side in (before, after)]
            for level in LEVELS
        },
    }


def _level(
    before: Plan, after: Plan, level: Level
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    pairs = pair_units(before, after, level, same_draft=False)
    moved = flows(before, after, level, pairs)
    units = [_unit(before, after, level, pair, moved) for pair in pairs]
    return units, [_move(before, after, flow) for flow in moved]


def _unit(before: Plan, after: Plan, level: Level, pair: Pair, moved: list[Flow]) -> dict[str, Any]:
    told = {"before": _side(before, pair.before), "after": _side(after, pair.after)}
    touching = [flow for flow in moved if flow.before == pair.before or flow.after == pair.after]
    both = told["before"] is not None and told["after"] is not None
    if both and tells_on(sum(_inhabited(after, before, flow.rows) for flow in touching)):
        told["before"]["households"] = None
    return {"level": level.value, **told, "redrawn": bool(touching)}


def _side(plan: Plan, number: int | None) -> Any:
    """Name, community and households of a unit; None where it is not there."""
    if number is None:
        return None
    unit, part, rows = plan.units[number], plan.part(number), plan.rows_of(number)
    above = plan.units.get(unit.parent or NOBODY)
    inhabited = int(np.count_nonzero(plan.ground.households[rows]))
    return {
        "name": unit.name,
        "parent": above.name if above else None,
        "households": public_households(part.households, inhabited) if part else None,
    }


def _move(before: Plan, after: Plan, flow: Flow) -> dict[str, Any]:
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    households = int(longer.households[list(flow.rows)].sum())
    return {
        "level": flow.level.value,
        "before": _name(before, flow.before),
        "after": _name(after, flow.after),
        "households": public_households(households, _inhabited(before, after, flow.rows)),
    }


def _inhabited(one: Plan, other: Plan, rows: tuple[int, ...]) -> int:
    """How many of these cells have households; rows are those of the longer ground."""
    longer = max(one.ground, other.ground, key=lambda ground: ground.size)
    return int(np.count_nonzero(longer.households[list(rows)]))


def _name(plan: Plan, number: int) -> str | None:
    return None if number == NOBODY else plan.units[number].name
