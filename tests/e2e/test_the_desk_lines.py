"""Lines on the desk's map: a grid cut, a border dragged and locked; by hand, by taps, by keys.

    0       500      1000              2000
1000+--------+--------+-----------------+
    | 第一    | 第二    |  新城第一         |    buildings at x = 40, 160, ... and
 500|--------- 长富路 (arterial) --------|    y = 120, 320, 640, 820
    |        |        |                 |
   0+--------+--------+-----------------+
"""

from collections.abc import Iterator

import pytest
import shapely
from playwright.sync_api import expect

from communities.basemap.models import CellBuilding
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Operation, ProposalCell, ProposalShape
from tests.e2e.conftest import Visitor
from tests.e2e.desk import Desk, draft_of
from tests.world import World, lonlat

pytestmark = pytest.mark.browser

BESIDE_THE_BORDER = (410, 646)
"""In a building of 第一网格 not far from its border with 第二网格."""


@pytest.fixture
def desk(visitor: Visitor, town: World) -> Iterator[Desk]:
    draft = draft_of(town)
    visitor.enter(town.planner)
    yield Desk(visitor, draft).open()
    visitor.page.wait_for_load_state("networkidle")  # a ground being read again


def assert_exact(desk: Desk) -> None:
    """Cells and outlines still fit without gap or overlap."""
    with reading(desk.draft.pk) as plan:
        living = plan.ground.shapes[~plan.ground.gone]
        assert shapely.is_valid(living).all()
        assert shapely.coverage_is_valid(living)
        whole = (plan.ground.uncut or plan.ground).shapes
        union = shapely.coverage_union_all(living).normalize()
        assert union.equals(shapely.coverage_union_all(whole).normalize())


def test_a_grid_is_cut_by_a_line_drawn_in_one_go_and_both_sides_are_told_before_it_ends(
    desk: Desk,
) -> None:
    desk.tool("cut-line")
    desk.drag((1542, 6), (1538, 400), (1544, 700), (1540, 994), release=False)
    consequence = desk.page.locator("#consequence")
    expect(consequence).to_contain_text("新城第一网格")
    expect(consequence).to_contain_text("新网格")
    assert not Operation.objects.exists()
    with desk.answered():
        desk.page.mouse.up()

    assert desk.plan().names() == ["新城第一网格", "新城第一网格（2）", "第一网格", "第二网格"]
    assert desk.plan().unit_at(1610, 126) != desk.plan().unit_at(1490, 126)
    assert ProposalCell.objects.filter(piece__gt=0).exists()
    assert_exact(desk)
    expect(consequence).to_be_hidden()


def test_a_line_through_buildings_cuts_none_of_them_and_undo_gives_back_every_shape(
    desk: Desk,
) -> None:
    with reading(desk.draft.pk) as plan:
        before, labels = plan.ground.shapes.copy(), plan.labels.copy()
    desk.tool("cut-line")
    with desk.answered():
        desk.drag((1494, 6), (1494, 994))
    cut = ProposalCell.objects.filter(piece__gt=0).values("cell")
    assert cut.exists()
    assert not CellBuilding.objects.filter(cell__in=cut).exists()
    assert_exact(desk)

    with desk.answered():
        desk.page.locator("#undo").click()

    with reading(desk.draft.pk) as plan:
        assert (plan.ground.shapes[: len(before)] == before).all()
        assert (plan.labels[: len(before)] == labels).all()
    assert desk.plan().names() == ["新城第一网格", "第一网格", "第二网格"]
    assert_exact(desk)


def test_a_line_tapped_beside_a_street_runs_along_it_and_cuts_no_cell(desk: Desk) -> None:
    desk.tool("cut-line")
    for place in ((6, 503), (150, 497), (330, 503), (494, 498)):
        desk.click(*place)
    with desk.answered():
        desk.click(494, 498)

    assert desk.plan().unit_at(50, 126) != desk.plan().unit_at(50, 646)
    assert desk.plan().unit_at(410, 326) != desk.plan().unit_at(410, 646)
    assert not ProposalShape.objects.exists()


