from typing import Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.looking_up import find_rows, find_unit, refuse_taken_name
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Name, Number, SomeCells, Wish


class NewUnit(Wish):
    """A new grid of these cells; without `parent` in the community most of them are in."""

    kind: Literal["new_unit"]
    cells: SomeCells
    name: Name
    parent: Number | None


def new_unit(plan: Plan, wish: NewUnit) -> Asked:
    """Make a grid of some cells."""
    rows = find_rows(plan, wish.cells)
    grid = new_grid(plan, rows, wish.name, wish.parent, plan.next_number)
    refuse_taken_name(plan, grid.name, grid.parent)
    values = {"unit": grid.name, "cells": len(rows)}
    told = Told(gettext_noop("用 %(cells)s 个单元新建%(unit)s"), values)
    return Asked(settle(plan, rows, grid.number, [grid]), told)


def new_grid(plan: Plan, rows: Codes, name: str, parent: int | None, number: int) -> UnitState:
    """A grid that has no cells yet, in the community named or the one most of them are in."""
    found = parent or _most_common(plan.communities.labels[rows])
    if not found:
        found = _most_common(plan.own_community()[rows])
    if not found:
        text = _("新网格要属于一个社区。请先为它选择社区。")
        raise Refused("parent_missing", text)
    community = find_unit(plan, found, Level.COMMUNITY)
    return UnitState(number, Level.GRID.value, name, parent=community.number)


def _most_common(numbers: Codes) -> int:
    """The number that most cells have but for 0; 0 where all have that, the first of equals."""
    counts = np.bincount(numbers, minlength=1)
    counts[NOBODY] = 0
    return int(counts.argmax())
