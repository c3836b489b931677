import pgtrigger
import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from communities.basemap.models import Cell
from communities.territory.models import Boundary, Subdistrict
from communities.territory.services import create_place
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC
from grids.division.models import GridCell
from grids.proposals.models import ProposalCell, ProposalUnit
from tests.checklist.looking import BROKEN, PASSED, line_of, only_fault
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World, lonlat


def test_a_draft_as_its_edition_has_it_shares_its_place_out(town: World) -> None:
    line = line_of(begin(town), "coverage")
    assert (line.outcome, line.blocks, line.faults) == (PASSED, False, ())
    assert "DB11" in line.source


def test_cells_of_nobody_are_told_with_their_households_and_their_place(town: World) -> None:
    draft = begin(town)
    cell = ProposalCell.objects.order_by("cell__number")[at(3, 4)]
    ProposalCell.objects.filter(pk=cell.pk).update(unit=None)
    faults = line_of(draft, "coverage").faults
    [lost] = [fault for fault in faults if fault.unit is None]
    assert "10 户" in lost.text
    assert lost.blocking
    assert lost.box is not None
    assert lost.box[:2] == pytest.approx(lonlat(300, 400), abs=1e-5)
    assert lost.box[2:] == pytest.approx(lonlat(400, 500), abs=1e-5)
    assert {fault.unit for fault in faults} == {None, G1, WEST}  # their outlines are older


def test_ground_no_cell_covers_is_a_gap(town: World) -> None:
    lost = Cell.objects.get(number=at(12, 5) + 1)
    GridCell.objects.filter(cell=lost).delete()
    lost.delete()
    fault = only_fault(begin(town), "coverage")
    assert fault.value == pytest.approx(10_000, rel=1e-3)
    assert "不在任何单元里" in fault.text


def test_cells_beyond_the_border_are_told(town: World) -> None:
    corners = [(1900, 0), (2050, 0), (2050, 100), (1900, 100), (1900, 0)]
    shape = Polygon([lonlat(x, y) for x, y in corners], srid=GEOGRAPHIC)
    Cell.objects.filter(number=at(19, 0) + 1).update(geom=shape)
    fault = only_fault(begin(town), "coverage")
    assert fault.value == pytest.approx(5_000, rel=1e-3)
    assert "超出本辖区边界" in fault.text


def test_cells_that_overlap_are_told(town: World) -> None:
    draft = begin(town)
    corners = [(300, 300), (450, 300), (450, 400), (300, 400), (300, 300)]
    shape = Polygon([lonlat(x, y) for x, y in corners], srid=GEOGRAPHIC)
    Cell.objects.filter(number=at(3, 3) + 1).update(geom=shape)
    faults = line_of(draft, "coverage").faults
    assert any("重叠" in fault.text and fault.value == 3 for fault in faults)


def test_an_outline_that_is_not_its_cells_is_told(town: World) -> None:
    draft = begin(town)
    shape = MultiPolygon(Polygon([lonlat(x, y) for x, y in [(0, 0), (9, 0), (9, 9), (0, 0)]]))
    ProposalUnit.objects.filter(proposal=draft, number=G3).update(geom=shape)
    fault = only_fault(draft, "coverage")
    assert fault.unit == G3
    assert "存下的边界" in fault.text


def test_a_unit_in_two_pieces_is_told_where_the_lesser_piece_lies(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(4, 0)], G2)
    assert line_of(draft, "one_piece").outcome == PASSED
    assign(draft, town.planner, [at(0, 9)], G2)
    line = line_of(draft, "one_piece")
    [fault] = line.faults
    assert (line.outcome, line.blocks) == (BROKEN, True)
    assert (fault.unit, fault.level, fault.value, fault.limit) == (G2, Level.GRID, 2, 1)
    assert fault.box is not None
    assert fault.box[:2] == pytest.approx(lonlat(0, 900), abs=1e-5)


def test_a_division_is_only_warned_of_a_community_it_cannot_mend(town: World) -> None:
    """新城 comes in two pieces in the edition's cells: one cell of it lies in the far west."""
    GridCell.objects.filter(cell__number=at(0, 0) + 1).update(grid=town.grids[2])
    Cell.objects.filter(number=at(0, 0) + 1).update(community=town.xincheng)
    faults = line_of(begin(town), "one_piece").faults
    assert {fault.unit: fault.blocking for fault in faults} == {EAST: False, G3: True}
    faults = line_of(begin(town, "consolidation"), "one_piece").faults
    assert {fault.unit: fault.blocking for fault in faults} == {EAST: True, G3: True}


def test_a_grid_with_cells_of_another_community_is_told_in_a_division(town: World) -> None:
    draft = begin(town)
    assert line_of(draft, "one_community").outcome == PASSED
    assign(draft, town.planner, block(10, 0, 11, 3), G2)
    fault = only_fault(draft, "one_community")
    assert (fault.unit, fault.value, fault.blocking) == (G2, 2, True)
    assert "30 户" in fault.text
    moved = begin(town, "consolidation")
    assign(moved, town.planner, block(10, 0, 11, 3), G2)
    assert line_of(moved, "one_community").outcome == PASSED


def test_a_grid_without_a_community_is_told(town: World) -> None:
    draft = begin(town)
    ProposalUnit.objects.filter(proposal=draft, number=G3).update(parent=None)
    assert G3 in {fault.unit for fault in line_of(draft, "one_community").faults}


def test_a_community_across_two_subdistricts_is_told(town: World) -> None:
    second: Subdistrict = create_place(
        level=Level.SUBDISTRICT, county=town.county, code="629931002", name="城北街道"
    )
    draft = begin(town, "consolidation", place=town.county)
    assert line_of(draft, "one_community").outcome == PASSED
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=EAST)
    with pgtrigger.ignore("territory.Boundary:keep_published"):  # as if it always had been so
        Boundary.objects.filter(place=town.xincheng).update(parent=second)
    fault = only_fault(draft, "one_community")
    assert (fault.unit, fault.value) == (EAST, 2)
