"""The check finds what is wrong, whoever made the cells."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import shapely

from communities.basemap.cells import CellMap, check_cells
from communities.basemap.cells.source import geometries
from tests.cells.drawing import EAST, NORTH, box, build, codes, draw, line

SOURCE = draw(
    areas=[box(0, 0, 200, 200), box(200, 0, 200, 200)],
    buildings=[box(x, y, 30, 20) for x in (20, 130, 230, 330) for y in (30, 150)],
    roads=[line((-5, 100), (405, 100))],
)


def _without_a_cell(cells: CellMap) -> CellMap:
    polygons = cells.polygons.copy()
    polygons[0] = shapely.buffer(polygons[0], -5)
    return replace(cells, polygons=polygons)


def _moved_by_a_millimetre(cells: CellMap) -> CellMap:
    polygons = cells.polygons.copy()
    polygons[3] = shapely.transform(polygons[3], lambda xy: xy + np.array([0.001, 0.0]))
    return replace(cells, polygons=polygons)


def _grown_over_a_neighbour(cells: CellMap) -> CellMap:
    polygons = cells.polygons.copy()
    polygons[2] = shapely.buffer(polygons[2], 3)
    return replace(cells, polygons=polygons)


def _crossing_itself(cells: CellMap) -> CellMap:
    polygons = cells.polygons.copy()
    ring = [(EAST, NORTH), (EAST + 50, NORTH + 50), (EAST + 50, NORTH), (EAST, NORTH + 50)]
    polygons[1] = shapely.Polygon(ring)
    return replace(cells, polygons=polygons)


def _in_two_pieces(cells: CellMap) -> CellMap:
    polygons = cells.polygons.copy()
    half = shapely.box(EAST + 60, NORTH - 10, EAST + 62, NORTH + 500)
    polygons[0] = polygons[0].difference(half)
    return replace(cells, polygons=polygons)


def _housed_elsewhere(cells: CellMap) -> CellMap:
    return replace(cells, building_cell=np.roll(cells.building_cell, 1))


def _of_another_area(cells: CellMap) -> CellMap:
    return replace(cells, area=1 - cells.area)


def _short_of_a_border(cells: CellMap) -> CellMap:
    borders = replace(cells.borders, length=cells.borders.length * 0.9)
    return replace(cells, borders=borders)


def _unconnected(cells: CellMap) -> CellMap:
    borders = cells.borders
    apart = cells.area[borders.a] != cells.area[borders.b]
    kept = replace(
        borders,
        a=borders.a[apart],
        b=borders.b[apart],
        barrier=borders.barrier[apart],
        length=borders.length[apart],
    )
    return replace(cells, borders=kept)


FAULTS: dict[str, Callable[[CellMap], CellMap]] = {
    "area_not_covered": _without_a_cell,
    "not_edge_matched": _moved_by_a_millimetre,
    "overlapping_cells": _grown_over_a_neighbour,
    "invalid_cell": _crossing_itself,
    "building_cut": _housed_elsewhere,
    "bad_adjacency": _short_of_a_border,
    "area_disconnected": _unconnected,
}


@pytest.fixture(scope="module")
def cells() -> CellMap:
    return build(SOURCE)


@pytest.mark.parametrize(("code", "spoil"), FAULTS.items(), ids=FAULTS)
def test_each_fault_is_found(
    cells: CellMap, code: str, spoil: Callable[[CellMap], CellMap]
) -> None:
    assert code in {one.code for one in check_cells(spoil(cells), SOURCE)}


def test_a_cell_of_several_polygons_is_found(cells: CellMap) -> None:
    assert "invalid_cell" in {one.code for one in check_cells(_in_two_pieces(cells), SOURCE)}


def test_cells_of_the_wrong_area_are_found(cells: CellMap) -> None:
    assert "area_not_covered" in {one.code for one in check_cells(_of_another_area(cells), SOURCE)}


def test_a_building_without_a_cell_is_found(cells: CellMap) -> None:
    lost = replace(
        cells, building_ids=cells.building_ids[1:], building_cell=cells.building_cell[1:]
    )

    missing = [one for one in check_cells(lost, SOURCE) if one.code == "building_lost"]
    assert [one.buildings for one in missing] == [(int(cells.building_ids[0]),)]


def test_a_line_that_meets_an_outline_between_its_vertices_opens_no_hole() -> None:
    """A community as it comes back from degrees, nanometres off the grid.

    The outline bends to the two ends of the line. What lies between the bent one and the one
    given is 9 m long and 2e-10 m wide, and GEOS leaves a speck of it when it is eroded by 2 mm.

            * 726
            |\\_
            | _\\ 869 and 042, the line's ends
            |/
            * 836 + 1e-6
    """
    outline = [
        (472075.617, 3956413.269),
        (472078.94400000054, 3956432.836000001),
        (472079.762, 3956437.726),
        (472000.0, 3956500.0),
    ]
    ends = [(472078.979, 3956433.042), (472090.0, 3956430.0), (472079.619, 3956436.869)]
    build(draw(areas=[shapely.Polygon(outline)], lines=[shapely.LineString(ends)]))


@pytest.mark.parametrize("wider", [0.003, -0.003])
def test_an_outline_three_millimetres_away_is_found(cells: CellMap, wider: float) -> None:
    grown = shapely.buffer(SOURCE.areas, wider, join_style="mitre")

    found = check_cells(cells, replace(SOURCE, areas=geometries(grown)))
    assert [one.code for one in found] == ["area_not_covered", "area_not_covered"]


def test_a_wall_that_crosses_a_boundary_by_three_millimetres_is_told() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    corners = [(40, 80), (100, 80), (100.003, 140), (40, 140)]
    house = shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])
    assert "astride_boundary" in codes(build(draw(areas=areas, buildings=[house])))
