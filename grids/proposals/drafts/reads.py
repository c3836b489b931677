"""What some kinds of operation must be told from the database before they can be answered."""

from collections.abc import Callable, Mapping
from typing import Any

from communities.territory.models import Designation, Place
from gis_core.accounts.models import Level
from grids.proposals.drafting.kinds import ask
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked
from grids.proposals.drafting.wishes import Wish
from grids.proposals.drafts.snapshots import read_past
from grids.proposals.models import Proposal

LEVELS = (Level.COMMUNITY, Level.GRID)


def ask_draft(proposal: Proposal, plan: Plan, wish: Wish) -> Asked:
    """What the operation would do, told all it needs to know. Raises Refused."""
    read = READS.get(wish.kind)
    return ask(plan, wish, read(proposal, plan, wish)) if read else ask(plan, wish)


def read_used_codes(proposal: Proposal, plan: Plan, wish: Wish) -> frozenset[str]:
    """Every code a community or grid of the county has or ever had."""
    places = Place.objects.filter(county=proposal.county_id, level__in=LEVELS)
    past = Designation.objects.filter(place__in=places)
    return frozenset(
        places.values_list("code", flat=True).union(past.values_list("code", flat=True))
    )


READS: Mapping[str, Callable[[Proposal, Plan, Any], Any]] = {
    "renumber": read_used_codes,
    "restore": read_past,
}
