"""The desk's map: every gesture with a mouse, and with the keyboard alone.

Grids of the small county, x and y in metres; buildings at 40, 160, ... and 120, 320, 640, 820:

        0       500      1000              2000
    1000+--------+--------+-----------------+
        | 第一    | 第二    |  新城第一         |
     500|--------- 长富路 (arterial) --------|
        | 锦绣园  |        |                 |
       0+--------+--------+-----------------+
"""

import pytest
from playwright.sync_api import Locator, Page, expect

from grids.proposals.models import Proposal
from tests.e2e.conftest import Visitor
from tests.e2e.desk import Desk, draft_of
from tests.e2e.test_everybody_can_use_it import faults
from tests.world import World

pytestmark = pytest.mark.browser

SOUTH = 57
FIRST, SECOND = (170, 126), (530, 126)


def name_of(page: Page) -> Locator:
    """Where a name is asked for."""
    return page.locator(".ask").get_by_label("名称")


@pytest.fixture
def desk(visitor: Visitor, town: World) -> Desk:
    return Desk(visitor, draft_of(town)).enter(town.planner)


def test_one_cell_a_face_a_compound_and_what_lies_between_barriers_are_taken(desk: Desk) -> None:
    count = desk.page.locator("#selection-count")
    desk.click(*FIRST)
    expect(count).to_have_text("1 个单元 · 12 户")
    expect(desk.page.locator("#announce")).to_contain_text("锦绣园，12 户，长富路社区第一网格")
    desk.page.keyboard.down("Shift")
    desk.click(*SECOND)
    desk.page.keyboard.up("Shift")
    expect(count).to_have_text("2 个单元 · 24 户")
    expect(desk.page.locator("#selection-where")).to_have_text("在 2 个网格中")
    desk.page.keyboard.down("Alt")
    desk.click(*FIRST)
    desk.page.keyboard.up("Alt")
    expect(count).to_have_text("1 个单元 · 12 户")
    desk.tool("compound")
    desk.click(*FIRST)
    expect(count).to_have_text("2 个单元 · 24 户")
    desk.tool("face")
    desk.click(*FIRST)
    south = f"{SOUTH} 个单元 · 396 户"
    expect(count).to_have_text(south)
    desk.tool("between")
    desk.click(*FIRST)
    expect(count).to_have_text(south)
    desk.page.get_by_label("主干路").uncheck()
    desk.click(*FIRST)
    expect(count).to_contain_text("780 户")


def test_a_brush_a_rectangle_and_a_lasso_take_what_they_meet(desk: Desk) -> None:
    count = desk.page.locator("#selection-count")
    desk.tool("rectangle")
    desk.drag((500, 100), (800, 340))
    expect(count).to_contain_text("72 户")
    desk.click(500, 100)
    desk.click(680, 200)
    expect(count).to_contain_text("24 户")
    desk.tool("lasso")
    desk.drag((500, 100), (680, 100), (680, 340), (500, 340), (500, 110))
    expect(count).to_contain_text("48 户")
    for corner in ((620, 100), (800, 100), (800, 340), (620, 340), (620, 100)):
        desk.click(*corner)
        if corner == (620, 100):
            desk.page.wait_for_timeout(400)  # the next two are quick, at two places: two corners
    expect(count).to_contain_text("48 户")
    desk.tool("brush")
    desk.page.locator('[data-act="clear"]').click()
    desk.drag((530, 126), (650, 126))
    expect(count).to_contain_text("24 户")
    desk.drag((530, 326), (540, 326))
    expect(count).to_contain_text("36 户")
    desk.page.keyboard.down("Alt")
    desk.drag((530, 126), (540, 126))
    desk.page.keyboard.up("Alt")
    expect(count).to_contain_text("24 户")


def test_painting_tells_both_sides_before_release_and_moves_in_one_operation(desk: Desk) -> None:
    page = desk.page
    page.get_by_label("画入").select_option(label="长富路社区第一网格")
    desk.tool("brush")
    desk.drag((530, 126), (650, 126), release=False)
    told = page.locator("#consequence")
    expect(told).to_contain_text("长富路社区第一网格")
    expect(told).to_contain_text("192 → 216 户")
    expect(told).to_contain_text("192 → 168 户")
    assert desk.plan().unit_at(*SECOND) == "第二网格"
    with desk.answered():
        page.mouse.up()
    expect(told).to_be_hidden()
    assert desk.plan().unit_at(*SECOND) == "第一网格"
    assert desk.plan().unit_at(650, 126) == "第一网格"
    assert desk.draft.operations.count() == 1
    with desk.answered():
        page.keyboard.press("Control+z")
    assert desk.plan().unit_at(650, 126) == "第二网格"


def test_escape_gives_up_a_stroke_and_what_was_selected_before_stays(desk: Desk) -> None:
    page = desk.page
    desk.click(*FIRST)
    desk.tool("brush")
    page.locator("#desk-map").focus()
    desk.drag((530, 126), (770, 126), release=False)
    expect(page.locator("#selection-count")).to_contain_text("48 户")
    page.keyboard.press("Escape")
    expect(page.locator("#selection-count")).to_have_text("1 个单元 · 12 户")
    page.mouse.up()
    expect(page.locator("#selection-count")).to_have_text("1 个单元 · 12 户")
    page.keyboard.press("Escape")
    expect(page.locator("#selection-bar")).to_be_hidden()
    assert desk.draft.operations.count() == 0


