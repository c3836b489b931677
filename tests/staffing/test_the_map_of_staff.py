"""The map of staff: which class each grid is in, what is found on it, and the sheet for paper.

长富路: g1 李秀英 full-time, 县公安局 leads; g2 nobody.   新城: g3 王建国, 县税务局 leads.
"""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.territory.models import County
from communities.territory.rules import RuleKey
from communities.territory.services import create_place
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import Role
from grids.division.models import UnitFigures
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Unit
from grids.staffing.queries import staffing_of
from layers.pages.staffing.mapping.colouring import Colouring, by_level, by_load, by_unit
from layers.pages.staffing.mapping.ground import Ground, read_ground
from tests.api.furnished import count
from tests.staffing.cast import TODAY, Cast, cover, person, post
from tests.world import World, appoint, make_world

LIMITS = {
    RuleKey.GRID_MIN: 300.0,
    RuleKey.GRID_MAX: 500.0,
    RuleKey.OFFICERS_PER_GRID: 1.0,
    RuleKey.LEGAL_STAFF_PER_GRID: 2.0,
    RuleKey.COVERING_UNITS_PER_GRID: 1.0,
}


@pytest.fixture
def staffed(world: World, cast: Cast) -> Cast:
    post(cast.li, world.grids[0])
    post(cast.wang, world.grids[2])
    cover(cast.police, world.grids[0])
    cover(cast.taxes, world.grids[2])
    for grid, households in zip(world.grids, (412, 388, 1450), strict=True):
        count(world, grid, households=households)
    return cast


def ground_of(world: World) -> Ground:
    staffing = staffing_of(world.county, TODAY)
    assert staffing is not None
    return read_ground(staffing, world.subdistrict)


def told(colouring: Colouring) -> list[str]:
    return [colouring.legend[one].words for one in colouring.of]


