import re

import pytest
from playwright.sync_api import expect

from tests.drafts.asking import assign
from tests.drafts.town import at, begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.desk_page import DeskPage
from tests.e2e.test_everybody_can_use_it import SMALL, faults
from tests.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(visitor: Visitor, town: World) -> DeskPage:
    lay_cells(town)
    return DeskPage(visitor, begin(town)).open(town.planner)


def test_no_panel_has_faults_or_targets_too_small_to_hit(desk: DeskPage) -> None:
    page = desk.page
    for tab in ("指标", "表格", "历史"):
        desk.tab(tab)
        assert faults(page) == [], tab
        assert page.evaluate(SMALL) == [], tab
    desk.tab("表格")
    desk.row("单元 5").click()
    page.locator("#moving-to").click()
    page.keyboard.press("ArrowDown")
    assert faults(page) == [], "choosing where to"
    page.keyboard.press("Escape")
    page.locator("#view-units").click()
    page.locator("#units button").first.click()
    assert faults(page) == [], "units"
    assert page.evaluate(SMALL) == [], "units"


def test_figures_of_both_sides_show_before_anything_is_moved(desk: DeskPage) -> None:
    page = desk.page
    desk.tab("表格")
    for row in (at(4, 0), at(4, 1)):
        desk.row(f"单元 {row + 1}").click()
    page.locator("#moving-to").fill("第二")
    page.locator("#moving-target li").first.click()
    desk.tab("指标")
    lines = page.locator(".both-sides tbody tr")
    expect(lines.nth(0)).to_have_text("常住户数500 → 520500 → 480")
    expect(lines.nth(1)).to_contain_text("▲ 高于上限 20 户（变差）")
    expect(lines.nth(4)).to_have_text("连通✓ 连片✓ 连片")
    heads = page.locator(".both-sides thead th")
    expect(heads).to_have_text(["指标", "长富路社区第二网格", "长富路社区第一网格"])
    expect(page.locator("#balance-bars .balance-now")).to_have_count(2)


def test_what_the_page_worked_out_is_what_the_server_says(desk: DeskPage) -> None:
    page = desk.page
    desk.move([at(4, 0), at(4, 1)], "长富路社区第二网格")
    there = page.locator(".both-sides tbody")
    with desk.without_sending():
        desk.tab("表格")
        desk.move([at(3, 0), at(3, 1)], "长富路社区第二网格")
        desk.row("单元 6").click()
        desk.tab("指标")
        expect(there).to_contain_text("540")
        foreseen = there.inner_text()
    desk.expect_saved()
    assert there.inner_text() == foreseen
    page.reload()
    desk.visitor.wait_for_map()
    desk.tab("表格")
    desk.row("单元 6").click()
    desk.tab("指标")
    assert there.inner_text() == foreseen


def test_a_broken_rule_is_named_found_and_mended(desk: DeskPage, town: World) -> None:
    page = desk.page
    second = desk.draft.units.get(name="第二网格").number
    assign(desk.draft, town.planner, [at(0, 0)], second)
    broken = page.locator(".violation", has_text="✕ 不能提交")
    expect(broken).to_have_count(1, timeout=10_000)
    expect(broken).to_contain_text("连片：现为 2，限 1")
    expect(page.locator("#violations-count")).to_contain_text("✕ 1 项不能提交")
    expect(page.locator(".violation").first).to_contain_text("✕ 不能提交")
    broken.get_by_role("button").last.click()
    expect(broken).to_have_count(0)
    expect(page.locator("#violations-count")).not_to_contain_text("不能提交")


def test_history_names_states_and_goes_back_to_them(desk: DeskPage) -> None:
    page = desk.page
    desk.move([4], "长富路社区第二网格")
    desk.expect_saved()
    desk.tab("历史")
    page.locator("#snapshot-name").fill("讨论稿")
    page.keyboard.press("Enter")
    expect(page.locator("#snapshots")).to_contain_text("讨论稿")
    desk.move([3], "长富路社区第二网格")
    desk.expect_saved()
    desk.tab("历史")
    expect(page.locator("#operations li")).to_have_count(2)
    page.get_by_role("button", name="回到快照“讨论稿”").click()
    expect(page.locator("#operations li")).to_have_count(3)
    desk.tab("表格")
    expect(desk.row("单元 4")).to_contain_text("第一网格")
    expect(desk.row("单元 5")).to_contain_text("第二网格")
    desk.tab("历史")
    page.get_by_role("button", name="删除快照“讨论稿”").click()
    expect(page.locator("#snapshots")).not_to_contain_text("讨论稿")


def test_the_panels_speak_english(desk: DeskPage) -> None:
    page = desk.page
    page.get_by_role("button", name="English").click()
    desk.visitor.wait_for_map()
    for tab in ("#tab-figures", "#tab-table", "#tab-history"):
        page.locator(tab).click()
        panel = page.locator(".side-panel:visible").inner_text()
        words = re.sub(r"(长富路社区|新城社区|新城)?(第[一二]网格)|长富路社区|新城社区", "", panel)
        assert re.findall(r"[\u4e00-\u9fff]+", words) == [], tab
