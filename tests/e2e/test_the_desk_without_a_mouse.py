import pytest
from playwright.sync_api import Page, expect

from tests.drafts.town import at, begin, lay_cells
from tests.e2e.conftest import Visitor
from tests.e2e.desk_page import DeskPage, log_of, units_of
from tests.world import World

pytestmark = pytest.mark.browser

PHONE = {"has_touch": True, "viewport": {"width": 390, "height": 844}}


@pytest.fixture
def desk(visitor: Visitor, town: World) -> DeskPage:
    lay_cells(town)
    return DeskPage(visitor, begin(town)).open(town.planner)


def test_a_whole_redraw_by_keyboard_alone(desk: DeskPage) -> None:
    page, press = desk.page, desk.page.keyboard.press
    _open_table(desk)
    _move_four_cells(desk)
    expect(page.locator("#announce")).to_have_text("4 个单元划入长富路社区第二网格")
    desk.expect_saved()
    assert _moved(desk, "第二网格") == [at(x, 0) for x in range(4)]

    press("End")
    press("Space")
    desk.tab_to(page.locator("#moving-new"))
    press("Enter")
    page.keyboard.type("河东网格")
    press("Enter")
    expect(page.locator("#announce")).to_have_text("已新建河东网格")
    desk.expect_saved()
    assert units_of(desk.draft)[-1] == "河东网格"

    _rename_and_merge(desk)
    desk.expect_saved()
    assert set(units_of(desk.draft)) == {"第一网格", "第二网格", "新城东网格"}

    press("Control+z")
    expect(page.locator("#units")).to_contain_text("河东网格")
    desk.expect_saved()
    assert log_of(desk.draft) == ["assign", "new_unit", "rename_unit", "merge_units", "undo"]


def _open_table(desk: DeskPage) -> None:
    desk.tab_to(desk.page.get_by_role("tab", name="指标"))
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.locator("#cells")).to_be_visible()


def _move_four_cells(desk: DeskPage) -> None:
    """The first four cells of the table's list, into the second grid; the effect is read out."""
    page, press = desk.page, desk.page.keyboard.press
    desk.tab_to(page.locator("#cells-body tr").first)
    press("Space")
    for _ in range(3):
        press("Shift+ArrowDown")
    expect(page.locator("#moving-what")).to_have_text("已选 4 个单元，40 户")
    desk.tab_to(page.locator("#moving-to"))
    page.keyboard.type("第二")
    press("ArrowDown")
    said = page.locator("#figures-said")
    expect(said).to_contain_text("长富路社区第二网格：500 户变为 540 户，高于上限 40 户")
    expect(said).to_contain_text("断成 2 块")
    press("Enter")
    expect(page.locator("#moving-go")).to_be_focused()
    press("Enter")
    expect(page.locator('#cells-body tr[tabindex="0"]')).to_be_focused()


def _moved(desk: DeskPage, name: str) -> list[int]:
    """Rows of the first five columns that are now in another grid than the first."""
    units = units_of(desk.draft)
    return [row for row, unit in enumerate(units) if unit == name and row % 20 < 5]


def _rename_and_merge(desk: DeskPage) -> None:
    page, press = desk.page, desk.page.keyboard.press
    desk.tab_to(page.locator("#view-units"), "Shift+Tab")
    press("Enter")
    _act(desk, "新城社区新城第一网格", "改名…")
    page.keyboard.press("Control+a")
    page.keyboard.type("新城东网格")
    press("Enter")
    expect(page.locator("#units")).to_contain_text("新城东网格")
    desk.tab_to(page.get_by_role("button", name="新城社区河东网格的操作"))
    press("Enter")
    desk.tab_to(page.get_by_role("combobox", name="并入哪个单位"))
    page.keyboard.type("新城东")
    press("ArrowDown")
    press("Enter")
    press("Enter")
    expect(page.locator("#announce")).to_have_text("新城社区河东网格已并入新城社区新城东网格")


def _act(desk: DeskPage, unit: str, action: str) -> None:
    desk.tab_to(desk.page.get_by_role("button", name=f"{unit}的操作"))
    desk.page.keyboard.press("Enter")
    desk.tab_to(desk.page.get_by_role("button", name=action))
    desk.page.keyboard.press("Enter")


@pytest.mark.browser_context_args(**PHONE)
def test_a_whole_redraw_by_taps_alone(desk: DeskPage) -> None:
    page = desk.page
    page.get_by_role("tab", name="表格").tap()
    page.locator("#cells-unit").select_option(label="长富路社区第一网格")
    for row in (at(0, 0), at(1, 0)):
        desk.row(f"单元 {row + 1}").tap()
    expect(page.locator("#moving-what")).to_have_text("已选 2 个单元，20 户")
    page.locator("#moving-to").tap()
    page.locator("#moving-target li", has_text="第二网格").tap()
    expect(page.locator("#moving-effect")).to_contain_text("500 户变为 520 户")
    page.locator("#moving-go").tap()
    desk.expect_saved()
    assert _moved(desk, "第二网格") == [at(0, 0), at(1, 0)]

    page.locator("#view-units").tap()
    page.get_by_role("button", name="长富路社区第二网格的操作").tap()
    page.get_by_role("combobox", name="并入哪个单位").tap()
    page.locator(".unit-merge li", has_text="第一网格").first.tap()
    page.get_by_role("button", name="并入", exact=True).tap()
    desk.expect_saved()
    assert set(units_of(desk.draft)) == {"第一网格", "新城第一网格"}

    page.locator("#undo").tap()
    desk.expect_saved()
    expect(page.locator("#units")).to_contain_text("长富路社区第二网格")
    assert log_of(desk.draft) == ["assign", "merge_units", "undo"]


def test_faces_and_filters_choose_what_the_map_would(desk: DeskPage) -> None:
    page = desk.page
    desk.tab("表格")
    page.locator("#cells-group").select_option("face")
    expect(page.locator("#cells-count")).to_contain_text("共 2 项")
    page.locator("#cells-body tr").first.click()
    expect(page.locator("#moving-what")).to_have_text("已选 100 个单元，1,000 户")
    page.locator("#cells-group").select_option("cell")
    page.locator("#cells-unit").select_option(label="长富路社区第二网格")
    expect(page.locator("#cells-count")).to_contain_text("共 50 项")
    page.locator("#moving-clear").click()
    page.locator("#cells-all").click()
    expect(page.locator("#moving-what")).to_have_text("已选 50 个单元，500 户")
    page.locator("#cells-text").fill("单元 26")
    expect(page.locator("#cells-count")).to_have_text("共 1 项，第 1—1 项")
    expect(page.locator("#cells-body tr")).to_have_attribute("aria-selected", "true")


def test_the_strip_of_units_is_walked_with_arrows_and_leads_to_each(desk: DeskPage) -> None:
    page: Page = desk.page
    bars = page.locator("#balance-bars button")
    expect(bars).to_have_count(3)
    expect(bars.nth(2)).to_have_attribute(
        "aria-label", "新城社区新城第一网格，1,000 户，▲▲ 高于上限 500 户"
    )
    desk.tab_to(bars.first)
    page.keyboard.press("End")
    expect(bars.nth(2)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(bars.nth(1)).to_be_focused()
    before = page.locator("#desk-map").get_attribute("data-view") or ""
    page.keyboard.press("Enter")
    if before:
        expect(page.locator("#desk-map")).not_to_have_attribute("data-view", before)
    page.get_by_role("button", name="社区", exact=True).last.click()
    expect(bars).to_have_count(2)
