from typing import Literal

from django.utils.translation import gettext_noop

from gis_core.accounts.models import Level
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.looking_up import (
    find_unit,
    refuse_fixed_communities,
    refuse_taken_name,
)
from grids.proposals.drafting.operations.move_grids import regroup
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Name, SomeUnits, Wish


class NewCommunity(Wish):
    """A new community of these whole grids."""

    kind: Literal["new_community"]
    grids: SomeUnits
    name: Name


def new_community(plan: Plan, wish: NewCommunity) -> Asked:
    """Make a community of some grids."""
    refuse_fixed_communities(plan)
    grids = [find_unit(plan, number, Level.GRID) for number in sorted(set(wish.grids))]
    refuse_taken_name(plan, wish.name, None)
    community = UnitState(plan.next_number, Level.COMMUNITY.value, wish.name)
    told = Told(
        gettext_noop("用 %(grids)s 个网格新建%(unit)s"),
        {"grids": len(grids), "unit": community.name},
    )
    return Asked(settle(plan, units=[community, *regroup(plan, grids, community)]), told)
