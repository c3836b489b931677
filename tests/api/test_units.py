import json

from communities.territory.models import Boundary
from communities.territory.services import prepare_edition
from tests.api.asking import COUNTY, get, read, units
from tests.api.furnished import Furnished, count
from tests.world import box, draw


def test_a_unit_is_drawn_with_its_name_code_and_parent(county: Furnished) -> None:
    found = units(county.world.member, "community")
    assert set(found) == {"长富路社区", "新城社区"}
    changfu = found["长富路社区"]
    assert changfu["code"] == "629931001001"
    assert changfu["parent"] == {"id": str(county.world.subdistrict.pk), "name": "城关街道"}


def test_features_are_named_by_their_place_and_carry_no_crs(county: Furnished) -> None:
    collection = read(county.world.member, f"{COUNTY}/units?level=grid")
    assert {f["id"] for f in collection["features"]} == {str(g.pk) for g in county.world.grids}
    assert "crs" not in json.dumps(collection)


def test_coordinates_are_longitude_first_to_a_centimetre(county: Furnished) -> None:
    (feature,) = read(county.world.member, f"{COUNTY}/units?level=county")["features"]
    longitude, latitude = feature["geometry"]["coordinates"][0][0][0]
    assert (107 < longitude < 108, 35 < latitude < 36) == (True, True)
    assert longitude == round(longitude, 7)


def test_figures_show_what_they_were_judged_by(county: Furnished) -> None:
    world = county.world
    count(world, world.changfu)
    figures = units(world.reviewer, "community")["长富路社区"]["figures"]
    assert figures["households"] == 80
    assert figures["estimated_households"] == 20
    assert figures["density"] == 240.0
    assert figures["rule_set"] == world.rule_set.number


def test_figures_that_were_not_computed_are_nothing(county: Furnished) -> None:
    assert units(county.world.reviewer, "community")["新城社区"]["figures"] is None


def test_the_grid_member_sees_the_figures_of_the_own_grid_alone(county: Furnished) -> None:
    world = county.world
    for place in (*world.grids, world.changfu):
        count(world, place)
    shown = {name: bool(unit["figures"]) for name, unit in units(world.member, "grid").items()}
    assert shown == {"第一网格": True, "第二网格": False, "新城第一网格": False}
    assert units(world.member, "community")["长富路社区"]["figures"] is None


def test_what_is_not_a_number_is_nothing(county: Furnished) -> None:
    world = county.world
    count(world, world.changfu, compactness=float("nan"), served_share=float("inf"), area_m2=0.0)
    answer = get(world.reviewer, f"{COUNTY}/units?level=community")
    assert b"NaN" not in answer.content
    assert b"Infinity" not in answer.content
    figures = units(world.reviewer, "community")["长富路社区"]["figures"]
    assert (figures["compactness"], figures["served_share"], figures["density"]) == (None, None, 0)


def test_an_edition_in_preparation_is_not_shown(county: Furnished) -> None:
    world = county.world
    following = prepare_edition(county=world.county)
    Boundary.objects.filter(place=world.changfu).update(editions=(1, following.number))
    draw(following, world.changfu, world.subdistrict, box(0, 0, 900, 1000))
    (found,) = (
        feature
        for feature in read(world.reviewer, f"{COUNTY}/units?level=community")["features"]
        if feature["id"] == str(world.changfu.pk)
    )
    assert len(read(world.reviewer, f"{COUNTY}/units?level=community")["features"]) == 2
    east = max(longitude for longitude, _ in found["geometry"]["coordinates"][0][0])
    assert east == round(box(0, 0, 1000, 1000).extent[2], 7)


def test_unchanged_units_are_not_sent_again(county: Furnished) -> None:
    world, address = county.world, f"{COUNTY}/units?level=community"
    etag = get(world.reviewer, address)["ETag"]
    assert get(world.reviewer, address, **{"if-none-match": etag}).status_code == 304
    count(world, world.changfu)
    assert get(world.reviewer, address, **{"if-none-match": etag}).status_code == 200


def test_a_browser_shared_by_two_people_does_not_answer_for_the_server(county: Furnished) -> None:
    answer = get(county.world.reviewer, f"{COUNTY}/units?level=community")
    assert answer["Cache-Control"] == "private, no-cache"
    assert get(county.world.reviewer, COUNTY)["Cache-Control"] == "private, no-store"


def test_venues_are_points_with_their_size(county: Furnished) -> None:
    (venue,) = read(county.world.member, f"{COUNTY}/venues")["features"]
    assert venue["geometry"]["type"] == "Point"
    assert venue["properties"] == {
        "name": "长富路党群服务中心", "name_en": "", "address": "长富路8号", "area_m2": 420,
    }  # fmt: skip
