"""Drafts that may be published, and the editions that come of them.

The small town's grids have 500 and 1000 households; sizes are no hard rules.
"""

import datetime
from typing import Any

from django.utils import timezone

from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from grids.proposals.models import Proposal
from grids.publication.models import Lineage, Publication
from grids.publication.services import publish_proposal
from tests.drafts.asking import operate
from tests.drafts.town import EAST, G2, WEST, begin, block
from tests.world import World

TODAY = timezone.localdate()
NEXT_WEEK = TODAY + datetime.timedelta(days=7)


def publish(draft: Proposal, world: World, day: datetime.date | None = None) -> Publication:
    return publish_proposal(proposal=draft, person=world.reviewer, in_force_from=day)


def move_a_strip(world: World, kind: str = "division") -> Proposal:
    """A draft in which g2 gets a column of ten cells from g1."""
    draft = begin(world, kind)
    operate(draft, world.planner, kind="assign", cells=block(4, 0, 5, 10), to=G2, how="brush")
    return draft


def merge_communities(world: World) -> Proposal:
    """A draft in which 新城 goes into 长富路."""
    draft = begin(world, "consolidation")
    operate(draft, world.planner, kind="merge_units", units=[WEST, EAST], into=WEST)
    return draft


def units(edition: Edition, level: Level) -> dict[str, Boundary]:
    """The boundaries of one level in an edition, by the names places bear now."""
    return {row.place.name: row for row in boundaries_of(edition, level)}


def told(publication: Publication, level: Level) -> set[tuple[str, str, str, int]]:
    """The lineage of a level: kind, before, after, households."""
    rows = Lineage.objects.filter(publication=publication, level=level)
    return set(rows.values_list("kind", "name_before", "name_after", "households"))


def state_of(world: World) -> dict[str, Any]:
    """All that publishing writes, to see that nothing was written."""
    county = world.county
    return {
        "editions": list(Edition.objects.filter(county=county).values_list("number", "status")),
        "boundaries": sorted(
            Boundary.objects.filter(county=county).values_list("pk", "editions"), key=str
        ),
        "places": list(Place.objects.order_by("pk").values_list("code", "name", "abolished")),
        "publications": Publication.objects.count(),
        "lineage": Lineage.objects.count(),
    }
