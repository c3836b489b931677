from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from tests.drafts.asking import assign, operate
from tests.drafts.town import begin, lay_cells
from tests.e2e.conftest import PATIENCE, Visitor
from tests.e2e.desk_page import DeskPage, log_of, units_of
from tests.world import World, appoint, person

pytestmark = pytest.mark.browser

CHOICES = ["用我的", "用对方的", "两边都留"]
MINE, THEIRS, FIRST = "第二网格", "新城第一网格", "第一网格"


@pytest.fixture
def colleague(town: World) -> User:
    someone = person("colleague")
    appoint(someone, Role.PLANNER, town.subdistrict)
    return someone


@pytest.fixture
def desk(visitor: Visitor, town: World) -> DeskPage:
    lay_cells(town)
    return DeskPage(visitor, begin(town)).open(town.planner)


@pytest.fixture
def other(desk: DeskPage, new_context: Callable[[], BrowserContext], colleague: User) -> DeskPage:
    """The same draft in the browser of somebody else."""
    context = new_context()
    context.set_default_timeout(PATIENCE)
    return DeskPage(Visitor(context.new_page(), desk.visitor.server), desk.draft).open(colleague)


def _disagree(desk: DeskPage, other: DeskPage) -> Page:
    """Two planners move cell 5 at once, ours cell 4 too; the dialog is open at ours."""
    with desk.without_sending():
        desk.move([3, 4], f"长富路社区{MINE}")
        expect(desk.page.locator("#saving")).to_contain_text("离线，1 步待发送")
        other.move([4], f"新城社区{THEIRS}")
        other.expect_saved()
    expect(desk.page.locator("#conflict")).to_be_visible()
    return desk.page


@pytest.mark.parametrize(
    ("choice", "cells"),
    zip(CHOICES, [[MINE, MINE], [FIRST, THEIRS], [MINE, THEIRS]], strict=True),
)
def test_two_browsers_in_conflict_are_asked_once(
    desk: DeskPage, other: DeskPage, choice: str, cells: list[str]
) -> None:
    page = _disagree(desk, other)
    expect(page.locator("#saving")).to_contain_text("需要处理冲突")
    expect(page.locator("#conflict-title")).to_be_focused()
    expect(page.locator("#conflict-title")).to_have_text("冲突：第 1 个，共 1 个")
    expect(page.locator("#conflict-text")).to_contain_text("colleague")
    expect(page.locator("#conflict-next")).to_be_disabled()
    desk.tab_to(page.locator("#conflict-mine"))
    page.keyboard.press("Space")
    for _ in range(CHOICES.index(choice)):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label(choice, exact=True)).to_be_checked()
    desk.tab_to(page.locator("#conflict-next"))
    page.keyboard.press("Enter")
    desk.expect_saved()
    assert units_of(desk.draft)[3:5] == cells

    page.reload()
    desk.visitor.wait_for_map()
    desk.move([2], f"长富路社区{MINE}")
    desk.expect_saved()
    expect(page.locator("#conflict")).to_be_hidden()
    assert units_of(desk.draft)[2:5] == [MINE, *cells]
    expect(page.locator(".balance-now")).to_have_count(0)
    bars = "#balance-bars button:nth-child(2)"
    mine = page.locator(bars).get_attribute("aria-label") or ""
    expect(other.page.locator(bars)).to_have_attribute("aria-label", mine, timeout=PATIENCE)


def test_three_conflicts_come_one_after_the_other(
    desk: DeskPage, town: World, colleague: User
) -> None:
    page = desk.page
    theirs = desk.draft.units.get(name=THEIRS).number
    with desk.without_sending():
        desk.move([2, 3, 4], f"长富路社区{MINE}")
        expect(page.locator("#saving")).to_contain_text("离线，1 步待发送")
        for row in (2, 3, 4):
            assign(desk.draft, colleague, [row], theirs)
    for place, choice in enumerate(["mine", "both", "mine"], start=1):
        expect(page.locator("#conflict-title")).to_have_text(f"冲突：第 {place} 个，共 3 个")
        expect(page.locator("#conflict-title")).to_be_focused()
        page.locator(f"#conflict-{choice}").check()
        page.locator("#conflict-next").click()
    desk.expect_saved()
    assert units_of(desk.draft)[2:5] == [MINE, THEIRS, MINE]


def test_a_conflict_can_wait(desk: DeskPage, other: DeskPage) -> None:
    page = _disagree(desk, other)
    page.keyboard.press("Escape")
    expect(page.locator("#conflict")).to_be_hidden()
    page.locator("#open-conflict").click()
    expect(page.locator("#conflict")).to_be_visible()
    page.locator("#conflict-later").click()
    assert log_of(desk.draft) == ["assign"]


def test_different_units_merge_by_themselves(desk: DeskPage, town: World, colleague: User) -> None:
    with desk.without_sending():
        desk.move([4], f"长富路社区{MINE}")
        expect(desk.page.locator("#saving")).to_contain_text("离线，1 步待发送")
        unit = desk.draft.units.get(name=THEIRS).number
        operate(desk.draft, colleague, kind="rename_unit", unit=unit, name="新城东网格")
    desk.expect_saved()
    desk.page.locator("#view-units").click()
    expect(desk.page.locator("#units")).to_contain_text("新城东网格")
    assert log_of(desk.draft) == ["rename_unit", "assign"]
    assert units_of(desk.draft)[4] == MINE


def test_each_sees_the_other_and_the_unit_at_work(desk: DeskPage, other: DeskPage) -> None:
    expect(desk.page.locator("#presence")).to_contain_text("colleague", timeout=PATIENCE)
    other.tab("表格")
    other.row("单元 5").click()
    expect(desk.page.locator("#presence")).to_contain_text(
        "colleague（长富路社区第一网格）", timeout=PATIENCE
    )
    expect(other.page.locator("#presence")).to_contain_text("planner-629931")
