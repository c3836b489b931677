"""Open ground that a proposal cut is cut in the next edition's cells, and measures the same."""

import pytest
import shapely

from communities.basemap.models import Cell, CellBorder, CellBuilding, CellSet
from communities.basemap.services import store_tiling, tile_county
from communities.territory.models import Boundary
from gis_core.accounts.models import Level
from gis_core.shapes import read_shapes, shape_of
from grids.division.models import GridCell
from grids.division.services import assign_cells_to_grids
from grids.proposals.models import Proposal
from tests.division.town import furnish
from tests.drafts.lines import cut, plan_of
from tests.drafts.town import G3, begin
from tests.publication.asking import publish
from tests.world import World

ACROSS_G3 = [(1490.0, -5.0), (1510.0, 1005.0)]


@pytest.fixture
def draft(world: World) -> Proposal:
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    draft = begin(world)
    cut(draft, world.planner, G3, ACROSS_G3)
    return draft


def test_pieces_become_cells_and_the_next_draft_measures_the_same(
    world: World, draft: Proposal
) -> None:
    plan = plan_of(draft)
    edition = publish(draft, world).edition
    old, new = draft.cell_set, CellSet.objects.get(edition=edition)
    pieces = int((plan.ground.piece > 0).sum())
    assert pieces > 0
    assert Cell.objects.filter(cell_set=new).count() == plan.ground.size
    shapes = read_shapes(Cell.objects.filter(cell_set=new).order_by("number"))
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(plan.ground.shapes)
    assert shapely.coverage_union_all(shapes).equals(whole)
    borders = CellBorder.objects.filter(cell_set=new)
    assert borders.count() == len(plan.ground.table.length)
    assert sum(borders.values_list("length_m", flat=True)) == pytest.approx(
        plan.ground.table.length.sum(), abs=0.001 * borders.count()
    )
    standing = [CellBuilding.objects.filter(cell__cell_set=one).count() for one in (old, new)]
    assert standing[0] == standing[1]
    assert GridCell.objects.filter(edition=edition).count() == plan.ground.size
    _measures_the_same(world, draft)


def _measures_the_same(world: World, draft: Proposal) -> None:
    before, after = plan_of(draft), plan_of(begin(world))
    for level in (Level.COMMUNITY, Level.GRID):
        parts = {unit.name: before.part(unit.number) for unit in before.live(level)}
        for unit in after.live(level):
            old, new = parts[unit.name], after.part(unit.number)
            assert old is not None
            assert new is not None
            assert (new.units, new.households, new.pieces) == (
                old.units,
                old.households,
                old.pieces,
            )
            assert new.area == pytest.approx(old.area, abs=1)
            assert new.perimeter == pytest.approx(old.perimeter, abs=0.5)
            assert new.barrier_share == pytest.approx(old.barrier_share, abs=1e-4)


def test_outlines_are_unions_of_the_cells_where_they_were_cut(
    world: World, draft: Proposal
) -> None:
    edition = publish(draft, world).edition
    drawn = Boundary.objects.of_edition(edition).filter(level=Level.GRID, editions=(2, None))
    assert drawn.count() >= 2
    for boundary in drawn:
        cells = Cell.objects.filter(grid_cells__edition=edition, grid_cells__grid=boundary.place_id)
        assert shape_of(boundary).equals(shapely.coverage_union_all(read_shapes(cells)))
