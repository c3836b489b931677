"""What the desk's map says of itself: its legend, its layers, and where nobody walks to a venue.

The small county has one venue, at (500, 560) beside the road at y = 500, and venues are
looked for within 1,000 m.
"""

import pytest
from playwright.sync_api import expect

from communities.basemap.models import Barrier
from tests.e2e.conftest import Visitor
from tests.e2e.desk import Desk, draft_of
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(visitor: Visitor, town: World) -> Desk:
    return Desk(visitor, draft_of(town)).enter(town.planner)


def test_households_without_a_venue_in_reach_are_told_and_shown(desk: Desk) -> None:
    page = desk.page
    told = page.locator("#desk-reach")
    expect(told).to_contain_text("步行 1,000 米到不了任何阵地")
    expect(told).not_to_contain_text("按直线距离")
    count = told.locator("p").first.inner_text().split()[1]
    told.get_by_role("button").click()
    expect(page.locator("#selection-count")).to_contain_text(f" · {count} 户")
    desk.drawn()
    assert faults(page) == []


def test_without_roads_distances_are_said_to_be_straight(visitor: Visitor, town: World) -> None:
    Barrier.objects.all().delete()
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    told = desk.page.locator("#desk-reach")
    expect(told).to_contain_text("1,000 米内没有任何阵地")
    expect(told).to_contain_text("按直线距离")
    expect(told).not_to_contain_text("步行")


def test_the_legend_unfolds_by_keyboard_and_layers_can_be_hidden(desk: Desk) -> None:
    page = desk.page
    key = page.locator("#map-key")
    expect(page.get_by_text("已锁定的单元")).to_be_hidden()
    key.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(key.locator(".legend-classes li")).to_have_count(11)
    expect(key.locator(".legend-classes")).to_contain_text("▼▼低于下限 20% 以上")
    assert faults(page) == []
    assert page.evaluate(SMALL) == []
    before = page.locator("#desk-map").screenshot()
    for name in ("名称与户数", "党群服务中心", "道路、河流、铁路、围墙"):
        key.get_by_label(name).uncheck()
        desk.drawn()
        after = page.locator("#desk-map").screenshot()
        assert after != before, name
        before = after
    page.keyboard.press("Escape")
    expect(page.get_by_text("已锁定的单元")).to_be_hidden()
    expect(key.locator("summary")).to_be_focused()


@pytest.mark.parametrize("size", [(1280, 800), (390, 780)])
def test_the_folded_legend_covers_nothing_that_can_be_pressed(
    visitor: Visitor, town: World, size: tuple[int, int]
) -> None:
    width, height = size
    visitor.page.set_viewport_size({"width": width, "height": height})
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    for tool in ("between", "cut-line", "brush"):
        desk.tool(tool)
        assert desk.page.evaluate(COVERED) == [], tool


COVERED = """() => {
  const key = document.getElementById("map-key").getBoundingClientRect();
  const across = (box) => box.left < key.right && key.left < box.right
    && box.top < key.bottom && key.top < box.bottom;
  return [...document.querySelectorAll("#stage button, #stage select, #stage input, .option")]
    .filter((one) => !one.closest("#map-key") && one.offsetParent)
    .filter((one) => across(one.getBoundingClientRect()))
    .map((one) => one.outerHTML.slice(0, 80));
}"""
