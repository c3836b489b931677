"""A resident's call to a closed order: five people, and a publication that moves its grid."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.dispatch.models import Order
from tests.dispatch.cast import Whistle, set_up
from tests.drafts.town import lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.publication.asking import move_a_strip, publish
from tests.world import World, appoint, build, person

pytestmark = pytest.mark.browser

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE = ViewportSize(width=360, height=640)
DESK = ViewportSize(width=1280, height=720)


@pytest.fixture
def whistle(town: World) -> Whistle:
    """The building stands in the strip that goes from the first grid to the second."""
    lay_cells(town)
    build(town, 440, 520, address="人民路8号")
    return set_up(town)


def become(visitor: Visitor, user: User, order: Order) -> Page:
    page = visitor.page
    page.context.clear_cookies()
    visitor.sign_in(user)
    page.goto(f"{visitor.server}/orders/{order.county.code}/order/{order.number}/")
    return page


def lead(page: Page, action: str, label: str, to: str, **said: str) -> None:
    """One step; the page says afterwards where the order is."""
    form = page.locator(f'form[action$="/do/{action}/"]')
    for name, text in said.items():
        form.locator(f'[name="{name}"]').fill(text)
    form.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".case-step")).to_have_text(to)


def call(visitor: Visitor, whistle: Whistle) -> str:
    """What the resident does on a phone; the address of their own page."""
    page = visitor.page
    page.set_viewport_size(PHONE)
    page.goto(f"{visitor.server}/find/{whistle.world.county.code}/")
    page.get_by_role("searchbox").fill("人民路8号")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="人民路8号").click()
    expect(page.get_by_role("heading", name=whistle.world.grids[0].name)).to_be_visible()
    page.get_by_role("link", name="有事要反映").click()
    page.get_by_label("小区、楼栋或门牌").fill("人民路")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="人民路8号").click()
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    page.get_by_label("是哪一类事").select_option(label="环境卫生")
    page.get_by_label("什么事、在哪里").fill("垃圾桶满了两天没人清")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("社区和街道正在看")
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    return page.url


def test_a_call_goes_through_five_hands_and_follows_its_ground(
    visitor: Visitor, whistle: Whistle
) -> None:
    world, people = whistle.world, whistle.people
    head = person("head")
    appoint(head, Role.COMMUNITY_HEAD, world.changfu)
    own = call(visitor, whistle)
    order = Order.objects.get()
    assert order.grid_id == world.grids[0].pk

    visitor.page.set_viewport_size(DESK)
    page = become(visitor, people["street"], order)
    lead(page, "approve", "批准", "已批准")
    lead(page, "issue", "吹哨", "已吹哨")

    page = become(visitor, people["unit"], order)
    assert (faults(page), page.evaluate(WIDE)) == ([], 0)
    for action, label, to in (
        ("sign", "签收", "已签收"), ("contact", "联系", "已联系"), ("arrive", "报到", "已报到"),
    ):  # fmt: skip
        lead(page, action, label, to)
    lead(page, "plan", "定方案", "已定方案", reason="当天清运，加一只桶")

    publish(move_a_strip(world), world)
    order.refresh_from_db()
    assert order.grid_id == world.grids[1].pk
    page.reload()
    expect(page.get_by_role("heading", name="边界调整", exact=True)).to_be_visible()
    lead(page, "begin", "开始办理", "办理中")
    lead(page, "resolve", "办结", "办结待核实", reason="已清运")

    page = become(visitor, head, order)
    lead(page, "verify", "核实", "已核实")
    page.get_by_label("5 很满意").check()
    page.get_by_role("button", name="评价", exact=True).click()
    expect(page.locator(".case-step")).to_have_text("已评价")

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)
    page.goto(own)
    page.get_by_label("4 满意").check()
    page.get_by_label("解决了", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="您的评价")).to_be_visible()

    page = become(visitor, people["arbiter"], order)
    lead(page, "close", "结案", "已结案")
    for address in ("", "list/?show=all", "week/", "matrix/", "kinds/", "keepers/", "new/"):
        page.goto(f"{visitor.server}/orders/{world.county.code}/{address}")
        assert (faults(page), page.evaluate(WIDE)) == ([], 0), address
    page.goto(own)
    expect(page.get_by_role("status")).to_have_text("已结案。")
