"""Service items on a phone: found without an account, and kept by the county."""

import pytest
from playwright.sync_api import expect

from fixtures.services import store_services
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.staffing.cast import TODAY
from tests.world import World

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOW = """() =>
    [...document.querySelectorAll('.services summary, .services button, .services input')]
    .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"""


def test_a_resident_finds_an_item_and_the_county_ends_it(visitor: Visitor, town: World) -> None:
    store_services(county=town.county)
    page, grid = visitor.page, f"{visitor.server}/find/629931/{town.grids[0].pk}/"
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(grid)
    expect(page.get_by_text("高龄津贴申领")).to_be_hidden()
    page.get_by_text("便民服务").click()
    expect(page.get_by_text("高龄津贴申领")).to_be_visible()
    assert (faults(page), page.evaluate(WIDE), page.evaluate(LOW)) == ([], 0, [])
    page.get_by_label("找事项或材料").fill("婚姻")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("凭结婚证、离婚证")).to_be_visible()
    expect(page.get_by_text("高龄津贴申领")).to_have_count(0)
    visitor.sign_in(town.reviewer)
    page.goto(f"{visitor.server}/services/629931/?q=高龄津贴")
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    page.get_by_role("link", name="高龄津贴申领").click()
    page.get_by_text("改正或停用事项").click()
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    page.get_by_label("停用日期（可不填）").last.fill(TODAY.isoformat())
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".sheet-head .pill")).to_contain_text("停用")
    page.goto(grid)
    page.get_by_text("便民服务").click()
    expect(page.get_by_text("老年人优待证申领")).to_be_visible()
    expect(page.get_by_text("高龄津贴申领")).to_have_count(0)
