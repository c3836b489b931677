"""Checks of the ground: cells in one grid each, units in one piece, grids in one community."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject
from grids.checklist.case import Case, box_around
from grids.checklist.lines import Fault
from grids.division.cell_table import Codes, Flags
from grids.proposals.drafting.around import pieces_of
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.ground import Ground

KEPT = 4  # grounds, as `drafts.grounds` keeps them
MOST_NAMED = 12  # places of one kind named one by one
LEAST_AREA = 1.0  # m²: below it, two roundings of one line
LEAST_WIDTH = 0.05  # m: area over perimeter of what counts as a gap
ROUNDING = 1e-9  # relative, of an area summed in two orders


def coverage(case: Case) -> list[Fault]:
    """The draft's cells share its place out: nobody's cells, overlaps, gaps, false outlines."""
    overlaps = list(_overlaps(case))
    gaps = [] if overlaps else _gaps(case)
    return [*_unassigned(case), *overlaps, *gaps, *_false_outlines(case)]


def one_piece(case: Case) -> list[Fault]:
    """Every unit hangs together; a division cannot mend the communities it stands on."""
    found = []
    for unit, part in case.parts(Level.COMMUNITY, Level.GRID):
        if part.pieces > 1:
            measure = case.plan.ground.measure(Level(unit.level), case.plan.kind)
            pieces = pieces_of(measure, case.plan.rows_of(unit.number))
            text = _("%(unit)s分成 %(pieces)s 块，主体以外有 %(households)s 户")
            rest = np.concatenate(pieces[1:]) if len(pieces) > 1 else pieces[0]
            values = {"unit": unit.name, "pieces": part.pieces, "households": _count(case, rest)}
            found.append(_fault(case, unit, text % values, rest, (part.pieces, 1)))
    return found


def one_community(case: Case) -> list[Fault]:
    """Every grid in one community of the draft, every community in one subdistrict."""
    return [*_parentless(case), *_strayed(case), *_astride(case)]


def _unassigned(case: Case) -> Iterator[Fault]:
    plan = case.plan
    rows = np.flatnonzero((plan.labels == NOBODY) & ~plan.ground.gone).astype(np.int32)
    pieces = pieces_of(plan.ground.measure(Level.GRID, plan.kind), rows) if len(rows) else []
    text = _("有 %(cells)s 个单元（%(households)s 户）不属于任何网格")
    for piece in pieces[:MOST_NAMED]:
        values = {"cells": len(piece), "households": _count(case, piece)}
        yield _fault(case, None, text % values, piece, (len(piece), 0))


def _overlaps(case: Case) -> Iterator[Fault]:
    rows = _ill_fitting(case.plan.ground)
    if len(rows):
        text = _("有 %(cells)s 个单元相互重叠或边线不吻合，请重新生成单元")
        yield _fault(case, None, text % {"cells": len(rows)}, rows, (len(rows), 0))


@lru_cache(KEPT)
def _ill_fitting(ground: Ground) -> Codes:
    """The cells that overlap or are not noded; a ground never changes, so it is looked at once."""
    rows = np.flatnonzero(~ground.gone).astype(np.int32)
    shapes = ground.shapes[rows]
    if shapely.coverage_is_valid(shapes):
        return rows[:0]
    wrong: Flags = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    return rows[wrong]


@lru_cache(KEPT)
def _covered(ground: Ground) -> Any:
    """The union of all cells, of which none may be ill fitting (EPSG:4490)."""
    return shapely.coverage_union_all(ground.shapes[~ground.gone])


def _gaps(case: Case) -> list[Fault]:
    """Ground of the edition's communities that no cell covers, and cells outside of them."""
    covered, whole = _covered(case.plan.ground), shapely.union_all(case.outlines)
    pairs = (
        (whole.difference(covered), _("有 %(area)s 平方米不在任何单元里，请重新生成单元")),
        (covered.difference(whole), _("单元有 %(area)s 平方米超出本辖区边界，请重新生成单元")),
    )
    return [fault for rest, text in pairs for fault in _pieces_told(case, rest, text)]


def _pieces_told(case: Case, rest: Any, text: str) -> Iterator[Fault]:
    pieces = shapely.get_parts(rest)
    pieces = pieces[shapely.area(pieces) > 0]
    flat = reproject(pieces, GEOGRAPHIC, case.zone)
    area, length = shapely.area(flat), shapely.length(flat)
    large = (area > LEAST_AREA) & (area > LEAST_WIDTH * length)
    for place in np.flatnonzero(large)[:MOST_NAMED].tolist():
        value = round(float(area[place]), 1)
        box = box_around(pieces[place])
        yield Fault(text % {"area": f"{value:g}"}, value=value, limit=0, box=box, blocking=True)


def _false_outlines(case: Case) -> Iterator[Fault]:
    """Units whose stored outline is not the union of their cells."""
    plan = case.plan
    area = np.nan_to_num(shapely.area(plan.ground.shapes))
    for unit, _part in case.parts(Level.COMMUNITY, Level.GRID):
        own = float(area[plan.rows_of(unit.number)].sum())
        if abs(case.drawn.get(unit.number, 0.0) - own) > ROUNDING * own:
            text = _("%(unit)s存下的边界与它的单元不一致，请联系系统管理员")
            rows = plan.rows_of(unit.number)
            yield _fault(case, unit, text % {"unit": unit.name}, rows, (1, 0))


def _parentless(case: Case) -> Iterator[Fault]:
    living = {unit.number for unit in case.plan.live(Level.COMMUNITY)}
    for unit, _part in case.parts(Level.GRID):
        if unit.parent not in living:
            text = _("%(unit)s不属于任何社区") % {"unit": unit.name}
            yield _fault(case, unit, text, case.plan.rows_of(unit.number), (0, 1))


def _strayed(case: Case) -> Iterator[Fault]:
    """In a division: grids with cells of another community than their own."""
    if case.plan.consolidates:
        return
    own = case.plan.own_community()
    for unit, _part in case.parts(Level.GRID):
        rows = case.plan.rows_of(unit.number)
        away = rows[own[rows] != unit.parent]
        if len(away):
            values = {"unit": unit.name, "households": _count(case, away), "cells": len(away)}
            text = _("%(unit)s里有 %(cells)s 个单元（%(households)s 户）属于别的社区") % values
            yield _fault(case, unit, text, away, (len(np.unique(own[rows])), 1))


def _astride(case: Case) -> Iterator[Fault]:
    for unit, _part in case.parts(Level.COMMUNITY):
        rows = case.plan.rows_of(unit.number)
        found, counts = np.unique(case.plan.ground.subdistrict[rows], return_counts=True)
        if len(found) > 1:
            text = _("%(unit)s跨 %(count)s 个街道（镇）") % {"unit": unit.name, "count": len(found)}
            less = rows[case.plan.ground.subdistrict[rows] != found[counts.argmax()]]
            yield _fault(case, unit, text, less, (len(found), 1))


def _count(case: Case, rows: Codes) -> int:
    return int(case.plan.ground.households[rows].sum())


def _fault(
    case: Case, unit: UnitState | None, text: str, rows: Codes, at: tuple[float, float]
) -> Fault:
    """`at`: the value found and the limit it breaks."""
    value, limit = at
    fixed = unit is not None and unit.level == Level.COMMUNITY and not case.plan.consolidates
    return Fault(
        text=text,
        unit=unit.number if unit else None,
        level=Level(unit.level) if unit else None,
        value=value,
        limit=limit,
        box=case.box_of(rows),
        blocking=not fixed,
    )
