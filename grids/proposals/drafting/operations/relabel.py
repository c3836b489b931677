from typing import Annotated, Literal

import numpy as np
from django.utils.translation import gettext as _
from pydantic import Field

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.looking_up import find_rows, find_unit, free_name
from grids.proposals.drafting.operations.new_unit import new_grid
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import MOST_UNITS, Name, Number, SomeCells, Strict, Wish


class ToUnit(Strict):
    """Cells that go to a grid there is."""

    cells: SomeCells
    to: Number


class ToNew(Strict):
    """Cells that become a grid of this name; without `parent` where most of them are."""

    cells: SomeCells
    name: Name
    parent: Number | None


class Relabel(Wish):
    """Many groups of cells at once, as the engine divides them; `about` says what for."""

    kind: Literal["relabel"]
    groups: Annotated[list[ToUnit | ToNew], Field(min_length=1, max_length=MOST_UNITS)]
    about: Name


def relabel(plan: Plan, wish: Relabel) -> Asked:
    """Give each group of cells its grid, old or new."""
    rows: list[Codes] = []
    to: list[Codes] = []
    new: list[UnitState] = []
    for group in wish.groups:
        own = find_rows(plan, group.cells)
        unit = _unit_of(plan, group, own, new)
        rows.append(own)
        to.append(np.full(len(own), unit.number, np.int32))
    moved = np.concatenate(rows)
    _refuse_twice(moved)
    return Asked(
        settle(plan, moved, np.concatenate(to), new), Told("%(about)s", {"about": wish.about})
    )


def _unit_of(plan: Plan, group: ToUnit | ToNew, rows: Codes, new: list[UnitState]) -> UnitState:
    """The grid a group goes to; a new one is added to `new`."""
    if isinstance(group, ToUnit):
        return find_unit(plan, group.to, Level.GRID)
    unit = new_grid(plan, rows, group.name, group.parent, plan.next_number + len(new))
    taken = {one.name for one in new if one.parent == unit.parent}
    name = free_name(plan, unit.name, unit.parent, taken)
    new.append(UnitState(unit.number, unit.level, name, parent=unit.parent))
    return new[-1]


def _refuse_twice(rows: Codes) -> None:
    cells, times = np.unique(rows, return_counts=True)
    if (times > 1).any():
        text = _("第 %(row)s 号单元同时列在两组里。请让每个单元只属于一组。")
        raise Refused("cell_twice", text % {"row": int(cells[times > 1][0])})
