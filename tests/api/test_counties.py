from decimal import Decimal

import pytest

from communities.territory.models import Edition, Threshold
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Membership
from tests.api.asking import COUNTY, get, read
from tests.api.furnished import Furnished, count
from tests.world import box


def test_the_page_learns_the_state_of_the_map(county: Furnished) -> None:
    facts = read(county.world.planner, COUNTY)
    assert facts["version"] == "1-1"
    assert facts["edition"]["number"] == 1
    assert facts["name"] == "清河县"
    assert facts["extent"] == pytest.approx(box(0, 0, 2000, 1000).extent)


def test_every_threshold_comes_with_its_unit_and_source(county: Furnished) -> None:
    key = RuleKey.COMMUNITY_MIN
    Threshold.objects.filter(key=key).update(value=Decimal("1200.50"))
    thresholds = {
        row["key"]: row for row in read(county.world.planner, COUNTY)["rule_set"]["thresholds"]
    }
    assert thresholds[key]["value"] == 1200.5
    assert thresholds[key]["unit"] == "户"
    assert all(row["source"] for row in thresholds.values())
    assert len(thresholds) == len(RuleKey)


def test_what_lies_in_the_county_is_counted(county: Furnished) -> None:
    counts = read(county.world.planner, COUNTY)["counts"]
    counted = {name: counts[name] for name in ("communities", "grids", "buildings", "venues")}
    assert counted == {"communities": 2, "grids": 3, "buildings": 1, "venues": 1}


def test_sums_are_shown_to_whoever_sees_every_community(county: Furnished) -> None:
    world = county.world
    count(world, world.changfu)
    count(world, world.xincheng, households=120, estimated_households=0, population=360)
    for user in (world.planner, world.reviewer):
        counts = read(user, COUNTY)["counts"]
        assert (counts["households"], counts["population"]) == (200, 600)
        assert counts["estimated_share"] == 0.1
    assert read(world.member, COUNTY)["counts"]["households"] is None


def test_a_sum_over_some_communities_does_not_pass_for_the_countys(county: Furnished) -> None:
    count(county.world, county.world.changfu)
    assert read(county.world.reviewer, COUNTY)["counts"]["households"] is None


def test_the_page_learns_what_the_person_may_do(county: Furnished) -> None:
    world = county.world
    rights = {
        user.username.split("-")[0]: read(user, COUNTY)["may"]
        for user in (world.planner, world.reviewer, world.member)
    }
    assert rights == {
        "planner": {"view_counts": True, "view_draft": True, "edit_draft": True},
        "reviewer": {"view_counts": True, "view_draft": True, "edit_draft": False},
        "member": {"view_counts": True, "view_draft": False, "edit_draft": False},
    }


def test_a_role_taken_away_ends_at_the_next_request(county: Furnished) -> None:
    read(county.world.member, COUNTY)
    Membership.objects.filter(user=county.world.member).delete()
    assert get(county.world.member, COUNTY).status_code == 404


def test_a_county_without_rules_or_edition_is_still_shown(county: Furnished) -> None:
    Threshold.objects.all().delete()
    Edition.objects.filter(pk=county.world.edition.pk).update(status=Edition.Status.SUPERSEDED)
    facts = read(county.world.reviewer, COUNTY)
    assert (facts["edition"], facts["version"]) == (None, "0-1")
    assert facts["rule_set"]["thresholds"] == []
    assert facts["extent"] is not None
