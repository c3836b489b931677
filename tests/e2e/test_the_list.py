from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser


def test_a_click_on_a_heading_sorts_without_leaving_the_page(visitor: Visitor, town: World) -> None:
    visitor.enter(town.reviewer)
    visitor.open_list(town)
    page = visitor.page
    page.evaluate("window.stayed = true")
    names = page.locator("#units tbody th")
    expect(names).to_have_text(["长富路社区", "新城社区"])
    page.get_by_role("link", name="户数", exact=True).click()
    expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("户数")
    page.get_by_role("link", name="户数", exact=True).click()
    expect(names).to_have_text(["新城社区", "长富路社区"])
    assert page.evaluate("window.stayed")
    assert "sort=-households" in page.url


def test_typing_filters_and_the_number_is_told(visitor: Visitor, town: World) -> None:
    visitor.enter(town.reviewer)
    visitor.open_list(town, "?level=grid")
    page = visitor.page
    page.get_by_label("名称或代码").fill("新城")
    expect(page.locator("#units tbody th")).to_have_text(["新城第一网格"])
    expect(page.get_by_role("status")).to_have_text("显示 1 个，共 3 个")
    page.get_by_label("名称或代码").fill("")
    page.get_by_label("与上下限").select_option("above")
    expect(page.locator("#units tbody th")).to_have_text(["新城第一网格"])


def test_without_scripts_the_list_filters_sorts_and_shows_units(
    browser: Browser, live_server: LiveServer, town: World, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.sign_in(town.reviewer)
    expect(visitor.page.locator("noscript a")).to_be_visible()
    visitor.open_list(town)
    page = visitor.page
    page.get_by_label("与上下限").select_option("below")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#units tbody th")).to_have_text(["长富路社区"])
    page.get_by_role("link", name="长富路社区").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("长富路社区")
    context.close()


def test_list_and_map_lead_to_each_other(visitor: Visitor, town: World) -> None:
    visitor.enter(town.reviewer)
    visitor.open_list(town)
    page = visitor.page
    page.get_by_role("link", name="新城社区").click()
    page.get_by_role("link", name="在地图上查看").click()
    visitor.wait_for_map()
    details = page.locator("#details")
    expect(details.get_by_role("heading", level=2)).to_have_text("新城社区")
    details.get_by_role("link", name="在列表中查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("新城社区")
