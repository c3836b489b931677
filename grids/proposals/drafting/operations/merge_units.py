from typing import Annotated, Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import Field

from gis_core.accounts.models import Level
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.looking_up import find_unit, refuse_fixed_communities
from grids.proposals.drafting.operations.move_grids import regroup
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import MOST_UNITS, Number, Wish


class MergeUnits(Wish):
    """All these units, grids or communities, become one of them: `into`."""

    kind: Literal["merge_units"]
    units: Annotated[list[Number], Field(min_length=2, max_length=MOST_UNITS)]
    into: Number


def merge_units(plan: Plan, wish: MergeUnits) -> Asked:
    """Give all cells, or all grids, of some units to one of them."""
    into = find_unit(plan, wish.into)
    others = _others(plan, wish, into)
    names = "、".join(unit.name for unit in others)
    told = Told(gettext_noop("把%(units)s并入%(unit)s"), {"units": names, "unit": into.name})
    if into.level == Level.GRID:
        rows = np.flatnonzero(np.isin(plan.labels, [unit.number for unit in others]))
        return Asked(settle(plan, rows, into.number), told)
    refuse_fixed_communities(plan)
    grids = [grid for unit in others for grid in plan.children(unit.number)]
    return Asked(settle(plan, units=regroup(plan, grids, into)), told)


def _others(plan: Plan, wish: MergeUnits, into: UnitState) -> list[UnitState]:
    """The units that end, all of the level of the one that stays."""
    numbers = sorted(set(wish.units))
    if into.number not in numbers or len(numbers) < 2:
        text = _("要并入的单位必须是所选的 2 个以上单位之一。请重新选择。")
        raise Refused("into_not_chosen", text)
    return [find_unit(plan, one, Level(into.level)) for one in numbers if one != into.number]
