from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext_noop

from grids.proposals.drafting.effects import LockChange
from grids.proposals.drafting.looking_up import find_rows, find_unit
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Cells, Units, Wish


class Lock(Wish):
    """Units that may not win or lose cells, cells that may not change their unit; or the end of
    that. A stretch of boundary is locked as the cells on both sides of it."""

    kind: Literal["lock", "unlock"]
    units: Units
    cells: Cells


def lock(plan: Plan, wish: Lock) -> Asked:
    """Lock or set free units and cells."""
    on = wish.kind == "lock"
    units = [find_unit(plan, number) for number in sorted(set(wish.units))]
    rows = find_rows(plan, wish.cells)
    rows = rows[plan.locked[rows] != on]
    locks = [LockChange(tuple(rows.tolist()), on)] if len(rows) else []
    text = gettext_noop("锁定 %(units)s 个单位、%(cells)s 个单元")
    freed = gettext_noop("解锁 %(units)s 个单位、%(cells)s 个单元")
    told = Told(text if on else freed, {"units": len(units), "cells": len(rows)})
    return Asked(settle(plan, units=[replace(one, locked=on) for one in units], locks=locks), told)
