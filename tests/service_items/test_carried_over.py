"""A new edition takes local rules along; what cannot go on is listed."""

import pytest

from communities.service_items.models import LocalRule
from grids.proposals.models import Proposal
from grids.publication.rehoming import decide_rehoming
from tests.drafts.asking import operate
from tests.drafts.town import G1, G2, begin, lay_cells
from tests.publication.asking import publish
from tests.service_items.items import codes, item, rule
from tests.staffing.cast import TODAY
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world: World) -> World:
    lay_cells(world)
    return world


def merge(world: World) -> Proposal:
    """A draft in which g2 goes into g1."""
    draft = begin(world)
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G1)
    return draft


def test_rules_of_a_merged_grid_go_on_in_its_heir(town: World) -> None:
    only = item(town, "B01", "只在第二网格", everywhere=False)
    rule(only, town.grids[1], phone="0939-6210002")
    item(town, "B02", "全县")
    publish(merge(town), town)
    assert codes(town.grids[0]) == ["B01", "B02"]
    made = LocalRule.objects.get(place=town.grids[0])
    assert (made.phone, made.since, made.until) == ("0939-6210002", TODAY, None)
    assert not LocalRule.objects.filter(stopped_by__isnull=False).exists()


def test_where_the_heir_says_otherwise_the_rule_stops_and_is_listed(town: World) -> None:
    one = item(town)
    rule(one, town.grids[0])
    stopped = rule(one, town.grids[1], offered=False)
    publication = publish(merge(town), town)
    stopped.refresh_from_db()
    assert (stopped.until, stopped.stopped_by) == (TODAY, publication.edition)
    assert codes(town.grids[0]) == ["B01"]


def test_where_the_heir_says_the_same_nothing_is_lost(town: World) -> None:
    one = item(town)
    for grid in town.grids[:2]:
        rule(one, grid, offered=False)
    publish(merge(town), town)
    assert codes(town.grids[0]) == []
    assert not LocalRule.objects.filter(stopped_by__isnull=False).exists()


def test_somebody_may_decide_that_a_rule_ends(town: World) -> None:
    made = rule(item(town), town.grids[1], offered=False)
    draft = merge(town)
    decide_rehoming(
        proposal=draft, kind="local_rule", key=str(made.pk), unit=None, person=town.planner,
        reason="合并后照常办理",
    )  # fmt: skip
    publish(draft, town)
    assert codes(town.grids[0]) == ["B01"]
