"""The desk's map on a phone, by taps alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.desk import Desk, draft_of
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.world import World

pytestmark = pytest.mark.browser

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    phone = {"width": 390, "height": 844}
    return {"locale": "zh-CN", "viewport": phone, "has_touch": True, "is_mobile": True}


def test_taps_alone_take_cells_and_move_them(visitor: Visitor, town: World) -> None:
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    page = desk.page
    count = page.locator("#selection-count")
    assert page.evaluate(WIDE) == 0
    page.get_by_role("button", name="添加", exact=True).tap()
    desk.tap(530, 126)
    desk.tap(650, 126)
    expect(count).to_have_text("2 个单元 · 24 户")
    desk.tap(650, 126)
    expect(count).to_have_text("1 个单元 · 12 户")
    page.locator('#tools [data-tool="rectangle"]').tap()
    desk.tap(620, 100)
    desk.tap(800, 200)
    expect(count).to_have_text("3 个单元 · 36 户")
    assert page.evaluate(SMALL) == []
    page.get_by_role("button", name="移到…", exact=True).tap()
    assert page.evaluate(WIDE) == 0
    assert faults(page) == []
    with desk.answered():
        page.get_by_role("dialog").get_by_role("button", name="长富路社区第一网格").tap()
    assert desk.plan().unit_at(530, 126) == "第一网格"
    assert desk.plan().unit_at(770, 126) == "第一网格"


def test_a_brush_paints_with_one_finger_and_the_map_keeps_still(
    visitor: Visitor, town: World
) -> None:
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    page = desk.page
    page.locator('#tools [data-tool="brush"]').tap()
    before = page.evaluate("document.querySelector('#desk-map').dataset.view")
    stroke(desk, (530, 126), (650, 126))
    expect(page.locator("#selection-bar")).to_be_visible()
    assert page.evaluate("document.querySelector('#desk-map').dataset.view") == before
    page.locator('#tools [data-tool="pick"]').tap()
    stroke(desk, (530, 126), (650, 326))
    expect(page.locator("#desk-map")).not_to_have_attribute("data-view", before)


def stroke(desk: Desk, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger down at a place and up at another, as the browser's own input."""
    (x1, y1), (x2, y2) = desk.pixel(*start), desk.pixel(*end)
    finger = desk.page.context.new_cdp_session(desk.page)
    path = [(x1 + (x2 - x1) * step / 6, y1 + (y2 - y1) * step / 6) for step in range(7)]
    for step, (x, y) in enumerate(path):
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
