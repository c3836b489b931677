"""A table of cells of which some were cut: what geometry says, and the same sums as before."""

from dataclasses import fields

import numpy as np
import pytest
import shapely

from communities.basemap.cells import CellMap
from communities.basemap.cells.segments import share_edges
from grids.division.cell_table import CellTable
from grids.proposals.drafting.lines import Fabric, ask_cut
from grids.proposals.drafting.pieces import with_pieces
from tests.cells.drawing import box, build, draw, line
from tests.proposals.lines.ground import everything, fabric_of, lonlat, sort


def table_of(cells: CellMap) -> CellTable:
    """As read from the database: one household for each building."""
    names = tuple(sorted(set(cells.borders.barrier.tolist()) - {""}))
    size = len(cells)
    people = np.bincount(cells.building_cell, minlength=size)
    return CellTable(
        ids=np.arange(1000, 1000 + size),
        xy=shapely.get_coordinates(shapely.point_on_surface(cells.polygons)),
        households=people,
        estimated=people,
        dwellings=people,
        population=3 * people,
        area=shapely.area(cells.polygons),
        perimeter=shapely.length(cells.polygons),
        community=np.zeros(size, np.int32),
        community_ids=(),
        compound=np.full(size, -1, np.int32),
        compound_ids=(),
        edges=np.column_stack([cells.borders.a, cells.borders.b]).astype(np.int32),
        length=cells.borders.length,
        barrier=np.array([names.index(n) if n else -1 for n in cells.borders.barrier], np.int32),
        barrier_names=names,
    )


def park() -> tuple[CellTable, Fabric]:
    """Open ground between two streets, houses beyond them."""
    source = draw(
        areas=[box(0, 0, 300, 300)],
        buildings=[box(20 + 60 * n, y, 30, 20) for n in range(5) for y in (20, 260)],
        roads=[line((-5, 100), (305, 100)), line((-5, 200), (305, 200))],
    )
    cells = build(source)
    return table_of(cells), fabric_of(cells, source)


def cut(fabric: Fabric) -> dict[int, shapely.Polygon]:
    """All shapes after a line from south to north: the last row is a piece of the open ground."""
    sorting = sort(fabric, ask_cut(fabric, everything(fabric), lonlat((131, -5), (141, 305))))
    found = dict(enumerate(fabric.polygons)) | sorting.noded
    for place, pieces in sorting.pieces.items():
        found[place], found[len(fabric.rows)] = pieces.polygons
    return found


def open_row(fabric: Fabric) -> int:
    return int(np.flatnonzero(~fabric.built)[0])


def test_borders_of_a_cut_cell_are_shared_out_by_length_and_class() -> None:
    table, fabric = park()
    polygons = cut(fabric)
    root = np.array([open_row(fabric)], np.int32)

    after = with_pieces(table, root, polygons)

    shapes = np.array([polygons[row] for row in sorted(polygons)], dtype=object)
    shared = share_edges(shapes)
    for a, b in {tuple(sorted(edge)) for edge in after.edges.tolist()}:
        on = (shared.first == a) & (shared.second == b)
        own = (np.sort(after.edges, axis=1) == [a, b]).all(axis=1)
        assert after.length[own].sum() == pytest.approx(shared.edges.lengths[on].sum(), abs=0.01)
    assert after.area == pytest.approx(shapely.area(shapes), abs=0.1)
    assert after.perimeter == pytest.approx(shapely.length(shapes), abs=0.01)
    for barrier in range(len(table.barrier_names)):
        along = [one.length[one.barrier == barrier].sum() for one in (table, after)]
        assert along[0] == pytest.approx(along[1])


def test_the_cut_itself_is_a_border_along_nothing() -> None:
    table, fabric = park()
    row = open_row(fabric)
    polygons = cut(fabric)

    after = with_pieces(table, np.array([row], np.int32), polygons)

    new = (np.sort(after.edges, axis=1) == [row, table.size]).all(axis=1)
    assert new.sum() == 1
    assert after.barrier[new] == [-1]
    assert after.length[new][0] == pytest.approx(np.hypot(100, 100 / 31), abs=0.5)


def test_nobody_lives_in_a_piece_and_it_stays_in_its_compound_and_community() -> None:
    table, fabric = park()
    row = open_row(fabric)
    after = with_pieces(table, np.array([row], np.int32), cut(fabric))

    assert after.households[-1] == after.population[-1] == 0
    assert after.households.sum() == table.households.sum()
    assert after.ids[-1] == table.ids[row]
    assert after.community[-1] == table.community[row]
    assert shapely.contains_xy(cut(fabric)[table.size], *after.xy[-1])


def test_a_piece_taken_back_leaves_all_others_as_they_were() -> None:
    table, fabric = park()
    after = with_pieces(table, np.array([open_row(fabric)], np.int32), {})

    for field in fields(CellTable):
        now, before = getattr(after, field.name), getattr(table, field.name)
        if isinstance(now, np.ndarray):
            assert (now[: len(before)] == before).all(), field.name
    assert after.size == table.size + 1
    assert after.area[-1] == after.perimeter[-1] == 0
    assert not (after.edges == table.size).any()
