"""A process that keeps drafts sees that a venue was opened, moved or renamed meanwhile."""

from communities.basemap.models import Venue
from communities.basemap.revisions import bump_map_revision
from gis_core.accounts.models import Level
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal
from tests.drafts.asking import assign
from tests.drafts.town import G1, G2, G3, at, begin
from tests.world import World, point


def plan_of(draft: Proposal) -> Plan:
    with reading(draft.pk) as plan:
        return plan


def served(draft: Proposal, grid: int) -> float | None:
    part = plan_of(draft).part(grid)
    assert part is not None
    return part.served_share


def open_venue(town: World, x: float, y: float) -> Venue:
    return Venue.objects.create(county=town.county, name="长富路服务站", geom=point(x, y))


def test_a_venue_opened_meanwhile_serves_those_who_live_around_it(town: World) -> None:
    draft = begin(town)
    assert served(draft, G1) is None
    venue = open_venue(town, 250, 500)
    assert served(draft, G1) == 1.0
    venue.geom = point(1950, 950)
    venue.save()
    assert served(draft, G1) == 0.0
    assert 0.0 < (served(draft, G3) or 0.0) < 1.0
    venue.delete()
    assert served(draft, G1) is None


def test_an_operation_is_measured_with_the_venues_there_are(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(5, 0)], G1)
    open_venue(town, 250, 500)
    figures = assign(draft, town.planner, [at(5, 0)], G2)["figures"]
    assert figures[str(G1)]["served_share"] == 1.0


def test_another_name_is_told_and_the_same_venues_leave_the_plan_where_it_is(town: World) -> None:
    venue, draft = open_venue(town, 250, 500), begin(town)
    before = plan_of(draft)
    assert plan_of(draft) is before
    Venue.objects.filter(pk=venue.pk).update(name="里仁服务站")
    assert plan_of(draft).ground.sites.names == ("里仁服务站",)


def test_new_roads_are_walked_by_drafts_that_are_open(town: World) -> None:
    open_venue(town, 250, 500)
    draft = begin(town)
    before = plan_of(draft)
    bump_map_revision(county=town.county)
    assert plan_of(draft).ground is not before.ground
    assert plan_of(draft).parents().tolist() == before.parents().tolist()
    assert plan_of(draft).level(Level.GRID).parts == before.level(Level.GRID).parts
