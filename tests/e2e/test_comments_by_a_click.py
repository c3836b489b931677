"""The page of a case in a browser: a comment is pinned by a click or by keys, and found again."""

import pytest
from playwright.sync_api import Page, expect

from grids.proposals.models import Proposal
from grids.review.models import Comment
from tests.drafts.town import begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.world import World, lonlat

pytestmark = pytest.mark.browser
READY = 'html[data-case-ready="yes"]'


@pytest.fixture
def draft(town: World) -> Proposal:
    lay_cells(town)
    return begin(town, author=town.planner)


def open_case(visitor: Visitor, town: World, draft: Proposal) -> Page:
    visitor.enter(town.reviewer)
    visitor.page.goto(f"{visitor.server}/cases/{draft.pk}/")
    visitor.page.wait_for_selector(READY, state="attached")
    return visitor.page


def click_at(page: Page, x: float, y: float) -> None:
    """Click a share of the picture's width and height."""
    picture = page.locator("svg.case-picture")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": x * box["width"], "y": y * box["height"]})


def test_a_click_pins_a_point_and_pin_and_thread_lead_to_each_other(
    visitor: Visitor, town: World, draft: Proposal
) -> None:
    page = open_case(visitor, town, draft)
    page.get_by_label("图上一点").check()
    click_at(page, 0.25, 0.5)
    expect(page.locator("#comment-where")).to_contain_text("已标出一点")
    page.get_by_label("批注内容").fill("这里有桥")
    page.get_by_role("button", name="添加批注").click()
    page.wait_for_selector(READY, state="attached")
    comment = Comment.objects.get()
    assert comment.geom is not None
    (west, south), (east, north) = lonlat(0, 0), lonlat(1000, 1000)
    assert west < comment.geom.x < east
    assert south < comment.geom.y < north
    page.locator(f"#pin-{comment.pk}").click()
    expect(page.locator(f"#comment-{comment.pk}")).to_be_in_viewport()
    page.get_by_role("link", name="在图上看").click()
    expect(page.locator(f"#pin-{comment.pk}")).to_be_in_viewport()
    assert faults(page) == []


def test_a_click_chooses_a_unit_and_clicks_draw_a_shape_close_up(
    visitor: Visitor, town: World, draft: Proposal
) -> None:
    page = open_case(visitor, town, draft)
    page.get_by_label("一个单位").check()
    click_at(page, 0.75, 0.5)
    expect(page.get_by_label("关于")).to_have_value("5")
    expect(page.locator("#comment-where")).to_contain_text("新城第一网格")
    page.get_by_label("画一个范围").check()
    expect(page.get_by_label("关于")).to_be_hidden()
    page.get_by_role("button", name="放大").click()
    for x, y in ((0.3, 0.4), (0.6, 0.4), (0.6, 0.6), (0.9, 0.9)):
        click_at(page, x, y)
    page.get_by_role("button", name="退回一点").click()
    page.get_by_label("批注内容").fill("这一片")
    page.get_by_role("button", name="添加批注").click()
    page.wait_for_selector(READY, state="attached")
    comment = Comment.objects.get()
    assert comment.geom is not None
    assert (comment.geom.geom_type, len(comment.geom.coords[0])) == ("Polygon", 4)
    west, _south, east, _north = comment.geom.extent
    assert east - west < (lonlat(2000, 0)[0] - lonlat(0, 0)[0]) * 0.2  # half of 0.3 of the width


def test_keys_do_what_a_click_does(visitor: Visitor, town: World, draft: Proposal) -> None:
    page = open_case(visitor, town, draft)
    page.get_by_label("一个单位").check()
    page.locator("#case-map").focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#case-under")).to_have_text("新城第一网格")
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    expect(page.get_by_label("关于")).to_have_value("5")
    assert faults(page) == []


def test_it_is_used_on_a_phone(visitor: Visitor, town: World, draft: Proposal) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    page = open_case(visitor, town, draft)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    assert page.evaluate(SMALL) == []
    assert faults(page) == []


def test_a_refused_comment_keeps_its_place_and_words(
    visitor: Visitor, town: World, draft: Proposal
) -> None:
    page = open_case(visitor, town, draft)
    page.get_by_label("画一个范围").check()
    for x, y in ((0.2, 0.3), (0.8, 0.7), (0.8, 0.3), (0.2, 0.7)):  # crosses itself
        click_at(page, x, y)
    page.get_by_label("批注内容").fill("这一片")
    page.get_by_role("button", name="添加批注").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_selector(READY, state="attached")
    expect(page.get_by_label("批注内容")).to_have_value("这一片")
    expect(page.locator(".case-drawn circle")).to_have_count(4)
