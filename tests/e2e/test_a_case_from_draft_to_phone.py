"""A consolidation from the desk to the phone: another person at every turn, and all that comes
between: a return, an objection, a waiver, and rules that change before the decision."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.territory.models import Grid, Threshold
from gis_core.accounts.roles import Role
from gis_core.jobs.chores import do_chores
from grids.notices.models import Notice
from grids.proposals.models import Proposal
from grids.review.models import CaseEvent, Waiver
from tests.drafts.town import lay_cells
from tests.e2e.case_page import CasePage
from tests.e2e.conftest import PATIENCE, Visitor
from tests.e2e.desk_page import DeskPage
from tests.e2e.test_a_resident_objects import TEXT, WIDE, look
from tests.e2e.test_comments_by_a_click import READY, click_at
from tests.machine.people import Clock
from tests.notices.town import furnish_addresses
from tests.review.cast import make_cast
from tests.world import World

pytestmark = pytest.mark.browser

PLN, STM, COM, REV, DPT, DEC = (
    Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.REVIEWER, Role.DEPARTMENT,
    Role.DECIDER,
)  # fmt: skip
FIRST, SECOND = "长富路社区第一网格", "长富路社区第二网格"
AHEAD = 3  # days between the decision on the day and the day


@pytest.fixture
def case(visitor: Visitor, town: World) -> CasePage:
    furnish_addresses(town, lay_cells(town))
    return CasePage(visitor, make_cast(town))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def draw(case: CasePage, kind: str, rows: list[int], to: str) -> None:
    """Begin a draft from the list and give a grid some cells of its neighbour."""
    page = case.become(case.cast[PLN])
    case.go(f"/drafts/{case.cast.world.county.code}/")
    page.get_by_text("新建草案", exact=True).click()
    page.get_by_label("标题").fill("长富路社区调整")
    page.get_by_label("种类").select_option(label=kind)
    page.get_by_role("button", name="开始起草").click()
    case.visitor.wait_for_map()
    case.proposal = Proposal.objects.get()
    redraw(case, rows, to)


def redraw(case: CasePage, rows: list[int], to: str) -> None:
    desk = DeskPage(case.visitor, case.proposal)
    desk.move(rows, to)
    desk.expect_saved()


def comment(case: CasePage, role: Role, text: str) -> None:
    """Pin a comment to a place in the next community with a click on the picture."""
    page = case.open(role)
    page.wait_for_selector(READY, state="attached")
    page.get_by_label("图上一点").check()
    click_at(page, 0.6, 0.7)
    expect(page.locator("#comment-where")).to_contain_text("已标出一点", timeout=PATIENCE)
    page.get_by_label("批注内容").fill(text)
    page.get_by_role("button", name="添加批注").click()
    case.expect_done()


def answer_comment(case: CasePage, role: Role, text: str) -> None:
    page = case.open(role)
    thread = page.locator(".thread").first
    thread.get_by_text("回复", exact=True).first.click()
    thread.get_by_label("回复内容").fill(text)
    thread.get_by_label("这是正式答复").check()
    thread.get_by_role("button", name="回复").click()
    case.expect_done()


def announce(case: CasePage) -> Notice:
    page = case.open(REV)
    page.get_by_role("link", name="发布公示").click()
    page.get_by_label("受理单位").fill("清河县民政局")
    page.get_by_label("发布渠道").fill("县政府网站、社区公告栏")
    page.get_by_label("天数").fill("10")
    page.get_by_role("button", name="发布公示").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return Notice.objects.get()


def object_to(case: CasePage, notice: Notice) -> None:
    """A resident without an account."""
    page = case.become(None)
    case.go(f"/notice/{notice.key}/")
    page.get_by_label("您的意见").fill(TEXT)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到，第 1 号意见")


def answer_objection(case: CasePage, notice: Notice) -> None:
    page = case.become(case.cast[REV])
    case.go(f"/notices/{notice.pk}/objections/1/")
    form = page.locator('form[action$="/answer/"]')
    form.get_by_label("不采纳").check()
    form.locator("textarea").fill("两网格户数相差过大，调整后服务距离不变。")
    page.get_by_role("button", name="给出答复").click()
    expect(page.locator(".said")).to_contain_text("服务距离不变", timeout=PATIENCE)


def up_to_the_meeting(case: CasePage, clock: Clock, notice: Notice) -> None:
    clock.pass_days((notice.closes_on - timezone.localdate()).days + 1)
    case.lead(STM, "上报请示")
    case.add_paper(STM, "请示")
    case.lead(REV, "受理")
    case.add_paper(REV, "审核报告")
    case.lead(REV, "审核通过")
    case.add_paper(DPT, "合法性审查意见")
    case.lead(DPT, "审查通过")
    case.add_paper(DEC, "会议纪要")


def refused_for_the_rules(case: CasePage) -> None:
    """The decider has the page open while a rule of the county is changed."""
    case.open(DEC)
    threshold = Threshold.objects.filter(rule_set=case.proposal.rule_set).latest("pk")
    threshold.value += 1
    threshold.save()
    case.press("批准", case.cast[DEC])
    expect(case.page.get_by_role("alert")).to_contain_text("有变化")
    expect(case.page.locator(".case-stale")).to_be_visible()
    expect(case.choice("批准")).to_have_count(0)
    look(case.page, "case-6-stale")


def seen_on_a_phone(case: CasePage, grid: Grid, other: str) -> None:
    """The grid's page and its history, which names the grid it had its new cells from."""
    page, world = case.page, case.cast.world
    page.set_viewport_size({"width": 360, "height": 640})
    case.become(case.cast[PLN])
    case.go(f"/list/{world.county.code}/unit/{grid.pk}/")
    expect(page.get_by_role("heading", name=grid.name)).to_be_visible()
    assert page.evaluate(WIDE) == 0
    look(page, "case-9-phone")
    case.go(f"/list/{world.county.code}/unit/{grid.pk}/history/")
    expect(page.get_by_text("第 2 版").first).to_be_visible()
    expect(page.get_by_text(other).first).to_be_visible()
    assert page.evaluate(WIDE) == 0
    look(page, "case-9-phone-history")


