from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.territory.models import Place
from communities.territory.services import create_place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Role
from grids.division.models import UnitFigures
from layers.pages.unit_rows import UnitRow, matching, ordered
from tests.pages.furnishing import add_alternative, add_figures
from tests.world import World, appoint


def row(name: str, households: int | None, deviation: int = 0, **place: Any) -> UnitRow:
    figures = None
    if households is not None:
        figures = UnitFigures(households=households, deviation=deviation, population=0, area_m2=1)
    return UnitRow(Place(name=name, code=place.get("code", "1")), place.get("parent"), figures)


ROWS = [row("甲", 500), row("乙", None), row("丙", 200, -100), row("丁", 900, 400)]


def names(rows: list[UnitRow]) -> str:
    return "".join(found.place.name for found in rows)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("households", "丙甲丁乙"),
        ("-households", "丁甲丙乙"),
        ("deviation", "丙甲丁乙"),
        ("nonsense", "甲乙丙丁"),
    ],
)
def test_rows_are_ordered_and_what_is_unknown_comes_last(order: str, expected: str) -> None:
    assert names(ordered(ROWS, order)) == expected


def test_equal_values_keep_the_order_they_came_in() -> None:
    assert names(ordered([row("乙", 5), row("甲", 5), row("丙", 4)], "-households")) == "乙甲丙"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "below"}, "丙"),
        ({"kind": "above"}, "丁"),
        ({"kind": "within"}, "甲"),
        ({"text": "乙"}, "乙"),
        ({"text": "没有的"}, ""),
        ({"parent": "9"}, ""),
    ],
)
def test_rows_are_filtered_by_standing_text_and_parent(
    asked: dict[str, str], expected: str
) -> None:
    assert names(matching(ROWS, **{"text": "", "kind": "", "parent": "", **asked})) == expected


def test_a_code_finds_its_unit(client: Client, world: World) -> None:
    add_figures(world)
    client.force_login(world.reviewer)
    page = client.get(reverse("unit_list", args=[world.county.code]), {"q": "629931001002"})
    assert "新城社区" in page.content.decode()
    assert "显示 1 个，共 2 个" in page.content.decode()


def test_estimated_counts_are_marked_in_the_list_and_on_the_unit(
    client: Client, world: World
) -> None:
    add_figures(world)
    client.force_login(world.reviewer)
    listed = client.get(reverse("unit_list", args=[world.county.code])).content.decode()
    assert listed.count("pill-estimate") == 1
    unit = client.get(reverse("unit", args=[world.county.code, world.xincheng.pk]))
    assert "其中估算 12 户" in unit.content.decode()


def test_figures_cite_the_edition_and_the_rule_set(client: Client, world: World) -> None:
    add_figures(world)
    client.force_login(world.reviewer)
    page = client.get(reverse("unit_list", args=[world.county.code])).content.decode()
    assert "现行第 1 版" in page
    assert "默认规则（第 1 号）" in page
    assert "城市居民委员会组织法" in page


def test_a_suggestion_is_told_by_name_and_never_by_key(client: Client, world: World) -> None:
    alternative = add_alternative(world)
    client.force_login(world.planner)
    address = reverse("alternative_page", args=[world.county.code, alternative.pk])
    page = client.get(address).content.decode()
    assert "长富路社区有 800 户，低于下限 1,000 户，与新城社区合并为 2,250 户。" in page
    assert "已证明最优" in page
    assert "服务半径外户数过多" in page
    panel = client.get(address, headers={"X-Wangge-Part": "panel"}).content.decode()
    assert panel.lstrip().startswith("<article")


def test_without_communities_the_list_names_the_command_that_imports_them(
    client: Client, world: World
) -> None:
    empty = create_place(level=Level.COUNTY, county=None, code="629933", name="新设县")
    appoint(world.stranger, Role.REVIEWER, empty)
    client.force_login(world.stranger)
    for page in ("unit_list", "map"):
        text = client.get(reverse(page, args=["629933"])).content.decode()
        assert "import_layer communities" in text
