"""Cells tile the street faces exactly and hold one building each."""

import numpy as np
import shapely

from communities.basemap.cells import CellRules
from tests.cells.drawing import box, build, cell_of, codes, draw, line


def test_two_buildings_share_their_face_and_no_ground_is_left() -> None:
    cells = build(draw(buildings=[box(40, 80, 30, 40), box(130, 80, 30, 40)]))

    assert len(cells) == 2
    assert shapely.area(cells.polygons).sum() == 200 * 200
    assert np.allclose(shapely.area(cells.polygons), 20_000, rtol=0.02)


def test_attached_houses_have_cells_of_their_own_that_start_where_the_houses_part() -> None:
    houses = [box(20 + 10 * n, 90, 10, 12) for n in range(16)]
    cells = build(draw(buildings=houses))

    assert len(cells) == 16
    middle = cells.polygons[cell_of(cells, 8)]
    west, _, east, _ = middle.bounds
    assert 10 <= east - west < 12


def test_the_border_in_a_narrow_gap_runs_down_its_middle() -> None:
    houses = [box(60, 60, 61, 40), box(67, 100.6, 47, 40)]
    cells = build(draw(buildings=houses))

    border = shapely.intersection(*shapely.boundary(cells.polygons))
    inside = shapely.intersection(border, box(68, 99, 45, 3))
    assert inside.length < 1.02 * 45
    assert shapely.distance(inside, shapely.multipolygons(houses)) > 0.2


def test_a_face_without_buildings_is_open_ground_of_its_own() -> None:
    cells = build(draw(buildings=[box(20, 20, 30, 30)], roads=[line((-5, 100), (205, 100))]))

    assert len(cells) == 2
    assert len(np.unique(cells.face)) == 2
    assert list(cells.building_cell) == [cell_of(cells, 1)]


def test_large_open_ground_is_divided_into_even_pieces() -> None:
    cells = build(draw(areas=[box(0, 0, 800, 400)]), CellRules())

    sizes = shapely.area(cells.polygons)
    assert 8 <= len(cells) <= 14
    assert sizes.max() < 2 * sizes.min()


def test_ground_out_of_reach_of_a_lonely_building_is_open_ground() -> None:
    cells = build(draw(areas=[box(0, 0, 600, 600)], buildings=[box(290, 290, 20, 20)]), CellRules())

    home = cells.polygons[cell_of(cells, 1)]
    reach = shapely.hausdorff_distance(home, box(290, 290, 20, 20))
    assert reach < 75
    assert len(cells) > 5


def test_a_courtyard_belongs_to_the_building_around_it() -> None:
    ring = box(60, 60, 80, 80).difference(box(80, 80, 40, 40))
    cells = build(draw(buildings=[ring]))

    assert len(cells) == 1
    assert shapely.get_num_interior_rings(cells.polygons[0]) == 0


def test_a_building_in_a_courtyard_has_the_ground_around_it_there() -> None:
    ring = box(60, 60, 80, 80).difference(box(80, 80, 40, 40))
    cells = build(draw(buildings=[ring, box(95, 95, 10, 10)]))

    inner = cells.polygons[cell_of(cells, 2)]
    assert len(cells) == 2
    assert box(95, 95, 10, 10).area < inner.area < box(80, 80, 40, 40).area


def test_an_area_with_a_hole_and_a_second_piece_is_tiled_piece_by_piece() -> None:
    area = shapely.union(box(0, 0, 200, 200).difference(box(80, 80, 40, 40)), box(300, 0, 50, 50))
    cells = build(draw(areas=[area], buildings=[box(20, 20, 30, 30), box(310, 10, 10, 10)]))

    assert np.isclose(shapely.area(cells.polygons).sum(), area.area)
    assert not shapely.intersects(cells.polygons, box(90, 90, 20, 20)).any()


def test_an_area_without_anything_is_one_cell() -> None:
    cells = build(draw())

    assert len(cells) == 1
    assert cells.findings == []


def test_a_footprint_drawn_as_a_sliver_between_others_joins_a_neighbour() -> None:
    houses = [box(20, 20, 30, 30), box(50, 20, 0.2, 30), box(50.2, 20, 30, 30)]
    wall = [box(20, 50, 60.2, 20), box(20, 0, 60.2, 20)]
    cells = build(draw(buildings=houses + wall))

    assert cell_of(cells, 2) in {cell_of(cells, 1), cell_of(cells, 3)}
    assert len(cells) == 4
    assert codes(cells) == set()
