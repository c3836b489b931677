from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import Field

from gis_core.accounts.models import Level
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.looking_up import find_rows, find_unit
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import SomeCells, Wish, Word


class Assign(Wish):
    """These cells now belong to that grid, or to nobody; `how` names the gesture."""

    kind: Literal["assign"]
    cells: SomeCells
    to: Annotated[int, Field(ge=NOBODY, le=2**31 - 1)]
    how: Word


def assign(plan: Plan, wish: Assign) -> Asked:
    """Move cells to a grid."""
    rows = find_rows(plan, wish.cells)
    if wish.to == NOBODY:
        told = Told(gettext_noop("移出 %(cells)s 个单元"), {"cells": len(rows)})
        return Asked(settle(plan, rows, NOBODY), told)
    grid = find_unit(plan, wish.to, Level.GRID)
    values = {"cells": len(rows), "unit": grid.name}
    told = Told(gettext_noop("把 %(cells)s 个单元划入%(unit)s"), values)
    return Asked(settle(plan, rows, grid.number), told)
