from typing import Any
from urllib.parse import quote

import pytest

from communities.basemap.models import Barrier, Compound
from tests.api.asking import COUNTY, get, read
from tests.api.furnished import Furnished
from tests.world import build, make_world


def search(county: Furnished, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(county.world.member, f"{COUNTY}/search?q={quote(text)}")
    return found


def kinds(county: Furnished, text: str) -> list[tuple[str, str]]:
    return [(hit["kind"], hit["name"]) for hit in search(county, text)]


def test_everything_on_the_map_is_found_by_its_name(county: Furnished) -> None:
    assert {kind for kind, _ in kinds(county, "明德")} == {"compound", "building"}
    assert {kind for kind, _ in kinds(county, "长富路")} == {
        "community", "venue", "barrier", "building",
    }  # fmt: skip
    assert kinds(county, "第二网格") == [("grid", "第二网格")]


def test_units_are_found_by_their_code(county: Furnished) -> None:
    assert kinds(county, "629931001002")[0] == ("community", "新城社区")
    assert kinds(county, "629931001002001") == [("grid", "新城第一网格")]


def test_a_building_is_found_by_its_address(county: Furnished) -> None:
    (hit,) = search(county, "长富路1号")
    assert (hit["kind"], hit["id"], hit["where"]) == ("building", county.building.pk, "长富路1号")
    west, south, east, north = hit["bbox"]
    assert west < hit["lon"] < east
    assert south < hit["lat"] < north


def test_the_most_exact_comes_first(county: Furnished) -> None:
    for name in ("东长富路", "长富路东段"):
        Compound.objects.create(county=county.world.county, name=name, geom=county.compound.geom)
    names = [name for _, name in kinds(county, "长富路")]
    assert names[0] == "长富路"
    assert names.index("长富路东段") < names.index("东长富路")


def test_a_road_in_many_pieces_is_one_result(county: Furnished) -> None:
    county.road.pk = None
    Barrier.objects.bulk_create([county.road])
    assert kinds(county, "长富路").count(("barrier", "长富路")) == 1


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "%%", "长_路", "'", "a' OR 1=1 --", ".*", "(", "["]
)
def test_wildcards_and_quotes_are_letters_like_others(county: Furnished, text: str) -> None:
    assert search(county, text) == []


def test_a_name_with_a_wildcard_in_it_is_found_by_it(county: Furnished) -> None:
    build(county.world, 700, 700, name="50%广场")
    assert kinds(county, "0%") == [("building", "50%广场")]


def test_there_are_never_more_than_twenty(county: Furnished) -> None:
    for number in range(25):
        build(county.world, 30 * number, 900, name=f"安居{number}号楼")
    assert len(search(county, "安居")) == 20


def test_another_county_is_not_searched(county: Furnished) -> None:
    build(make_world("629932"), 100, 100, name="邻县大楼")
    assert search(county, "邻县") == []


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20%20", "?q=%00", "?q=a%00b", "?q=%0a", "?q=" + "长" * 61]
)
def test_a_text_that_cannot_be_searched_is_refused(county: Furnished, query: str) -> None:
    answer = get(county.world.member, f"{COUNTY}/search{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert "搜索词" in answer.json()["message"]
