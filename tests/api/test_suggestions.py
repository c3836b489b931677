from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role
from grids.proposals.models import Alternative, Suggestion
from tests.api.asking import COUNTY, read
from tests.api.furnished import Furnished
from tests.world import appoint, person


def test_a_suggestion_tells_how_far_it_is(county: Furnished) -> None:
    (told,) = read(county.world.planner, f"{COUNTY}/suggestions")
    assert told["id"] == str(county.suggestion.pk)
    assert told["place"] == {"id": str(county.world.subdistrict.pk), "name": "城关街道"}
    assert (told["kind"], told["edition"], told["rule_set"]) == ("merge", 1, 1)
    assert told["job"] == {"status": "queued", "percent": 25, "phase": "求解", "error_text": ""}
    assert told["alternatives"] == [
        {"id": county.alternative.pk, "rank": 1, "status": "optimal", "seconds": 0.5, "gap": 0.0}
    ]


def test_an_alternative_is_passed_on_as_the_engine_wrote_it(county: Furnished) -> None:
    told = read(county.world.reviewer, f"/api/alternatives/{county.alternative.pk}")
    assert (told["status"], told["status_label"]) == ("optimal", "已证明最优")
    assert told["scorecard"] == {"units": 1}
    assert told["explanation"][0]["text_zh"] == "不足1000户"
    assert (told["seed"], told["edition"], told["rule_set"], told["kind"]) == (1, 1, 1, "merge")


def test_a_gap_that_is_not_a_number_is_nothing(county: Furnished) -> None:
    Alternative.objects.update(gap=float("nan"), seconds=float("inf"))
    told = read(county.world.planner, f"/api/alternatives/{county.alternative.pk}")
    (listed,) = read(county.world.planner, f"{COUNTY}/suggestions")[0]["alternatives"]
    assert (told["gap"], told["seconds"]) == (listed["gap"], listed["seconds"]) == (None, None)


def test_its_units_name_what_they_are_made_of(county: Furnished) -> None:
    address = f"/api/alternatives/{county.alternative.pk}/units"
    (unit,) = read(county.world.planner, address)["features"]
    assert (unit["id"], unit["geometry"]["type"]) == (county.unit.pk, "MultiPolygon")
    told = unit["properties"]
    assert [member["name"] for member in told["members"]] == ["长富路社区", "新城社区"]
    assert (told["community"], told["changed"]) == (None, True)
    assert told["figures"] == {"households": 160}


def test_a_community_head_sees_no_draft_of_the_whole_subdistrict(county: Furnished) -> None:
    head = person("head")
    appoint(head, Role.COMMUNITY_HEAD, county.world.changfu)
    assert read(head, f"{COUNTY}/suggestions") == []
    Suggestion.objects.update(place=county.world.changfu)
    assert len(read(head, f"{COUNTY}/suggestions")) == 1


def test_whoever_may_see_a_draft_may_see_its_counts() -> None:
    """Drafts are shown with their counts and are not masked: the matrix must allow that."""
    for role, reach in PERMISSIONS[Action.VIEW_DRAFT].items():
        assert PERMISSIONS[Action.VIEW_COUNTS].get(role) in (reach, Reach.COUNTY)
