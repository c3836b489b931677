"""Whole units by their menu on the desk's map: dissolved, locked, numbered, founded."""

import pytest
from playwright.sync_api import expect

from grids.proposals.drafts.plans import reading
from grids.proposals.models import Operation, Proposal
from tests.drafts.asking import operate
from tests.e2e.conftest import Visitor
from tests.e2e.desk import Desk, Reading, draft_of
from tests.e2e.test_the_desk_map import FIRST, SECOND
from tests.world import World

pytestmark = pytest.mark.browser


def choose(desk: Desk, place: tuple[float, float], *items: str) -> None:
    """From the menu at a place, and from the one that opens behind its item."""
    desk.click(*place, button="right")
    for item in items:
        desk.page.get_by_role("menuitem", name=item, exact=True).click()


def codes(desk: Desk) -> dict[str, str]:
    """The codes of the grids by their names."""
    with reading(desk.draft.pk) as plan:
        return {unit.name: unit.code for unit in plan.units.values() if unit.level == "grid"}


def test_a_locked_grid_takes_and_gives_nothing_until_it_is_freed(
    visitor: Visitor, town: World
) -> None:
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    with desk.answered():
        choose(desk, SECOND, "锁定网格")
    choose(desk, FIRST, "合并到…")
    choice = desk.page.get_by_role("dialog", name="合并到…")
    locked = choice.get_by_role("button", name="长富路社区第二网格")
    expect(locked).to_contain_text("已锁定")
    expect(locked).to_have_attribute("aria-disabled", "true")
    desk.page.keyboard.press("Escape")
    with desk.page.expect_response("**/operations") as answer:
        choose(desk, SECOND, "并入各邻居")
    assert answer.value.status == 422
    assert answer.value.json()["code"] == "locked"
    expect(desk.page.get_by_role("alert")).to_contain_text("刚才的一步没有被接受")
    desk.page.get_by_role("button", name="知道了").click()
    with desk.answered():
        choose(desk, SECOND, "解锁网格")
    with desk.answered():
        choose(desk, SECOND, "并入各邻居")
    assert desk.plan().names() == ["新城第一网格", "第一网格"]
    assert desk.plan().unit_at(*SECOND) == "第一网格"


def test_the_grids_of_a_community_are_numbered_again(visitor: Visitor, town: World) -> None:
    draft = draft_of(town)
    north_west = Reading(draft.pk).rows_at((50, 826), (50, 646), (170, 826))
    parent = draft.units.get(code=town.changfu.code).number
    operate(draft, town.planner, kind="new_unit", cells=north_west, name="第三网格", parent=parent)
    desk = Desk(visitor, draft).enter(town.planner)
    assert codes(desk)["第三网格"] == ""
    with desk.answered():
        choose(desk, SECOND, "网格重新编号")
    assert desk.plan().unit_at(50, 826) == "第一网格"
    given = codes(desk)
    assert sorted(given) == ["新城第一网格", "第一网格", "第三网格", "第二网格"]
    assert len(set(given.values()) - {""}) == len(given)


def test_a_grid_founds_a_community_that_is_renamed_and_merged_away(
    visitor: Visitor, town: World
) -> None:
    draft = draft_of(town, Proposal.Kind.CONSOLIDATION)
    desk = Desk(visitor, draft).enter(town.planner)
    name = desk.page.locator(".ask").get_by_label("名称")
    choose(desk, SECOND, "以此网格新建社区…")
    name.fill("东园社区")
    with desk.answered():
        name.press("Enter")
    assert desk.plan().community_at(*SECOND) == "东园社区"
    choose(desk, SECOND, "此社区的操作…", "改名…")
    name.fill("东苑社区")
    with desk.answered():
        name.press("Enter")
    assert desk.plan().community_at(*SECOND) == "东苑社区"
    choose(desk, SECOND, "此社区的操作…", "合并到…")
    with desk.answered():
        desk.page.get_by_role("dialog").get_by_role("button", name="新城社区").click()
    assert desk.plan().community_at(*SECOND) == "新城社区"
    assert desk.plan().names(level="community") == ["新城社区", "长富路社区"]


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True)
def test_lines_are_drawn_and_borders_dragged_by_taps(visitor: Visitor, town: World) -> None:
    desk = Desk(visitor, draft_of(town)).enter(town.planner)
    desk.page.locator('#tools [data-tool="cut-line"]').tap()
    for place in ((6, 503), (150, 497), (330, 503), (494, 498)):
        desk.tap(*place)
    with desk.answered():
        desk.tap(494, 498)
    assert desk.plan().unit_at(50, 126) != desk.plan().unit_at(50, 646)
    desk.page.locator('#tools [data-tool="drag-boundary"]').tap()
    for place in ((500, 560), (380, 580), (380, 720)):
        desk.tap(*place)
    with desk.answered():
        desk.tap(500, 760)
    assert desk.plan().unit_at(410, 646) == "第二网格"
    assert log_kinds(desk) == ["cut_line", "drag_boundary"]


def log_kinds(desk: Desk) -> list[str]:
    made = Operation.objects.filter(proposal=desk.draft).order_by("version")
    return list(made.values_list("kind", flat=True))
