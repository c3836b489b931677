"""The arrays of a cell set hold what its rows hold."""

import numpy as np
import pytest

from communities.basemap.models import Cell, CellBorder, CellSet, Compound
from gis_core.columns import read_columns
from grids.division.cell_table import read_cell_table
from tests.drafts.town import at, lay_cells
from tests.world import World, box


@pytest.fixture
def cells(world: World) -> CellSet:
    """The chessboard with two compounds and figures that differ from column to column."""
    cell_set = lay_cells(world)
    for number in (7, 3):
        compound = Compound.objects.create(
            county=world.county, name=f"{number}号院", geom=box(0, 0, 9, 9)
        )
        Cell.objects.filter(number=number).update(compound=compound)
    Cell.objects.filter(number=5).update(
        households_resident=1, households_registered=2, dwellings=3, population=4,
        estimated_households=5, area_m2=6.5, perimeter_m=7.25,
    )  # fmt: skip
    CellBorder.objects.filter(a__number=9).update(barrier_class="river", length_m=12.125)
    return cell_set


def test_every_column_is_read_by_the_cells_number(world: World, cells: CellSet) -> None:
    table = read_cell_table(cells, world.rule_set)
    rows = list(Cell.objects.order_by("number"))
    for name, column in (
        ("ids", "pk"), ("households", "households_resident"), ("estimated", "estimated_households"),
        ("dwellings", "dwellings"), ("population", "population"), ("area", "area_m2"),
        ("perimeter", "perimeter_m"),
    ):  # fmt: skip
        assert getattr(table, name).tolist() == [getattr(row, column) for row in rows]
    assert table.xy.tolist() == [[row.east_m, row.north_m] for row in rows]
    found = [table.community_ids[code] for code in table.community]
    assert found == [row.community_id for row in rows]
    compounds = [table.compound_ids[code] if code >= 0 else None for code in table.compound]
    assert compounds == [row.compound_id for row in rows]
    assert list(table.compound_ids) == sorted(Compound.objects.values_list("pk", flat=True))
    assert list(table.community_ids) == sorted({row.community_id for row in rows})


def test_borders_are_pairs_of_rows_with_their_class(world: World, cells: CellSet) -> None:
    table = read_cell_table(cells, world.rule_set)
    assert table.barrier_names == ("arterial", "river")
    names = [table.barrier_names[code] if code >= 0 else "" for code in table.barrier]
    borders = zip(map(tuple, table.edges.tolist()), table.length.tolist(), names, strict=True)
    kept = {pair: (metres, name) for pair, metres, name in borders}
    assert len(kept) == CellBorder.objects.count()
    assert kept[at(8, 0), at(9, 0)] == (12.125, "river")
    assert kept[at(2, 4), at(2, 5)] == (100, "arterial")
    assert kept[at(2, 3), at(2, 4)] == (100, "")


def test_a_set_without_compounds_or_barriers_has_none(world: World) -> None:
    cell_set = lay_cells(world)
    CellBorder.objects.update(barrier_class="")
    table = read_cell_table(cell_set, world.rule_set)
    assert (table.compound_ids, table.barrier_names) == ((), ())
    assert set(table.compound) == set(table.barrier) == {-1}


def test_a_set_without_cells_is_empty(world: World) -> None:
    empty = CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    table = read_cell_table(empty, world.rule_set)
    assert (table.size, len(table.edges), table.community_ids) == (0, 0, ())


def test_a_missing_value_is_not_read_as_a_number(cells: CellSet) -> None:
    rows = Cell.objects.order_by("number")
    with pytest.raises(ValueError, match="missing"):
        read_columns(rows, compound_id="i8")
    with pytest.raises(ValueError, match="width"):
        read_columns(rows, dwellings="i8")
    assert np.unique(read_columns(rows, dwellings="i4")["dwellings"]).tolist() == [3, 10]
