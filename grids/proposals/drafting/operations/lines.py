"""A line across a grid, and the border of two grids dragged."""

from typing import Annotated, Literal

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.cutting import zone_of_ground
from grids.proposals.drafting.effects import Effect, UnitState
from grids.proposals.drafting.lines import (
    Ask,
    Fabric,
    Reshaped,
    ask_cut,
    ask_drag,
    make_fabric,
    shape_changes,
    sort_cells,
)
from grids.proposals.drafting.lines.measures import MAX_POINTS
from grids.proposals.drafting.looking_up import find_unit
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Name, Number, Wish

Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Point = Annotated[list[Degrees], Field(min_length=2, max_length=2)]
Line = Annotated[list[Point], Field(min_length=2, max_length=MAX_POINTS)]


class CutLine(Wish):
    """The smaller side of a line across a grid goes to the grid `to`, or becomes a new one."""

    kind: Literal["cut_line"]
    unit: Number
    line: Line
    cut_open: bool
    to: Number | None = None
    name: Name | None = None


class DragBoundary(Wish):
    """A stretch of the border of two grids, and where it is to run: it moves for both."""

    kind: Literal["drag_boundary"]
    units: Annotated[list[Number], Field(min_length=2, max_length=2)]
    before: Line
    after: Line
    cut_open: bool


def cut_line(plan: Plan, wish: CutLine) -> Asked:
    """Divide a grid by a line; open ground is cut where the line needs it and `cut_open`."""
    grid = find_unit(plan, wish.unit, Level.GRID)
    rows = plan.rows_of(grid.number)
    fabric = fabric_of(plan, rows)
    ask = ask_cut(fabric, fabric.places(rows), _pairs(wish.line))
    sides = _Sides(plan, fabric, rows, ask, cut_open=wish.cut_open)
    moving = sides.smaller(grid)
    to = _goal(plan, grid, wish)
    effect = sides.settle(np.where(moving, to.number, grid.number), (to,))
    values = {"unit": grid.name, "new": to.name, "cells": int(moving.sum())}
    return Asked(
        effect, Told(gettext_noop("沿线切开%(unit)s：%(cells)s 个单元划入%(new)s"), values)
    )


def drag_boundary(plan: Plan, wish: DragBoundary) -> Asked:
    """Give what lies between the old border and the new to the other of the two grids."""
    one, other = (find_unit(plan, number, Level.GRID) for number in wish.units)
    if one.number == other.number:
        raise Refused("same_unit", _("边界两侧是同一个网格。请拖动两个不同网格之间的边界。"))
    pair = [plan.rows_of(one.number), plan.rows_of(other.number)]
    rows = np.union1d(*pair).astype(np.int32)
    fabric = fabric_of(plan, rows)
    ours, theirs = (fabric.places(own) for own in pair)
    ask = ask_drag(fabric, ours, theirs, _pairs(wish.before), _pairs(wish.after))
    sides = _Sides(plan, fabric, rows, ask, cut_open=wish.cut_open)
    away = np.where(sides.was == one.number, other.number, one.number)
    effect = sides.settle(np.where(sides.inside, away, sides.was))
    values = {"one": one.name, "other": other.name, "cells": int(sides.inside.sum())}
    return Asked(
        effect, Told(gettext_noop("移动%(one)s与%(other)s的边界：%(cells)s 个单元换边"), values)
    )