def test_a_consolidation_goes_from_the_desk_to_the_phone(
    case: CasePage, town: World, clock: Clock
) -> None:
    page = case.page
    draw(case, "社区调整", [10], SECOND)
    case.open(STM)
    expect(page.get_by_text("或由审核人写明理由豁免")).to_be_visible(timeout=PATIENCE)
    expect(case.choice("提交专班审议")).to_have_count(0)
    look(page, "case-1-draft")
    case.let_pass(REV, "community_households", "新区在建，入住后达到户数")
    look(page, "case-2-review")
    case.lead(STM, "提交专班审议")
    comment(case, REV, "11 号单元以北也应一并划入")
    case.lead(REV, "退回", reason="请按批注修改")
    look(page, "case-3-returned")
    case.become(case.cast[PLN])
    case.go(f"/drafts/{case.proposal.pk}/")
    case.visitor.wait_for_map()
    redraw(case, [30], SECOND)
    answer_comment(case, PLN, "已划入")
    case.let_pass(REV, "community_households", "再少 10 户，同上")
    case.lead(STM, "提交专班审议")
    case.lead(STM, "开始征求意见")
    case.add_paper(STM, "意见汇总")
    case.lead(STM, "进入风险评估")
    case.add_paper(STM, "风险评估报告")
    case.lead(REV, "开始公示")
    notice = announce(case)
    object_to(case, notice)
    answer_objection(case, notice)
    look(page, "case-4-answered")
    up_to_the_meeting(case, clock, notice)
    look(page, "case-5-meeting")
    refused_for_the_rules(case)
    case.lead(REV, "重新审核", reason="规则有变")
    case.lead(REV, "审核通过")
    case.lead(DPT, "审查通过")
    case.lead(DEC, "批准")
    case.add_paper(DEC, "批复")
    case.lead(REV, "完成备案")
    case.lead(STM, "开始实施")
    case.lead(REV, "公布生效", day=timezone.localdate() + datetime.timedelta(days=AHEAD))
    case.expect_step("待生效")
    look(page, "case-7-scheduled")
    clock.pass_days(AHEAD)
    do_chores()
    case.open(STM)
    case.expect_step("已生效")
    look(page, "case-8-in-force")
    seen_on_a_phone(case, town.grids[1], "新城第一网格")
    events = CaseEvent.objects.filter(proposal=case.proposal)
    roles = {(one.transition, one.role) for one in events}
    assert {("approve", "DEC"), ("activate", "REV"), ("enter", "")} <= roles
    assert Waiver.objects.count() == 2  # the first did not cover what was worse


def test_a_division_goes_from_the_desk_to_the_phone(case: CasePage, town: World) -> None:
    draw(case, "网格划分", [5], FIRST)
    case.lead(STM, "送社区确认")
    case.open(STM)
    expect(case.page.get_by_text("长富路社区还没有确认")).to_be_visible(timeout=PATIENCE)
    case.lead(COM, "社区确认")
    case.lead(STM, "上报")
    case.lead(REV, "初审通过")
    case.lead(DEC, "审核通过")
    case.add_paper(REV, "备案回执")
    case.lead(REV, "公布")
    case.lead(REV, "定日生效", day=timezone.localdate())
    case.expect_step("已生效")
    look(case.page, "division-in-force")
    seen_on_a_phone(case, town.grids[0], "第二网格")
