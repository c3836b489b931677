"""A real island at the desk: painted, cut, taken back and merged, by the mouse.

Its import is that of test_real_districts.py and is looked at in the same way.
"""

import re

import numpy as np
import pytest
import shapely
from django.urls import reverse
from playwright.sync_api import expect

from communities.territory.models import County
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import Role
from grids.partitioning import RunningDivision
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal
from tests.drafts.whole import assert_whole
from tests.e2e.conftest import PATIENCE, Visitor
from tests.e2e.desk import Desk
from tests.e2e.real_district import GULANGYU, lay_district
from tests.e2e.test_real_districts import assert_on_the_map
from tests.real_data import real_file
from tests.world import appoint, person

pytestmark = [pytest.mark.browser, pytest.mark.real_data]

Line = tuple[tuple[float, float], ...]


@pytest.fixture
def island(transactional_db: None, built_front_end: None) -> County:
    real_file("cn_osm_districts", "cn_osm_districts.gpkg.zip")
    return lay_district(GULANGYU)


@pytest.fixture
def planner(island: County) -> User:
    someone = person("islander")
    appoint(someone, Role.PLANNER, island)
    return someone


def test_a_real_island_is_redrawn_at_the_desk(
    visitor: Visitor, island: County, planner: User
) -> None:
    assert_on_the_map(island, buildings=1104)
    visitor.sign_in(planner)
    desk = begin_from_the_suggestion(visitor, island)
    with reading(desk.draft.pk) as plan:
        ground = shapely.coverage_union_all(plan.ground.shapes)
    paint_a_cell(desk)
    cut_and_take_back(desk)
    merge_two(desk)
    assert_whole(desk.draft, ground)
    the_page_tells_what_is_counted_anew(desk)


def begin_from_the_suggestion(visitor: Visitor, island: County) -> Desk:
    """A new draft, on the page as a planner does it."""
    page = visitor.page
    page.goto(visitor.server + reverse("drafts", args=[island.code]))
    page.get_by_text("新建草案", exact=True).click()
    page.get_by_label("标题").fill("鼓浪屿重划")
    page.get_by_label("种类").select_option(label="网格划分")
    page.get_by_label("从哪里开始").select_option(index=1)
    page.get_by_role("button", name="开始起草").click()
    expect(page.locator("#draft-title")).to_have_text("鼓浪屿重划", timeout=PATIENCE)
    visitor.wait_for_map()
    return Desk(visitor, Proposal.objects.get(title="鼓浪屿重划"))


def paint_a_cell(desk: Desk) -> None:
    """The largest built cell at a border goes over to the grid on the other side."""
    with reading(desk.draft.pk) as plan:
        row, to = cell_at_a_border(plan)
        place, name = inside(plan, row), plan.units[to].name
        number = int(plan.labels[row])
    desk.show(number)
    desk.page.get_by_label("画入").select_option(str(to))
    with desk.answered():
        desk.page.mouse.click(*desk.pixel_at(*place))
    with reading(desk.draft.pk) as plan:
        assert plan.units[int(plan.labels[row])].name == name
    desk.page.get_by_label("画入").select_option("")


def cut_and_take_back(desk: Desk) -> None:
    """A line drawn across a grid makes it two; undone, every label and shape is as before."""
    with reading(desk.draft.pk) as plan:
        number, line = line_across_a_grid(plan)
        labels, shapes = plan.labels.copy(), plan.ground.shapes.copy()
        grids = len(plan.live(Level.GRID))
    desk.show(number)
    desk.tool("cut-line")
    with desk.answered():
        desk.draw(line)
    with reading(desk.draft.pk) as plan:
        assert len(plan.live(Level.GRID)) == grids + 1
    with desk.answered():
        desk.page.locator("#undo").click()
    with reading(desk.draft.pk) as plan:
        assert (plan.labels[: len(labels)] == labels).all()
        assert shapely.equals(plan.ground.shapes[: len(labels)], shapes).all()


def merge_two(desk: Desk) -> None:
    """A grid goes into its neighbour from its menu."""
    page = desk.page
    with reading(desk.draft.pk) as plan:
        row, into = cell_at_a_border(plan)
        gone, place, name = int(plan.labels[row]), inside(plan, row), plan.units[into].name
    desk.show(gone)
    desk.tool("pick")
    page.mouse.click(*desk.pixel_at(*place), button="right")
    page.get_by_role("menuitem", name="合并到…").click()
    with desk.answered():
        page.get_by_role("dialog").get_by_role("button", name=name).first.click()
    with reading(desk.draft.pk) as plan:
        assert plan.units[gone].retired
        assert plan.labels[row] == into


def the_page_tells_what_is_counted_anew(desk: Desk) -> None:
    """The strip says of every grid the households a fresh count gives."""
    with reading(desk.draft.pk) as plan:
        measure = plan.ground.measure(Level.GRID, plan.kind)
        anew = RunningDivision(measure.problem, plan.labels, measure)
        expected = {number: anew.parts[number].households for number in anew.parts if number}
    for number, households in expected.items():
        bar = desk.page.locator(f'#balance-bars [data-unit="{number}"]')
        expect(bar).to_have_attribute("aria-label", re.compile(f"，{households:,} 户，"))


def cell_at_a_border(plan: Plan) -> tuple[int, int]:
    """The largest cell with homes that borders on another grid, and that grid."""
    ground = plan.ground
    edges = plan.grids.problem.edges
    ends = plan.labels[edges]
    across = edges[ends[:, 0] != ends[:, 1]]
    sides = np.concatenate([across, across[:, ::-1]])
    homes = sides[ground.households[sides[:, 0]] > 0]
    row, other = max(homes.tolist(), key=lambda pair: shapely.area(ground.shapes[pair[0]]))
    return int(row), int(plan.labels[other])


def inside(plan: Plan, row: int) -> tuple[float, float]:
    """The point of a cell farthest from its border."""
    point = shapely.maximum_inscribed_circle(plan.ground.shapes[row], tolerance=1e-6)
    longitude, latitude = shapely.get_coordinates(point)[0]
    return float(longitude), float(latitude)


def line_across_a_grid(plan: Plan) -> tuple[int, Line]:
    """A line from south to north across the largest grid it crosses once, homes on both sides."""
    grids = {int(number) for number in np.unique(plan.labels)}
    for number in sorted(grids, key=lambda one: -outline_of(plan, one).area):
        outline, rows = outline_of(plan, number), plan.rows_of(number)
        _, south, _, north = outline.bounds
        homes = rows[plan.ground.households[rows] > 0]
        middle = float(np.median(shapely.get_x(shapely.centroid(plan.ground.shapes[homes]))))
        line = shapely.LineString([(middle, south - 1e-5), (middle, north + 1e-5)])
        crossed = shapely.intersection(outline, line)
        if crossed.geom_type == "LineString":
            return number, ((middle, south - 1e-5), (middle, north + 1e-5))
    raise AssertionError("no grid of the island is crossed once by a line from south to north")
