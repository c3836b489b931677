import re

import pytest
from playwright.sync_api import expect

from grids.proposals.models import Operation
from tests.drafts.asking import assign, operate
from tests.drafts.town import begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.desk_page import DeskPage, log_of, units_of
from tests.world import World

pytestmark = pytest.mark.browser

SECOND = "长富路社区第二网格"


@pytest.fixture
def desk(visitor: Visitor, town: World) -> DeskPage:
    lay_cells(town)
    return DeskPage(visitor, begin(town)).open(town.planner)


def test_a_connection_cut_in_the_middle_of_a_stroke_is_caught_up_with_once(desk: DeskPage) -> None:
    page = desk.page
    page.locator('[data-tool="brush"]').click()
    second = desk.draft.units.get(name="第二网格").number
    page.locator("#paint-into").select_option(str(second))
    box = page.locator("#desk-map").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 140, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, middle, steps=4)
    page.context.set_offline(True)
    page.mouse.move(box["x"] + 220, middle, steps=4)
    page.mouse.up()
    expect(page.locator("#saving")).to_contain_text("离线，1 步待发送")
    desk.move([4], SECOND)
    expect(page.locator("#saving")).to_contain_text("离线，2 步待发送")
    assert log_of(desk.draft) == []
    page.context.set_offline(False)
    desk.expect_saved()
    assert log_of(desk.draft) == ["assign", "assign"]
    assert units_of(desk.draft)[4] == "第二网格"


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(desk: DeskPage) -> None:
    with desk.without_answers() as lost:
        desk.move([4], SECOND)
        expect(desk.page.locator("#saving")).to_contain_text("离线，1 步待发送")
    desk.expect_saved()
    assert lost[0] == "200"
    assert log_of(desk.draft) == ["assign"]


def test_what_was_not_sent_is_sent_after_the_page_is_opened_again(desk: DeskPage) -> None:
    with desk.without_sending():
        desk.move([4], SECOND)
        desk.move([3], SECOND)
        expect(desk.page.locator("#saving")).to_contain_text("离线，2 步待发送")
        with desk.page.expect_event("dialog") as asked:
            desk.page.evaluate("setTimeout(() => location.reload())")
        assert asked.value.type == "beforeunload"
        asked.value.accept()
        desk.visitor.wait_for_map()
        desk.tab("表格")
        expect(desk.row("单元 5")).to_contain_text(SECOND)
        assert log_of(desk.draft) == []
    desk.expect_saved()
    assert [units_of(desk.draft)[row] for row in (3, 4)] == ["第二网格"] * 2
    assert log_of(desk.draft) == ["assign", "assign"]


def test_a_refused_step_is_taken_back_with_its_reason(desk: DeskPage, town: World) -> None:
    desk.tab("表格")
    desk.row("单元 5").click()
    desk.page.locator("#moving-to").fill("第二")
    desk.page.locator("#moving-target li").first.click()
    number = desk.draft.units.get(name="第二网格").number
    operate(desk.draft, town.planner, kind="lock", units=[number], cells=[])
    bar = desk.page.locator("#balance-bars button").nth(1)
    expect(bar).to_have_attribute("aria-label", re.compile("已锁定"), timeout=10_000)
    desk.page.locator("#moving-go").click()
    notice = desk.page.locator('[data-notice="refused"]')
    expect(notice).to_contain_text("刚才的一步没有被接受，已退回")
    expect(notice).to_contain_text("锁定")
    desk.expect_saved()
    expect(desk.row("单元 5")).to_contain_text("长富路社区第一网格")
    assert units_of(desk.draft)[4] == "第一网格"


def test_what_another_does_shows_within_seconds(desk: DeskPage, town: World) -> None:
    desk.tab("表格")
    number = desk.draft.units.get(name="第二网格").number
    assign(desk.draft, town.planner, [4], number)
    expect(desk.row("单元 5")).to_contain_text(SECOND, timeout=10_000)
    expect(desk.page.locator("#balance-bars button").nth(1)).to_have_attribute(
        "aria-label", re.compile("510 户")
    )


def test_undo_and_redo_go_on_after_a_reload(desk: DeskPage) -> None:
    desk.move([4], SECOND)
    desk.expect_saved()
    desk.page.reload()
    desk.visitor.wait_for_map()
    desk.page.locator("#undo").click()
    desk.expect_saved()
    assert units_of(desk.draft)[4] == "第一网格"
    desk.page.reload()
    desk.visitor.wait_for_map()
    desk.page.locator("#redo").click()
    desk.expect_saved()
    assert units_of(desk.draft)[4] == "第二网格"
    assert Operation.objects.filter(proposal=desk.draft).count() == 3
