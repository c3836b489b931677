"""The rules a draft breaks, unit by unit, each with the least changes that would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags
from grids.partitioning import Part
from grids.proposals.drafting.around import pieces_of, shared_border
from grids.proposals.drafting.bridging import bridge
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan

MOST_PIECES = 12  # of one unit told one by one
MOST_JOINED = 4  # pieces of a unit up to which ways to join them are looked for


@dataclass(frozen=True)
class Mend:
    """A change that repairs what is broken: its operation, and what it moves where."""

    how: str
    operation: Mapping[str, Any]
    to: int
    cells: int
    households: int


@dataclass(frozen=True)
class Broken:
    """One rule broken by a unit (0: by nobody's cells), and the cells at fault.

    `hard`: may stand while drafting, may not be submitted.
    """

    rule: str
    level: Level
    unit: int
    value: float
    limit: float
    rows: tuple[int, ...] = ()
    hard: bool = False
    mends: tuple[Mend, ...] = field(default=())


@dataclass(frozen=True, eq=False)
class Finding:
    """The rules one unit breaks, none where it has no cells left, as the version `since` found
    them; `told`: their words by language, once somebody asked."""

    unit: int
    since: int
    broken: tuple[Broken, ...]
    told: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def findings(plan: Plan) -> list[Finding]:
    """What each unit breaks now, grids first; what no change reached is not looked at again."""
    doubts = plan.doubts
    if doubts.all is None:
        for level, found in doubts.kept.items():
            units = {number for number, unit in plan.units.items() if unit.level == level}
            for number in (units | {NOBODY}) - found.keys():
                broken = tuple(_broken_by(plan, level, number))
                found[number] = Finding(number, plan.version, broken)
        doubts.all = [found[number] for found in doubts.kept.values() for number in sorted(found)]
    return doubts.all


def broken_rules(plan: Plan) -> list[Broken]:
    """Every rule broken now, unit by unit."""
    return [broken for finding in findings(plan) for broken in finding.broken]


def _broken_by(plan: Plan, level: Level, number: int) -> list[Broken]:
    part = plan.level(level).parts.get(number)
    if part is None:
        return []
    if number == NOBODY:
        return _unassigned(plan) if level == Level.GRID else []
    found = _bounds(plan, level, number, part)
    if part.pieces > 1:
        found += _torn(plan, level, number)
    if level == Level.GRID and not plan.consolidates:
        found += _strayed(plan, number)
    return found


def _bounds(plan: Plan, level: Level, number: int, part: Part) -> list[Broken]:
    rules = plan.level(level).problem.rules
    if part.deviation < 0:
        limit = rules.min_households
        return [Broken("min_households", level, number, part.households, limit)]
    if part.deviation > 0:
        limit = rules.max_households
        return [Broken("max_households", level, number, part.households, limit)]
    return []


def _torn(plan: Plan, level: Level, number: int) -> list[Broken]:
    """One entry for each piece but the largest. A division cannot mend its communities, which
    are the edition's."""
    hard = plan.consolidates or level == Level.GRID
    pieces = pieces_of(plan.ground.measure(level, plan.kind), plan.rows_of(number))
    return [
        Broken(
            "connected", level, number, len(pieces), 1, tuple(piece.tolist()), hard,
            _mends(plan, level, piece, pieces, number) if hard else (),
        )
        for piece in pieces[1 : MOST_PIECES + 1]
    ]  # fmt: skip


def _mends(
    plan: Plan, level: Level, piece: Codes, pieces: list[Codes], number: int
) -> tuple[Mend, ...]:
    """Giving the piece away, or joining it to the rest; what moves fewest households first."""
    mends = [*_attachments(plan, level, piece, number)]
    few = len(pieces) <= MOST_JOINED and _may_grow(plan, level, number)
    taken = bridge(plan, piece, pieces[0], number) if few else None
    if taken is not None:
        operation = {"kind": "assign", "cells": taken.tolist(), "to": number, "how": "mend"}
        households = int(plan.ground.households[taken].sum())
        mends.append(Mend("bridge", operation, number, len(taken), households))
    return tuple(sorted(mends, key=lambda mend: (mend.households, mend.cells)))


def _may_grow(plan: Plan, level: Level, number: int) -> bool:
    return level == Level.GRID and not plan.units[number].locked


def _strayed(plan: Plan, number: int) -> list[Broken]:
    """Cells of another community than the grid's, by community."""
    rows = plan.rows_of(number)
    own = plan.own_community()[rows]
    home = plan.units[number].parent or NOBODY
    away = sorted(set(own.tolist()) - {home})
    return [
        Broken(
            "parent", Level.GRID, number, len(away) + 1, 1, tuple(rows[own == one].tolist()), True,
            _attachments(plan, Level.GRID, rows[own == one], number),
        )
        for one in away
    ]  # fmt: skip


def _unassigned(plan: Plan) -> list[Broken]:
    rows = np.flatnonzero((plan.labels == NOBODY) & ~plan.ground.gone).astype(np.int32)
    pieces = pieces_of(plan.ground.measure(Level.GRID, plan.kind), rows) if len(rows) else []
    return [
        Broken(
            "unassigned", Level.GRID, NOBODY, len(rows), 0, tuple(piece.tolist()), True,
            _attachments(plan, Level.GRID, piece, NOBODY),
        )
        for piece in pieces[:MOST_PIECES]
    ]  # fmt: skip


def _attachments(plan: Plan, level: Level, rows: Codes, number: int) -> tuple[Mend, ...]:
    """Giving these cells to the neighbour they share most border with, where one may have them."""
    held = number != NOBODY and plan.units[number].locked
    if held or plan.locked[rows].any():
        return ()
    to = _neighbour(plan, level, rows, number)
    if to is None:
        return ()
    if level == Level.GRID:
        operation = {"kind": "assign", "cells": rows.tolist(), "to": to, "how": "mend"}
    else:
        grids = _whole_grids(plan, rows)
        if grids is None:
            return ()
        operation = {"kind": "move_grids", "grids": grids, "to": to}
    households = int(plan.ground.households[rows].sum())
    return (Mend("attach", operation, to, len(rows), households),)


def _neighbour(plan: Plan, level: Level, rows: Codes, number: int) -> int | None:
    """The unit with the longest border to these cells that is not locked and, in a division,
    belongs to the cells' own community; of equals the first."""
    division = plan.level(level)
    border = shared_border(plan.ground.measure(level, plan.kind), division.labels, rows)
    allowed: Flags = border > 0
    allowed[[NOBODY, number]] = False
    home = (
        set(plan.own_community()[rows].tolist())
        if level == Level.GRID and not plan.consolidates
        else None
    )
    for one in np.flatnonzero(allowed).tolist():
        unit = plan.units[one]
        allowed[one] = not unit.locked and (home is None or {unit.parent} == home)
    return int(np.where(allowed, border, -1.0).argmax()) if allowed.any() else None


def _whole_grids(plan: Plan, rows: Codes) -> list[int] | None:
    """The grids these cells make up, None where they are not whole ones."""
    grids, cells = np.unique(plan.labels[rows], return_counts=True)
    sizes = [plan.grids.parts[number].units for number in grids.tolist()]
    return grids.tolist() if sizes == cells.tolist() else None
