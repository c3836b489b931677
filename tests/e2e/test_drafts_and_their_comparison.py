"""The list of drafts and two states beside each other: for everybody, by mouse and by keys."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin, block, lay_cells
from tests.e2e.conftest import DRAWN, Visitor
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.e2e.test_the_desk_by_taps import WIDE
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(visitor: Visitor, town: World) -> Proposal:
    """Five cells of the second grid given to the first; its planner has signed in."""
    lay_cells(town)
    found = begin(town, title="城关重划")
    take_snapshot(draft=found, name="开始", author=town.planner)
    assign(found, town.planner, block(5, 0, 6, 5), G1)
    visitor.sign_in(town.planner)
    return found


def compare(visitor: Visitor, draft: Proposal) -> Page:
    """The draft and the edition in force, drawn."""
    visitor.page.goto(visitor.server + reverse("compare_drafts", args=[draft.pk]))
    visitor.page.wait_for_selector(DRAWN, state="attached")
    return visitor.page


def cover(page: Page) -> float:
    """From which share of the width on the later state is seen."""
    clip = page.locator("#map-after").evaluate("map => map.style.clipPath")
    return float(clip.split()[-1].rstrip("%)")) / 100


def test_the_list_of_drafts_has_no_faults_full_empty_or_with_its_form_open(
    visitor: Visitor, draft: Proposal, town: World
) -> None:
    page = visitor.page
    page.goto(visitor.server + reverse("drafts", args=[town.county.code]))
    expect(page.get_by_role("heading", name="城关重划")).to_be_visible()
    assert faults(page) == []
    page.get_by_text("新建草案", exact=True).click()
    expect(page.get_by_label("标题")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="已作废的草案").click()
    expect(page.get_by_text("没有已作废的草案。")).to_be_visible()
    assert faults(page) == []


def test_a_draft_is_begun_copied_and_discarded_from_the_list(
    visitor: Visitor, draft: Proposal, town: World
) -> None:
    page, address = visitor.page, visitor.server + reverse("drafts", args=[town.county.code])
    page.goto(address)
    page.get_by_role("button", name="复制").click()
    expect(page.locator(".draft, #desk").first).to_be_visible()
    page.goto(address)
    expect(page.locator(".draft")).to_have_count(2)
    page.locator(".draft").first.get_by_role("button", name="作废").click()
    expect(page.locator(".draft")).to_have_count(1)
    page.get_by_text("新建草案", exact=True).click()
    page.get_by_label("标题").fill("第三稿")
    page.get_by_role("button", name="开始起草").click()
    visitor.wait_for_map()
    expect(page.locator("#draft-title")).to_have_text("第三稿")
    page.locator(".place-state").get_by_role("link", name="方案").click()
    expect(page.locator(".draft")).to_have_count(2)


def test_the_curtain_follows_the_mouse_and_the_keys(visitor: Visitor, draft: Proposal) -> None:
    page = compare(visitor, draft)
    curtain, frame = page.locator("#curtain"), page.locator("#maps").bounding_box()
    assert frame is not None
    assert cover(page) == 0.5
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + 60, steps=5)
    page.mouse.up()
    assert cover(page) == pytest.approx(0.2, abs=0.01)
    page.mouse.move(frame["x"] + frame["width"] * 0.9, frame["y"] + 60)
    assert cover(page) == pytest.approx(0.2, abs=0.01)
    expect(curtain).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowRight")
    assert cover(page) == pytest.approx(0.12)
    expect(curtain).to_have_attribute("aria-valuenow", "12")
    page.keyboard.press("End")
    assert cover(page) == 1


def test_two_states_lie_side_by_side_and_each_unit_that_differs_is_told(
    visitor: Visitor, draft: Proposal
) -> None:
    page = compare(visitor, draft)
    page.get_by_role("button", name="并排").click()
    expect(page.locator("#curtain")).to_be_hidden()
    before, after = (page.locator(f"#map-{side}").bounding_box() for side in ("before", "after"))
    assert before is not None
    assert after is not None
    assert before["x"] + before["width"] <= after["x"] + 4
    changed = page.locator("#differences tbody tr")
    expect(changed).to_have_count(2)
    expect(changed.first).to_contain_text("+50")
    page.get_by_label("与谁对比").select_option(label="快照：开始")
    page.get_by_role("button", name="对比", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("开始")
    page.get_by_role("link", name="打开草案").click()
    visitor.wait_for_map()
    expect(page.locator("#draft-title")).to_have_text("城关重划")


def test_the_comparison_has_no_faults_on_a_screen_or_a_phone(
    visitor: Visitor, draft: Proposal
) -> None:
    page = compare(visitor, draft)
    assert faults(page) == []
    page.get_by_role("button", name="并排").click()
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="卷帘").click()
    assert faults(page) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [320, 390])
def test_neither_list_nor_comparison_scrolls_sideways_on_a_phone(
    visitor: Visitor, draft: Proposal, town: World, width: int
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(visitor.server + reverse("drafts", args=[town.county.code]))
    page.get_by_text("新建草案", exact=True).click()
    assert page.evaluate(WIDE) == 0
    assert page.evaluate(SMALL) == []
    compare(visitor, draft)
    assert page.evaluate(WIDE) == 0
