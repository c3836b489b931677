import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from grids.notices.answering import answer, moderate
from grids.notices.models import Notice, Objection
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.notices.town import opened
from tests.world import World

pytestmark = pytest.mark.browser

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """() => [...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.map-scroll, .table-scroll, .visually-hidden, .skip-link'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 80))"""
TEXT = "我们小区一直归第二网格，请不要划走。"


@pytest.fixture
def browser_context_args() -> dict[str, object]:
    """A small phone whose browser runs no script of a page."""
    size = {"width": 320, "height": 640}
    return {"locale": "zh-CN", "viewport": size, "java_script_enabled": False}


@pytest.fixture
def notice(town: World) -> Notice:
    return opened(
        town,
        statement="第二网格户数偏多，拟将阳光花园一带划入第一网格。\n\n欢迎提出意见。",
        title="城关街道网格调整方案公示",
    )


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_resident_finds_the_compound_and_objects_on_a_small_phone_without_script(
    visitor: Visitor, town: World, notice: Notice
) -> None:
    page = visitor.page
    page.goto(f"{visitor.server}/notice/{notice.key}/")
    look(page, "notice-320")
    expect(page.get_by_text("公示中")).to_be_visible()
    for side in ("调整前", "调整后"):
        expect(page.get_by_alt_text(f"{side}的社区与网格界线")).to_be_visible()
    page.get_by_label("小区、楼栋或门牌").fill("阳光")
    page.get_by_role("button", name="查询").click()
    compound = page.locator(".addresses li").first
    expect(compound).to_contain_text("有变化")
    expect(compound).to_contain_text("长富路社区 · 第一网格")
    look(page, "notice-320-found")
    compound.get_by_role("link", name="就这里提意见").click()
    expect(page.get_by_text("关于：阳光花园")).to_be_visible()
    page.get_by_label("您的意见").fill(TEXT)
    page.get_by_label("联系方式（可不填）").fill("0931 123456")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到，第 1 号意见")
    expect(page.get_by_text(TEXT)).to_be_visible()
    look(page, "receipt-320")
    objection = Objection.objects.get()
    assert (objection.text, objection.geom is not None) == (TEXT, True)
    moderate(objection=objection, moderation="shown", person=town.reviewer, seen_version=0)
    answer(
        objection=objection, outcome="adopted", text="阳光花园仍归第二网格。",
        person=town.reviewer, seen_version=1,
    )  # fmt: skip
    page.reload()
    expect(page.get_by_text("阳光花园仍归第二网格。")).to_be_visible()
    page.get_by_role("link", name="返回公示").click()
    expect(page.locator("#said")).to_contain_text("采纳 1 条")


def test_it_fits_every_window_and_has_no_faults(
    context: BrowserContext, visitor: Visitor, notice: Notice
) -> None:
    page = seeing(context).new_page()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{visitor.server}/notice/{notice.key}/?q=阳光")
        assert page.evaluate(WIDE) == 0
        assert page.evaluate(OUTSIDE) == []
        assert faults(page) == []
        look(page, f"notice-{width}-seen")
    page.context.close()


def seeing(context: BrowserContext) -> BrowserContext:
    """A browser that runs our checks; the page itself allows no script."""
    assert context.browser is not None
    size = {"width": 390, "height": 800}
    return context.browser.new_context(locale="zh-CN", viewport=size, bypass_csp=True)  # type: ignore[arg-type]  # as documented


def test_the_pages_of_the_reviewer_have_no_faults(
    context: BrowserContext, visitor: Visitor, town: World, notice: Notice
) -> None:
    visitor.page.goto(f"{visitor.server}/notice/{notice.key}/")
    visitor.page.get_by_label("您的意见").fill(TEXT)
    visitor.page.get_by_label("联系方式（可不填）").fill("0931 123456")
    visitor.page.get_by_role("button", name="提交意见").click()
    reviewer = Visitor(seeing(context).new_page(), visitor.server)
    reviewer.enter(town.reviewer)
    for address in (
        f"notices/{town.county.code}/",
        f"notices/{notice.pk}/",
        f"notices/{notice.pk}/objections/1/",
        f"working-days/{town.county.code}/",
    ):
        reviewer.page.goto(f"{visitor.server}/{address}")
        assert reviewer.page.evaluate(WIDE) == 0, address
        assert faults(reviewer.page) == [], address
        look(reviewer.page, address.strip("/").replace("/", "-")[-24:])
    assert reviewer.errors == []
    reviewer.page.context.close()
