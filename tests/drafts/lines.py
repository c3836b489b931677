"""Lines drawn in a draft of the furnished world, whose cells are built as any county's are."""

from typing import Any

import numpy as np
import shapely

from communities.basemap.services import store_tiling, tile_county
from gis_core.accounts.models import User
from gis_core.shapes import read_shapes, shape_of
from grids.division.services import assign_cells_to_grids
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.storing import read_plan
from grids.proposals.models import Proposal, ProposalUnit
from tests.division.town import furnish
from tests.drafts.asking import operate
from tests.drafts.town import begin
from tests.world import World, lonlat

Places = list[tuple[float, float]]
Line = list[list[float]]  # degrees
ACROSS_G3: Places = [(1490.0, -5.0), (1510.0, 1005.0)]


def begin_on_cells(world: World) -> Proposal:
    """A draft of the furnished world on cells built as any county's are."""
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    return begin(world)


def whole(draft: Proposal) -> shapely.Geometry:
    """The ground of all cells as one."""
    return shapely.coverage_union_all(plan_of(draft).ground.shapes)


def line(*places: tuple[float, float]) -> list[list[float]]:
    """Degrees of places given in metres from the sheet's corner."""
    return [list(lonlat(x, y)) for x, y in places]


def cut(draft: Proposal, user: User, unit: int, places: Places, **more: Any) -> dict[str, Any]:
    wish = {"kind": "cut_line", "unit": unit, "line": line(*places), "cut_open": True}
    return operate(draft, user, **{**wish, **more})


def drag(
    draft: Proposal, user: User, units: list[int], before: Places, after: Places, **more: Any
) -> dict[str, Any]:
    wish = {
        "kind": "drag_boundary", "units": units, "cut_open": True,
        "before": line(*before), "after": line(*after),
    }  # fmt: skip
    return operate(draft, user, **{**wish, **more})


def neighbours(plan: Plan) -> list[list[int]]:
    """Every two grids with a border in common."""
    ends = np.sort(plan.labels[plan.ground.table.edges[plan.ground.table.length > 0]])
    apart = (ends[:, 0] < ends[:, 1]) & (ends[:, 0] > 0)
    pairs: list[list[int]] = np.unique(ends[apart], axis=0).tolist()
    return pairs


def pushed(plan: Plan, units: list[int], aside: float) -> tuple[Line, Line]:
    """The longest stretch of the border of two units, and how it runs when its middle is pushed
    to one side by some thousandths of a degree (some hundred metres each)."""
    shared = shapely.intersection(*(outline_of(plan, number) for number in units))
    stretches = shapely.get_parts(shapely.line_merge(_lines_of(shared)))
    longest = max(stretches, key=shapely.length)
    points = shapely.get_coordinates(longest)
    way = points[-1] - points[0]
    across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9)
    middle = shapely.get_coordinates(longest.interpolate(0.5, normalized=True))[0]
    after = [points[0], middle + across * aside / 1000, points[-1]]
    return points.tolist(), [point.tolist() for point in after]


def _lines_of(shared: shapely.Geometry) -> shapely.Geometry:
    parts = [one for one in shapely.get_parts(shared) if one.geom_type == "LineString"]
    return shapely.multilinestrings(parts)


def plan_of(draft: Proposal) -> Plan:
    """The plan this process holds."""
    with reading(draft.pk) as plan:
        return plan


def assert_exact(draft: Proposal, whole: shapely.Geometry) -> None:
    """The cells tile `whole` without gap or overlap, units are unions of cells, and all that is
    kept is what the rows say."""
    plan = plan_of(draft)
    living = ~plan.ground.gone
    shapes = plan.ground.shapes[living]
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.coverage_union_all(shapes).normalize().equals(whole.normalize())
    outlines = read_shapes(ProposalUnit.objects.filter(proposal=draft, level="grid", retired=False))
    assert shapely.coverage_is_valid(outlines)
    for unit in ProposalUnit.objects.filter(proposal=draft, retired=False):
        own = shapely.coverage_union_all(plan.ground.shapes[plan.rows_of(unit.number)])
        assert shape_of(unit).equals(own)
    assert_same(plan, fresh(draft))


def fresh(draft: Proposal) -> Plan:
    """The plan as read from the rows, with nothing kept from before."""
    forget_plans()
    draft.refresh_from_db()
    return read_plan(draft)


def assert_same(one: Plan, other: Plan) -> None:
    """Two plans of one version, to the last bit."""
    assert (one.labels == other.labels).all()
    assert (one.locked == other.locked).all()
    assert one.units == other.units
    assert one.ground.cuts == other.ground.cuts
    assert one.grids.parts == other.grids.parts
    assert one.communities.parts == other.communities.parts
    wkb = [shapely.to_wkb(plan.ground.shapes).tolist() for plan in (one, other)]
    assert wkb[0] == wkb[1]
    for name in ("xy", "area", "perimeter", "edges", "length", "barrier"):
        tables = [getattr(plan.ground.table, name) for plan in (one, other)]
        assert np.array_equal(*tables), name
