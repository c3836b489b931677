import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visitor
from tests.world import World

pytestmark = pytest.mark.browser


def test_the_map_says_so_and_comes_back(visitor: Visitor, town: World) -> None:
    visitor.sign_in(town.planner)
    visitor.wait_for_map()
    page = visitor.page
    page.route("**/api/**", lambda route: route.abort())
    page.reload()
    notice = page.locator('[data-notice="county"]')
    expect(notice).to_contain_text("地图没有载入。服务器没有回应。")
    page.unroute("**/api/**")
    notice.get_by_role("button", name="重试").click()
    visitor.wait_for_map()
    expect(notice).to_have_count(0)
    expect(page.locator("#legend .legend-count")).to_have_text(["1 个", "1 个"])


def test_what_is_drawn_stays_when_a_panel_cannot_be_loaded(visitor: Visitor, town: World) -> None:
    visitor.sign_in(town.planner)
    visitor.wait_for_map()
    page = visitor.page

    def fail(route: Route) -> None:
        route.fulfill(status=503, body="")

    page.route("**/list/**/unit/**", fail)
    page.get_by_role("combobox").first.fill("长富路社区")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("长富路社区")
    page.get_by_role("combobox").first.press("Enter")
    details = page.locator("#details")
    expect(details).to_contain_text("服务器暂时无法回答。")
    expect(page.locator("#legend .legend-count")).to_have_count(2)
    page.unroute("**/list/**/unit/**")
    details.get_by_role("button", name="重试").click()
    expect(details.get_by_role("heading", level=2)).to_have_text("长富路社区")


def test_missing_tiles_are_told_once(visitor: Visitor, town: World) -> None:
    page = visitor.page
    page.route("**/tiles/**", lambda route: route.abort())
    visitor.sign_in(town.planner)
    notice = page.locator('[data-notice="tiles"]')
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("地图保留已有的内容")


def test_an_ended_session_leads_back_to_signing_in(visitor: Visitor, town: World) -> None:
    visitor.sign_in(town.planner)
    visitor.wait_for_map()
    page = visitor.page
    page.route("**/api/counties/*", lambda route: route.fulfill(status=401, body="{}"))
    page.reload()
    expect(page.locator('[data-notice="county"]')).to_contain_text("登录已失效")
    expect(page.get_by_role("button", name="重新登录")).to_be_visible()