def page(user: User, world: World, route: str = "staff_map", **query: Any) -> str:
    client = Client()
    client.force_login(user)
    key = [world.subdistrict.pk] if route == "staff_map_print" else []
    answer = client.get(reverse(route, args=[world.county.code, *key]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_grids_are_coloured_by_their_lead_unit(world: World, staffed: Cast) -> None:
    ground = ground_of(world)
    found = by_unit(ground.rows, ground.shapes)
    assert told(found) == ["县公安局", "没有主包单位", "县税务局"]
    assert [(one.numbers, one.grids, one.hatch) for one in found.legend] == [
        ((1,), 1, ""), ((3,), 1, ""), ((2,), 1, "cross"),
    ]  # fmt: skip


def test_neighbours_of_two_units_have_two_tints(world: World, staffed: Cast) -> None:
    cover(staffed.taxes, world.grids[1])
    ground = ground_of(world)
    found = by_unit(ground.rows, ground.shapes)
    tints = [found.legend[one].tint for one in found.of]
    assert tints[0] != tints[1] == tints[2]


def test_grids_are_coloured_by_the_gravest_gap(world: World, staffed: Cast) -> None:
    post(staffed.zhao, world.grids[0])
    found = by_level(ground_of(world).rows, LIMITS)
    assert told(found) == ["专职网格员、包抓单位、政法力量齐备", "缺专职网格员", "无政法力量"]
    assert [one.grids for one in found.legend] == [1, 1, 0, 1]


def test_a_grid_whose_unit_only_supports_lacks_a_lead(world: World, staffed: Cast) -> None:
    post(person(world, "周八"), world.grids[1])
    cover(staffed.police, world.grids[1], Part.SUPPORT)
    assert told(by_level(ground_of(world).rows, LIMITS))[1] == "包抓单位不足或缺主包"


def test_grids_are_coloured_by_households_per_officer(world: World, staffed: Cast) -> None:
    everywhere = {grid.pk for grid in world.grids}
    rows = ground_of(world).rows
    assert told(by_load(rows, LIMITS, everywhere)) == [
        "每人 300—500 户", "没有网格员", "每人超过 750 户",
    ]  # fmt: skip
    for name in ("孙一", "孙二", "孙三"):
        post(person(world, name, Capacity.PART_TIME), world.grids[2])
    assert told(by_load(ground_of(world).rows, LIMITS, everywhere))[2] == "每人 300—500 户"


@pytest.mark.parametrize(("households", "words"), [(299, "不足 300"), (300, "300—500"),
    (500, "300—500"), (501, "500—750"), (750, "500—750"), (751, "超过 750")])  # fmt: skip
def test_limits_belong_to_the_class_of_the_rule(
    world: World, staffed: Cast, households: int, words: str
) -> None:
    UnitFigures.objects.filter(boundary__place=world.grids[0]).update(households=households)
    found = by_load(ground_of(world).rows, LIMITS, {world.grids[0].pk})
    assert words in told(found)[0]


def test_households_outside_the_scope_are_not_told(world: World, staffed: Cast) -> None:
    drawn = page(world.member, world, colour="load")
    assert legend(drawn)["户数未知，或不在您的查看范围内"] == 1  # 新城第一网格
    assert legend(page(world.reviewer, world, colour="load"))["每人超过 750 户"] == 1


def legend(drawn: str) -> dict[str, int]:
    found = re.findall(r"</svg><span>(?:\d+ )?([^<]+)</span><span class=\"num\">(\d+)", drawn)
    return {words: int(grids) for words, grids in found}


def test_a_unit_and_a_person_are_found_on_it(world: World, staffed: Cast) -> None:
    cover(staffed.police, world.grids[1], Part.SUPPORT)
    assert outlined(page(world.planner, world)) == 0
    drawn = page(world.planner, world, unit=staffed.police.pk)
    assert outlined(drawn) == 2
    assert drawn.count('class="is-found"') == 2
    assert "093*****0110" in drawn
    assert "0939-6210110" not in drawn
    assert outlined(page(world.planner, world, person=staffed.wang.pk)) == 1
    assert outlined(page(world.planner, world, grid=world.grids[1].pk)) == 1


def outlined(drawn: str) -> int:
    return drawn.count('stroke="#8a1046"')


@pytest.mark.parametrize("asked", ["x", "-1", "99999999999", "²", "1 OR 1=1", "\0"])
def test_nonsense_is_as_if_it_were_not_asked(world: World, staffed: Cast, asked: str) -> None:
    names = ("colour", "street", "unit", "person", "grid")
    assert outlined(page(world.planner, world, **dict.fromkeys(names, asked))) == 0


def test_units_of_the_next_county_are_not_found(world: World, staffed: Cast) -> None:
    other = Unit.objects.create(county=make_world("629932").county, name="邻县公安局")
    assert "邻县公安局" not in page(world.planner, world, unit=other.pk)


def test_every_grid_can_be_read_out_and_followed(world: World, staffed: Cast) -> None:
    drawn = page(world.planner, world)
    assert 'aria-label="1 第一网格（长富路社区）：专职 李秀英；主包 县公安局；无政法力量"' in drawn
    assert drawn.count(f"grid={world.grids[0].pk}#found") == 1


def test_names_are_escaped_in_the_drawing(world: World, staffed: Cast) -> None:
    Unit.objects.filter(pk=staffed.police.pk).update(name='"><script>alert(1)</script>')
    drawn = page(world.planner, world, unit=staffed.police.pk)
    assert "<script>alert" not in drawn


def test_a_sheet_for_paper_says_what_it_shows(world: World, staffed: Cast) -> None:
    sheet = page(world.planner, world, "staff_map_print", size="a3", colour="level")
    for text in ("城关街道网格人员示意图", "示意图", "第 1 版区划", "来源：", "paper-a3", "图例",
                 "李秀英", "县税务局", "缺专职网格员"):  # fmt: skip
        assert text in sheet
    assert "0939-6210001" not in sheet
    assert "paper-a4" in page(world.planner, world, "staff_map_print", size="wall")


def test_before_the_first_edition_there_is_no_map(world: World) -> None:
    county: County = create_place(level=Level.COUNTY, county=None, code="629933", name="新县")
    appoint(world.stranger, Role.REVIEWER, county)
    client = Client()
    client.force_login(world.stranger)
    answer = client.get(reverse("staff_map", args=["629933"]))
    assert (answer.status_code, b'class="staff-map"' in answer.content) == (200, False)