class _Sides:
    """The cells a line was drawn over, and the pieces it cuts, with the side each lies on.

    `rows` (c,) cells, then pieces; `was` (c,) the grid each comes from; `inside` (c,) whether it
    lies in the region the line bounds.
    """

    def __init__(
        self, plan: Plan, fabric: Fabric, rows: Codes, ask: Ask, *, cut_open: bool
    ) -> None:
        places = fabric.places(rows)
        free = plan.ground.open[rows] & ~plan.locked[rows] & cut_open
        sorting = sort_cells(fabric, places, ask, places[free])
        shapes = shapely.to_wkb(plan.ground.shapes[fabric.rows], hex=True)
        stored = dict(zip(fabric.rows.tolist(), shapes.tolist(), strict=True))
        self.plan = plan
        self.cut: Reshaped = shape_changes(fabric, stored, sorting, plan.ground.size)
        pieces = self.cut.pieces
        self.rows = np.append(rows, np.array([one.row for one in pieces], np.int32))
        self.was = plan.labels[np.append(rows, np.array([one.of for one in pieces], np.int32))]
        self.inside = np.append(sorting.inside[places], [one.inside for one in pieces]).astype(bool)

    def smaller(self, grid: UnitState) -> Codes:
        """(c,) whether a cell lies on the side with fewer households, of equals with fewer cells.

        Raises Refused where all cells lie on one side.
        """
        if self.inside.all() or not self.inside.any():
            text = _("这条线没有把“%(unit)s”的单元分到两侧：建筑都在同一侧。请把线画在建筑之间。")
            raise Refused("one_side", text % {"unit": grid.name})
        people = np.zeros(len(self.rows), np.int64)
        people[: len(self.rows) - len(self.cut.pieces)] = self.plan.ground.households[
            self.rows[: len(self.rows) - len(self.cut.pieces)]
        ]
        sides = [(int(people[own].sum()), int(own.sum())) for own in (self.inside, ~self.inside)]
        return np.asarray(self.inside if sides[0] <= sides[1] else ~self.inside)

    def settle(self, to: Codes, units: tuple[UnitState, ...] = ()) -> Effect:
        """The effect of every cell and piece going to its grid `to` (c,)."""
        return settle(self.plan, self.rows, to.astype(np.int32), units, shapes=self.cut.changes)


def fabric_of(plan: Plan, rows: Codes) -> Fabric:
    """These cells and all that touch them, in metres."""
    table = plan.ground.table
    measure = plan.ground.measure(Level.GRID, plan.kind)
    borders = measure.incidence.of(rows)
    around = np.union1d(table.edges[borders].ravel(), rows).astype(np.int64)
    return make_fabric(
        zone_of_ground(plan.ground),
        around,
        plan.ground.shapes[around],
        plan.ground.built[around],
        footprints=lambda which: plan.ground.footprints(table.ids[which]),
        along=_along_barriers(plan, borders),
    )


def _along_barriers(plan: Plan, borders: Codes) -> Codes:
    """(p, 2) pairs of cells a < b of which at least half of the border runs along barriers."""
    table = plan.ground.table
    pairs, place = np.unique(np.sort(table.edges[borders], axis=1), axis=0, return_inverse=True)
    metres, place = table.length[borders], place.ravel()
    along = np.bincount(place, np.where(table.barrier[borders] >= 0, metres, 0.0), len(pairs))
    return np.asarray(pairs[2 * along >= np.bincount(place, metres, len(pairs))])


def _goal(plan: Plan, grid: UnitState, wish: CutLine) -> UnitState:
    """The grid the smaller side goes to: the one named, or a new one in the same community."""
    if wish.to is not None:
        goal = find_unit(plan, wish.to, Level.GRID)
        if goal.number == grid.number:
            raise Refused("same_unit", _("切下的部分不能还给原网格。请另选一个网格。"))
        return goal
    taken = {unit.name for unit in plan.live(Level.GRID) if unit.parent == grid.parent}
    name = wish.name or _free_name(grid.name, taken)
    if name in taken:
        text = _("这里已有“%(name)s”。请换一个名称。")
        raise Refused("name_taken", text % {"name": name})
    return UnitState(plan.next_number, Level.GRID, name, parent=grid.parent)


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}（{number}）" in taken:
        number += 1
    return f"{name}（{number}）"


def _pairs(line: list[list[float]]) -> list[tuple[float, float]]:
    return [(point[0], point[1]) for point in line]
