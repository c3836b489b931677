import pytest
from playwright.sync_api import Page, expect

from gis_core.jobs.services import run_job
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.models import Proposal, Suggestion
from tests.drafts.town import G3, begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.test_everybody_can_use_it import faults
from tests.world import make_world

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(transactional_db: None, built_front_end: None) -> Proposal:
    world = make_world()
    lay_cells(world)
    forget_plans()
    return begin(world, "consolidation")


@pytest.fixture
def panel(visitor: Visitor, draft: Proposal) -> Page:
    """The engine's tab of the draft, open before its planner."""
    assert draft.author is not None
    page = visitor.page
    visitor.enter(draft.author)
    page.goto(f"{visitor.server}/drafts/{draft.pk}/")
    page.get_by_role("tab", name="引擎").click()
    expect(page.locator("#engine-unit option")).to_have_count(3)
    return page


def work_on(draft: Proposal) -> None:
    """What a worker does with the latest question."""
    run_job.func(str(Suggestion.objects.filter(proposal=draft).latest("created_at").job_id))


def ask_to_split(page: Page) -> None:
    """By keyboard: 新城第一网格 into two of 400 to 600."""
    page.get_by_label("要做什么").select_option("split")
    page.locator("#engine-unit").select_option(str(G3))
    page.get_by_role("button", name="加入", exact=True).press("Enter")
    page.get_by_role("spinbutton", name="个数", exact=True).fill("2")
    page.get_by_role("spinbutton", name="下限", exact=True).fill("400")
    page.get_by_role("spinbutton", name="上限", exact=True).fill("600")
    page.get_by_role("button", name="开始计算").press("Enter")
    expect(page.locator(".engine-state")).to_have_text("拆分单位：排队中…")


def test_a_question_is_asked_looked_through_by_keyboard_taken_and_undone(
    panel: Page, draft: Proposal
) -> None:
    ask_to_split(panel)
    assert faults(panel) == []
    work_on(draft)
    expect(panel.locator(".engine-state")).to_contain_text("已完成")
    first = panel.get_by_role("radio").first
    first.focus()
    panel.keyboard.press("Space")
    details = panel.locator("#engine-details")
    expect(details.get_by_role("heading", level=3)).to_contain_text("方案 1：界线代价最小")
    expect(details).to_contain_text("✓ 已证明最优")
    expect(details).to_contain_text("新设：新城社区第一网格")
    expect(panel.locator("#engine-showing")).to_have_text("地图上正在预览方案 1")
    assert faults(panel) == []
    details.get_by_role("button", name="采用这个方案").press("Enter")
    expect(panel.locator("#engine-unit option")).to_have_count(4)
    with reading(draft.pk) as plan:
        assert sorted(plan.rows_of(number).size for number in (5, 6)) == [50, 50]
    panel.get_by_role("button", name="撤销").click()
    expect(panel.locator("#engine-unit option")).to_have_count(3)


def test_what_is_asked_can_be_cancelled_and_what_cannot_be_is_refused_in_words(
    panel: Page, draft: Proposal
) -> None:
    ask_to_split(panel)
    panel.get_by_role("button", name="取消计算").press("Enter")
    expect(panel.locator(".engine-state")).to_contain_text("已取消")
    panel.get_by_role("spinbutton", name="下限", exact=True).fill("900")
    panel.get_by_role("button", name="开始计算").press("Enter")
    expect(panel.locator("#engine-refused")).to_contain_text("下限 900 户大于上限 600 户")
    expect(panel.locator("#announce")).to_contain_text("下限 900 户大于上限 600 户")


def test_several_answers_are_gone_through_with_arrows_in_table_and_plot(
    panel: Page, draft: Proposal
) -> None:
    panel.get_by_role("spinbutton", name="下限", exact=True).fill("200")
    panel.get_by_role("spinbutton", name="上限", exact=True).fill("350")
    panel.get_by_role("spinbutton", name="目标", exact=True).fill("250")
    panel.get_by_role("button", name="开始计算").press("Enter")
    expect(panel.locator(".engine-state")).to_contain_text("排队中")
    work_on(draft)
    expect(panel.locator(".engine-state")).to_contain_text("已完成")
    rows = panel.locator("#engine-answers").get_by_role("radio")
    assert rows.count() >= 2
    rows.first.focus()
    panel.keyboard.press("ArrowDown")
    expect(panel.locator("#engine-details h3")).to_contain_text("方案 2")
    expect(rows.nth(1)).to_be_focused()
    points = panel.locator("#engine-plot").get_by_role("radio")
    points.first.focus()
    panel.keyboard.press("End")
    expect(points.last).to_have_attribute("aria-checked", "true")
    expect(panel.locator("#engine-details")).to_contain_text("每项取舍的代价")
    assert faults(panel) == []


def test_a_what_if_is_answered_on_the_spot_and_becomes_a_question(
    panel: Page, draft: Proposal
) -> None:
    panel.get_by_label("条件").select_option("apart")
    panel.get_by_role("button", name="会怎样").press("Enter")
    answer = panel.locator("#what-if-answer")
    expect(answer).to_contain_text("下限由 1000 户提高到 1001 户即可")
    answer.get_by_role("button", name="按此条件求方案").press("Enter")
    expect(panel.locator(".engine-state")).to_have_text("合并社区：排队中…")
    asked = Suggestion.objects.get(proposal=draft).question
    assert (asked["ask"], asked["apart"]) == ("merge", [[1, 2]])
