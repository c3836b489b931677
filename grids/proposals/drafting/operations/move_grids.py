from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext_noop

from gis_core.accounts.models import Level
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.looking_up import find_unit, free_name, refuse_fixed_communities
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Number, SomeUnits, Wish


class MoveGrids(Wish):
    """Whole grids go to another community."""

    kind: Literal["move_grids"]
    grids: SomeUnits
    to: Number


def move_grids(plan: Plan, wish: MoveGrids) -> Asked:
    """Move grids with all their cells to a community."""
    refuse_fixed_communities(plan)
    community = find_unit(plan, wish.to, Level.COMMUNITY)
    grids = [find_unit(plan, number, Level.GRID) for number in sorted(set(wish.grids))]
    values = {"units": "、".join(grid.name for grid in grids), "unit": community.name}
    told = Told(gettext_noop("把%(units)s划入%(unit)s"), values)
    return Asked(settle(plan, units=regroup(plan, grids, community)), told)


def regroup(plan: Plan, grids: Iterable[UnitState], to: UnitState) -> list[UnitState]:
    """The grids as grids of another community; one whose name is taken there gets a longer one."""
    found: list[UnitState] = []
    for grid in grids:
        if grid.parent != to.number:
            name = free_name(plan, grid.name, to.number, {unit.name for unit in found})
            found.append(replace(grid, parent=to.number, name=name))
    return found
