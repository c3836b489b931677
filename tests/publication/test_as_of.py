"""Every answer about units can be asked as of an edition or a day, and says so."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grids.publication.models import Publication
from tests.drafts.asking import operate
from tests.drafts.town import EAST, G1, WEST, begin
from tests.publication.asking import NEXT_WEEK, TODAY, publish
from tests.world import World, build, make_world

YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def merged(town: World) -> Publication:
    """新城 went into 长富路, which is called 长新 since; its first grid has another name."""
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="merge_units", units=[WEST, EAST], into=WEST)
    operate(draft, town.planner, kind="rename_unit", unit=WEST, name="长新社区")
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    return publish(draft, town)


@pytest.fixture
def reader(client: Client, town: World) -> Client:
    client.force_login(town.planner)
    return client


def names(reader: Client, query: str, level: str = "community") -> set[str]:
    answer = reader.get(f"/api/counties/629931/units?level={level}&{query}")
    assert answer.status_code == 200
    return {one["properties"]["name"] for one in answer.json()["features"]}


def page(reader: Client, name: str, *about: Any, **query: Any) -> str:
    answer = reader.get(reverse(name, args=["629931", *about]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_units_are_those_of_the_edition(reader: Client, merged: Publication) -> None:
    assert names(reader, "") == {"长新社区"}
    assert names(reader, "edition=2") == {"长新社区"}
    assert names(reader, "edition=1") == {"长富路社区", "新城社区"}
    assert names(reader, "edition=1", "grid") == {"第一网格", "第二网格", "新城第一网格"}


def test_codes_and_parents_are_those_of_the_edition_too(
    reader: Client, merged: Publication
) -> None:
    answer = reader.get("/api/counties/629931/units?level=grid&edition=1").json()
    told = {
        one["properties"]["name"]: (one["properties"]["code"], one["properties"]["parent"]["name"])
        for one in answer["features"]
    }
    assert told["新城第一网格"] == ("629931001002001", "新城社区")
    assert told["第一网格"] == ("629931001001001", "长富路社区")


def test_a_day_gives_the_edition_in_force_on_it(reader: Client, town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[3, 4], into=3)
    publish(draft, town, NEXT_WEEK)
    before = NEXT_WEEK - datetime.timedelta(days=1)
    assert len(names(reader, f"day={before}", "grid")) == 3
    assert len(names(reader, f"day={NEXT_WEEK}", "grid")) == 2
    assert len(names(reader, "", "grid")) == 3


@pytest.mark.parametrize(
    "query",
    ["edition=9", "edition=0", "edition=-1", "edition=x", "edition=99999999999999", "edition=²",
     f"day={YESTERDAY}", "day=today", "day=2026-13-01"],
)  # fmt: skip
def test_an_edition_that_never_was_is_not_found(
    reader: Client, merged: Publication, query: str
) -> None:
    for address in ("/api/counties/629931", "/map/629931/", "/list/629931/"):
        assert reader.get(f"{address}?{query}").status_code == 404, address


def test_an_edition_in_preparation_is_not_shown(reader: Client, town: World) -> None:
    from communities.territory.services import prepare_edition

    prepare_edition(county=town.county)
    assert reader.get("/api/counties/629931?edition=2").status_code == 404


def test_another_county_has_no_editions_for_a_stranger(reader: Client, merged: Publication) -> None:
    make_world("629932")
    assert reader.get("/api/counties/629932/units?level=grid&edition=1").status_code == 404


def test_the_county_the_search_and_a_building_answer_as_of_an_edition(
    reader: Client, town: World, merged: Publication
) -> None:
    building = build(town, 1500, 500)
    county = reader.get("/api/counties/629931?edition=1").json()
    assert (county["edition"]["number"], county["counts"]["communities"]) == (1, 2)
    facts = reader.get(f"/api/counties/629931/buildings/{building.pk}?edition=1").json()
    assert facts["community"]["name"] == "新城社区"
    now = reader.get(f"/api/counties/629931/buildings/{building.pk}").json()
    assert now["community"]["name"] == "长新社区"
    found = reader.get("/api/counties/629931/search?q=新城社区&edition=1").json()
    assert "新城社区" in {one["name"] for one in found}
    assert reader.get("/api/counties/629931/search?q=新城社区").json() == []


def test_every_page_says_that_an_older_edition_is_shown(
    reader: Client, town: World, merged: Publication
) -> None:
    mark = "正在查看第 1 版"
    for name, about in (("map", ()), ("unit_list", ()), ("unit", (town.xincheng.pk,))):
        assert mark in page(reader, name, *about, edition=1), name
    for name in ("map", "unit_list"):
        assert mark not in page(reader, name)
    assert "新城社区" in page(reader, "unit", town.xincheng.pk, edition=1)
    assert reader.get(reverse("unit", args=["629931", town.xincheng.pk])).status_code == 404


def test_a_scheduled_edition_says_that_it_is_not_in_force(reader: Client, town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    publish(draft, town, NEXT_WEEK)
    assert "尚未生效" in page(reader, "unit_list", edition=2, level="grid")
    assert "东里网格" in page(reader, "unit_list", edition=2, level="grid")
    assert "东里网格" not in page(reader, "unit_list", level="grid")


def test_the_map_of_a_day_is_the_map_of_its_edition(reader: Client, merged: Publication) -> None:
    publish_day = reader.get("/map/629931/", {"day": str(TODAY)})
    assert publish_day.status_code == 200  # today's edition is the one in force
    assert '"edition": null' in publish_day.content.decode()
    assert '"edition": 1' in page(reader, "map", edition=1)