def test_a_selection_moves_to_a_unit_from_the_list_or_becomes_a_new_one(desk: Desk) -> None:
    page = desk.page
    desk.click(*SECOND)
    page.get_by_role("button", name="移到…", exact=True).click()
    choice = page.get_by_role("dialog", name="移到…")
    expect(choice.get_by_role("button", name="长富路社区第一网格")).to_be_visible()
    choice.get_by_role("button", name="长富路社区第一网格").hover()
    expect(page.locator("#consequence")).to_contain_text("192 → 204 户")
    choice.get_by_label("按名称或代码查找").fill("没有这个")
    expect(choice).to_contain_text("没有匹配的单位")
    choice.get_by_label("按名称或代码查找").fill("第一网格")
    with desk.answered():
        choice.get_by_role("button", name="长富路社区第一网格").click()
    assert desk.plan().unit_at(*SECOND) == "第一网格"
    desk.tool("rectangle")
    desk.drag((500, 600), (800, 900))
    page.get_by_role("button", name="新建网格").click()
    expect(name_of(page)).to_have_value("第三网格")
    with desk.answered():
        page.get_by_role("button", name="确定").click()
    assert desk.plan().unit_at(530, 646) == "第三网格"


def test_the_menu_renames_locks_merges_and_dissolves(desk: Desk) -> None:
    page = desk.page

    def choose(item: str, x: float, y: float) -> None:
        desk.click(x, y, button="right")
        page.get_by_role("menuitem", name=item, exact=True).click()

    choose("改名…", *SECOND)
    name_of(page).fill("东网格")
    with desk.answered():
        name_of(page).press("Enter")
    assert "东网格" in desk.plan().names()
    with desk.answered():
        choose("锁定单元", *FIRST)
    expect(page.locator('[data-act="lock"]')).to_have_text("解锁")
    with desk.answered():
        choose("解锁单元", *FIRST)
    choose("合并到…", *SECOND)
    with desk.answered():
        page.get_by_role("dialog").get_by_role("button", name="长富路社区第一网格").click()
    assert desk.plan().unit_at(*SECOND) == "第一网格"
    assert "东网格" not in desk.plan().names()
    expect(page.locator("#selection-bar")).to_be_hidden()
    desk.click(*FIRST)
    page.locator('[data-act="more"]').click()
    page.get_by_role("menuitem", name="选中整个网格").click()
    expect(page.locator("#selection-count")).to_contain_text("384 户")
    choose("拆分（引擎）…", *FIRST)
    expect(page.locator("#engine-ask")).to_have_value("split")
    expect(page.locator("#engine-parts")).to_be_focused()


def test_the_keyboard_alone_picks_steps_to_neighbours_and_moves(desk: Desk) -> None:
    page = desk.page
    spoken = page.locator("#announce")
    page.locator("#desk-map").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="地图上的按键")).to_contain_text("Shift+Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#desk-map")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(spoken).to_contain_text("长富路社区第二网格")
    page.keyboard.press("Enter")
    expect(spoken).to_contain_text("共选中 1 个单元")
    before = spoken.inner_text()
    page.keyboard.press("n")
    expect(spoken).not_to_have_text(before)
    page.keyboard.press("Shift+Enter")
    expect(spoken).to_contain_text("共选中 2 个单元")
    page.keyboard.press("m")
    choice = page.get_by_role("dialog", name="移到…")
    expect(choice.locator("button:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    cells = desk.plan().cells_of("第一网格")
    choice.get_by_role("button", name="长富路社区第一网格").focus()
    with desk.answered():
        page.keyboard.press("Enter")
    assert desk.plan().cells_of("第一网格") == cells + 2
    expect(page.locator("#desk-map")).to_be_focused()
    with desk.answered():
        page.keyboard.press("Control+z")
    assert desk.plan().cells_of("第一网格") == cells


def test_communities_are_redrawn_by_whole_grids(visitor: Visitor, town: World) -> None:
    draft = draft_of(town, Proposal.Kind.CONSOLIDATION)
    desk = Desk(visitor, draft).enter(town.planner)
    page = desk.page
    page.locator("#work-level").get_by_role("button", name="社区").click()
    desk.click(*SECOND)
    expect(page.locator("#selection-count")).to_contain_text("192 户")
    page.get_by_role("button", name="移到…", exact=True).click()
    with desk.answered():
        page.get_by_role("dialog").get_by_role("button", name="新城社区").click()
    assert desk.plan().community_at(*SECOND) == "新城社区"
    assert desk.plan().community_at(*FIRST) == "长富路社区"
    assert desk.plan().unit_at(*SECOND) == "第二网格"


def test_a_reader_sees_the_draft_and_can_change_nothing(visitor: Visitor, town: World) -> None:
    desk = Desk(visitor, draft_of(town)).enter(town.reviewer)
    desk.click(*FIRST)
    expect(desk.page.locator("#selection-count")).to_have_text("1 个单元 · 12 户")
    expect(desk.page.get_by_role("button", name="移到…", exact=True)).to_have_count(0)
    desk.page.locator('[data-act="more"]').click()
    expect(desk.page.get_by_role("menuitem")).to_have_text(["选中整个网格", "选中整个社区"])


def test_the_desk_has_no_faults_in_any_of_its_states(desk: Desk) -> None:
    page = desk.page
    assert faults(page) == []
    desk.tool("between")
    desk.click(*FIRST)
    assert faults(page) == []
    page.get_by_role("button", name="移到…", exact=True).click()
    page.get_by_role("dialog").locator("[data-unit]").first.focus()
    expect(page.locator("#consequence")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    desk.click(*FIRST, button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.locator("#show-keys").click()
    assert faults(page) == []
