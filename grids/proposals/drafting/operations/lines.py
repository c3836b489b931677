"""A line across a unit, and the border of two units dragged."""

from typing import Annotated, Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from gis_core.accounts.models import Level
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.lines import ask_cut, ask_drag
from grids.proposals.drafting.lines.measures import MAX_POINTS
from grids.proposals.drafting.looking_up import (
    find_unit,
    free_name,
    refuse_fixed_communities,
    refuse_taken_name,
)
from grids.proposals.drafting.operations.move_grids import regroup
from grids.proposals.drafting.operations.sides import Sides, fabric_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Name, Number, Wish

Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Point = Annotated[list[Degrees], Field(min_length=2, max_length=2)]
Line = Annotated[list[Point], Field(min_length=2, max_length=MAX_POINTS)]


class CutLine(Wish):
    """The smaller side of a line across a unit goes to the unit `to`, or becomes a new one."""

    kind: Literal["cut_line"]
    unit: Number
    line: Line
    cut_open: bool
    to: Number | None = None
    name: Name | None = None


class DragBoundary(Wish):
    """A stretch of the border of two units, and where it is to run: it moves for both."""

    kind: Literal["drag_boundary"]
    units: Annotated[list[Number], Field(min_length=2, max_length=2)]
    before: Line
    after: Line
    cut_open: bool


def cut_line(plan: Plan, wish: CutLine) -> Asked:
    """Divide a grid by a line, cutting open ground where the line needs it and `cut_open`; of a
    community whole grids go to the side most of them lies on."""
    unit = find_unit(plan, wish.unit)
    whole = _moves_whole_grids(plan, unit)
    rows = plan.rows_of(unit.number)
    fabric = fabric_of(plan, rows)
    ask = ask_cut(fabric, fabric.places(rows), _pairs(wish.line))
    sides = Sides(plan, fabric, rows, ask, cut_open=wish.cut_open and not whole)
    inside = np.isin(sides.was, sorted(sides.grids_inside())) if whole else sides.inside
    moving = sides.smaller(unit, inside)
    to = _goal(plan, unit, wish)
    values = {"unit": unit.name, "new": to.name, "cells": int(moving.sum())}
    told = Told(gettext_noop("沿线切开%(unit)s：%(cells)s 个单元划入%(new)s"), values)
    if whole:
        grids = [plan.units[number] for number in np.unique(sides.was[moving]).tolist()]
        return Asked(settle(plan, units=[to, *regroup(plan, grids, to)]), told)
    return Asked(sides.settle(np.where(moving, to.number, unit.number), (to,)), told)


def drag_boundary(plan: Plan, wish: DragBoundary) -> Asked:
    """Give what lies between the old border and the new to the other of the two units; between
    communities, the grids most of which lies there."""
    one, other = (find_unit(plan, number) for number in wish.units)
    if one.number == other.number or one.level != other.level:
        raise Refused("same_unit", _("请拖动两个不同网格、或两个不同社区之间的边界。"))
    whole = _moves_whole_grids(plan, one)
    pair = [plan.rows_of(unit.number) for unit in (one, other)]
    rows = np.union1d(*pair).astype(np.int32)
    fabric = fabric_of(plan, rows)
    ours, theirs = (fabric.places(own) for own in pair)
    ask = ask_drag(fabric, ours, theirs, _pairs(wish.before), _pairs(wish.after))
    sides = Sides(plan, fabric, rows, ask, cut_open=wish.cut_open and not whole)
    inside = np.isin(sides.was, sorted(sides.grids_inside())) if whole else sides.inside
    values = {"one": one.name, "other": other.name, "cells": int(inside.sum())}
    told = Told(gettext_noop("移动%(one)s与%(other)s的边界：%(cells)s 个单元换边"), values)
    if whole:
        return Asked(settle(plan, units=_exchanged(plan, sides.grids_inside(), one, other)), told)
    away = np.where(sides.was == one.number, other.number, one.number)
    return Asked(sides.settle(np.where(inside, away, sides.was)), told)


def _moves_whole_grids(plan: Plan, unit: UnitState) -> bool:
    """Whether the line is one between communities. Raises Refused where these stay as they are."""
    if unit.level == Level.COMMUNITY:
        refuse_fixed_communities(plan)
    return unit.level == Level.COMMUNITY


def _exchanged(plan: Plan, grids: set[int], one: UnitState, other: UnitState) -> list[UnitState]:
    """These grids, each in the other of two communities."""
    moving = [plan.units[number] for number in sorted(grids)]
    ours = [grid for grid in moving if grid.parent == one.number]
    theirs = [grid for grid in moving if grid.parent == other.number]
    return [*regroup(plan, ours, other), *regroup(plan, theirs, one)]


def _goal(plan: Plan, unit: UnitState, wish: CutLine) -> UnitState:
    """The unit the smaller side goes to: the one named, or a new one beside the one cut."""
    if wish.to is not None:
        goal = find_unit(plan, wish.to, Level(unit.level))
        if goal.number == unit.number:
            raise Refused("same_unit", _("切下的部分不能还给原单位。请另选一个单位。"))
        return goal
    if wish.name is not None:
        refuse_taken_name(plan, wish.name, unit.parent)
    name = wish.name or free_name(plan, unit.name, unit.parent, set())
    return UnitState(plan.next_number, unit.level, name, parent=unit.parent)


def _pairs(line: list[list[float]]) -> list[tuple[float, float]]:
    return [(point[0], point[1]) for point in line]
