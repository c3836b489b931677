from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from communities.territory.services import create_place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Role
from tests.e2e.conftest import ROOT, Visitor
from tests.pages.furnishing import add_alternative
from tests.world import World, appoint

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SMALL = """() => [...document.querySelectorAll('a, button, select, input:not([type=hidden])')]
    .filter((one) => one.offsetParent && getComputedStyle(one).display !== 'inline')
    .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || (box.height < 24 && box.width < 200))
    .filter(([html]) => !html.includes('type="checkbox"') && !html.includes('skip-link'))
    .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


def faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practices."""
    page.evaluate(Path(AXE).read_text())
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def test_signing_in_has_no_faults(visitor: Visitor, town: World) -> None:
    visitor.page.goto(f"{visitor.server}/sign-in/")
    assert faults(visitor.page) == []
    visitor.page.get_by_label("账号").fill("nobody")
    visitor.page.get_by_label("密码").fill("nothing")
    visitor.page.get_by_role("button", name="登录", exact=True).click()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    assert faults(visitor.page) == []


def test_the_map_has_no_faults_in_any_of_its_states(visitor: Visitor, town: World) -> None:
    alternative = add_alternative(town)
    visitor.enter(town.planner)
    for query in (
        "",
        f"?by=deviation&level=grid&unit={town.changfu.pk}",
        f"?alternative={alternative.pk}&mode=both",
    ):
        visitor.open_map(town, query)
        assert faults(visitor.page) == [], query


def test_list_unit_and_suggestion_have_no_faults(visitor: Visitor, town: World) -> None:
    alternative = add_alternative(town)
    visitor.enter(town.planner)
    for address in (
        "",
        "?level=grid",
        f"unit/{town.changfu.pk}/",
        f"alternative/{alternative.pk}/",
    ):
        visitor.open_list(town, address)
        assert faults(visitor.page) == [], address


def test_empty_pages_have_no_faults_and_say_what_to_do(visitor: Visitor, town: World) -> None:
    visitor.sign_in(town.stranger)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("还没有您的辖区")
    assert faults(visitor.page) == []
    empty = create_place(level=Level.COUNTY, county=None, code="629933", name="新设县")
    appoint(town.stranger, Role.REVIEWER, empty)
    visitor.page.goto(f"{visitor.server}/map/629933/")
    expect(visitor.page.locator("main")).to_contain_text("import_layer communities")
    assert faults(visitor.page) == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_on_a_phone(visitor: Visitor, town: World, width: int) -> None:
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 700})
    alternative = add_alternative(town)
    visitor.enter(town.planner)
    visitor.open_map(town, f"?unit={town.changfu.pk}")
    expect(page.locator("#details h2")).to_be_visible()
    addresses = ("", f"unit/{town.changfu.pk}/", f"alternative/{alternative.pk}/")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0
    for address in addresses:
        visitor.open_list(town, address)
        assert page.evaluate(wide) == 0, address


def test_on_a_phone_targets_are_large_enough_and_panels_come_from_below(
    visitor: Visitor, town: World
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.sign_in(town.planner)
    visitor.wait_for_map()
    page.get_by_role("tab", name="着色与图层").click()
    expect(page.get_by_label("按什么着色")).to_be_visible()
    assert page.evaluate(SMALL) == []
    page.get_by_role("tab", name="着色与图层").click()
    expect(page.get_by_label("按什么着色")).to_be_hidden()


def test_the_first_tab_leads_past_the_header(visitor: Visitor, town: World) -> None:
    visitor.enter(town.planner)
    visitor.open_list(town)
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".skip-link")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
