"""The grid member's page on a phone: light, usable with one hand, and there without a line."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from fixtures.services import store_services
from grids.corrections.models import Correction, Fault
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.staffing.cast import cover, hire, post
from tests.world import World

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 640}
SMALLEST = {"width": 320, "height": 568}
MOST_BYTES = 300_000
TOO_SMALL = """() => [...document.querySelectorAll(
        '.member-nav > *, .map-buttons button, .member-menu summary, #report-form button,' +
        '#report-form select, #report-form input:not([type=hidden]), a.call, #buildings summary,' +
        '#services summary')]
    .filter((one) => one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    lon, lat = 107.6402, 35.7
    return {
        "locale": "zh-CN",
        "viewport": PHONE,
        "has_touch": True,
        "permissions": ["geolocation"],
        "geolocation": {"longitude": lon, "latitude": lat, "accuracy": 12},
    }


@pytest.fixture
def staffed(town: World) -> World:
    cast = hire(town)
    post(cast.li, town.grids[0])
    post(cast.wang, town.grids[1])
    cover(cast.police, town.grids[0])
    store_services(county=town.county)
    return town


def open_my_grid(visitor: Visitor, world: World) -> Page:
    visitor.sign_in(world.member)
    ready(visitor.page)
    return visitor.page


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-reports-ready]", state="attached")


def is_kept(page: Page) -> None:
    page.wait_for_selector('html[data-page-kept="yes"]', state="attached")


def test_the_first_view_is_light_and_fits_a_hand(
    visitor: Visitor, staffed: World, context: BrowserContext
) -> None:
    page = visitor.page
    visitor.page.goto(f"{visitor.server}/sign-in/")
    line, received = context.new_cdp_session(page), list[float]()
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    open_my_grid(visitor, staffed)
    is_kept(page)
    assert page.url == f"{visitor.server}/my/"
    assert len(received) > 4
    assert sum(received) < MOST_BYTES, received
    assert faults(page) == []
    for size in (PHONE, SMALLEST):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        assert page.evaluate(TOO_SMALL) == []
        for name in ("我在哪", "工单", "人员", "报错"):
            box = page.locator(".member-nav").get_by_text(name, exact=True).bounding_box()
            assert box is not None
            assert box["y"] > size["height"] * 0.8  # under the thumb
    _ask_where(page)


def _ask_where(page: Page) -> None:
    """Where one is shows, and nothing is sent."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("#here")).to_have_count(0)  # never before it is asked for
    page.get_by_role("button", name="我在哪").click()
    expect(page.locator("#picked-text")).to_contain_text("本网格内，误差约 12 米")
    expect(page.locator("#here")).to_have_count(1)
    assert asked == []


def test_the_page_stays_and_reports_wait_while_the_line_is_cut(
    visitor: Visitor, staffed: World, context: BrowserContext
) -> None:
    page = open_my_grid(visitor, staffed)
    is_kept(page)
    banner = page.get_by_text(re.compile(r"离线，显示的是 \d\d:\d\d 的内容"))
    expect(banner).to_be_hidden()
    context.set_offline(True)
    page.reload()
    ready(page)
    expect(banner).to_be_visible()
    expect(page.locator("#people")).to_contain_text("李秀英")
    page.locator("#services summary").first.click()
    expect(page.get_by_text("高龄津贴申领")).to_be_visible()
    assert faults(page) == []
    _report_a_building(page)
    expect(page.locator("#report-done")).to_contain_text("离线，已保存在本机")
    page.reload()
    ready(page)
    expect(page.locator("#waiting li")).to_have_count(1)
    expect(page.locator("#waiting")).to_contain_text("待发送")
    assert Correction.objects.count() == 0
    context.set_offline(False)
    expect(page.locator("#report-done")).to_contain_text("离线时报的 1 条已发送")
    expect(page.locator("#waiting li")).to_have_count(0)
    page.reload()
    ready(page)
    expect(banner).to_be_hidden()
    made = Correction.objects.get()
    assert (made.fault, made.floors, made.reported_by) == (Fault.COUNT_WRONG, 9, staffed.member)
    expect(page.locator("#report")).to_contain_text("待核实")
    _sign_out_forgets(page, context)


def _report_a_building(page: Page) -> None:
    """Touch a building, then say how many floors it has."""
    page.locator("#map [data-b]").first.click(force=True)
    expect(page.locator("#picked-text")).to_contain_text("6 层")
    page.get_by_role("link", name="这里有误").click()
    expect(page.get_by_label("哪里不对")).to_have_value("count_wrong")
    page.get_by_label("实际层数").fill("9")
    page.get_by_role("button", name="报告", exact=True).click()


def _sign_out_forgets(page: Page, context: BrowserContext) -> None:
    page.get_by_label("菜单").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_label("账号")).to_be_visible()
    context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(page.url.replace("/sign-in/", "/my/"))
    context.set_offline(False)