def test_a_line_that_leaves_all_buildings_on_one_side_is_refused_and_nothing_is_changed(
    desk: Desk,
) -> None:
    desk.tool("cut-line")
    desk.page.locator("#cut-open").uncheck()
    with desk.page.expect_response("**/operations") as answer:
        desk.drag((1994, 6), (1994, 994))
    assert answer.value.status == 422
    assert answer.value.json()["code"] == "one_side"
    assert desk.plan().names() == ["新城第一网格", "第一网格", "第二网格"]


def test_a_border_is_pulled_once_for_both_grids_and_told_while_it_is(desk: Desk) -> None:
    assert desk.plan().unit_at(*BESIDE_THE_BORDER) == "第一网格"
    desk.tool("drag-boundary")
    desk.drag((500, 690), (420, 690), (340, 690), release=False)
    expect(desk.page.locator("#consequence")).to_contain_text("第一网格")
    expect(desk.page.locator("#consequence")).to_contain_text("第二网格")
    with desk.answered():
        desk.page.mouse.up()

    assert desk.plan().unit_at(*BESIDE_THE_BORDER) == "第二网格"
    assert desk.plan().unit_at(410, 326) == "第一网格"
    assert_exact(desk)


def test_a_border_is_led_point_by_point_from_one_tap_on_it_to_another(desk: Desk) -> None:
    desk.tool("drag-boundary")
    for place in ((500, 560), (380, 580), (380, 720)):
        desk.click(*place)
    with desk.answered():
        desk.click(500, 760)

    assert desk.plan().unit_at(*BESIDE_THE_BORDER) == "第二网格"
    assert desk.plan().unit_at(410, 826) == "第一网格"
    assert Operation.objects.get().kind == "drag_boundary"
    assert_exact(desk)


def test_escape_gives_a_line_up(desk: Desk) -> None:
    desk.tool("cut-line")
    desk.click(1540, 6)
    desk.click(1540, 500)
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#consequence")).to_be_hidden()
    expect(desk.page.locator("#selection-bar")).to_be_hidden()
    assert desk.page.locator(".sketch polyline").get_attribute("points") == ""
    assert not Operation.objects.exists()


def test_a_line_is_drawn_and_its_points_moved_by_keys_alone(desk: Desk) -> None:
    keys = desk.page.keyboard
    desk.page.locator("#desk-map").focus()
    keys.press("8")
    keys.press("Enter")
    for _ in range(4):
        keys.press("Shift+ArrowDown")
    keys.press("Enter")
    line = desk.page.locator(".sketch polyline")
    before = line.get_attribute("points") or ""
    keys.press("Tab")
    expect(desk.page.locator("#announce")).to_contain_text("第 1 个点，共 2 个")
    keys.press("ArrowRight")
    keys.press("Shift+ArrowUp")
    after = line.get_attribute("points") or ""
    old, new = ([float(n) for n in one.split()[0].split(",")] for one in (before, after))
    assert new[0] == pytest.approx(old[0] + 2, abs=0.2)
    assert new[1] == pytest.approx(old[1] - 20, abs=0.2)
    assert before.split()[1] == after.split()[1]
    keys.press("Delete")
    expect(desk.page.locator("#announce")).to_contain_text("已去掉")
    keys.press("Escape")
    assert line.get_attribute("points") == ""


def test_the_cells_on_both_sides_of_a_stretch_of_border_are_locked(desk: Desk) -> None:
    desk.tool("lock-stretch")
    desk.click(500, 560)
    with desk.answered():
        desk.click(500, 700)

    with reading(desk.draft.pk) as plan:
        locked = plan.locked.copy()
        units = {plan.units[int(number)].name for number in plan.labels[locked]}
        assert units == {"第一网格", "第二网格"}
        border = shapely.LineString([lonlat(500, 565), lonlat(500, 695)])
        beside = shapely.distance(plan.ground.shapes[locked], border)
    assert 2 <= locked.sum() <= 8
    assert (beside < 1e-6).all()
    desk.tool("drag-boundary")
    with desk.page.expect_response("**/operations") as answer:
        desk.drag((500, 640), (420, 640), (340, 640))
    assert answer.value.status == 422
    assert answer.value.json()["code"] == "locked"
