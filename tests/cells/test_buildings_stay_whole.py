"""A cell never cuts a building: roads and boundaries bend around those astride."""

import numpy as np
import shapely

from tests.cells.drawing import box, build, cell_of, codes, draw, line


def test_a_building_astride_a_road_goes_to_the_side_with_most_of_it() -> None:
    house = box(90, 92, 20, 20)
    cells = build(draw(buildings=[house, box(40, 20, 20, 20)], roads=[line((-5, 100), (205, 100))]))

    home = cells.polygons[cell_of(cells, 1)]
    assert shapely.covers(home, house)
    assert home.bounds[3] == box(0, 0, 200, 200).bounds[3]
    moved = next(one for one in cells.findings if one.code == "astride_barrier")
    assert moved.buildings == (1,)
    assert np.isclose(moved.area_m2, 8 * 20)


def test_a_building_astride_a_boundary_is_wholly_in_one_area() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    house = box(95, 80, 20, 20)
    cells = build(draw(areas=areas, buildings=[house, box(20, 20, 20, 20)]))

    assert cells.area[cell_of(cells, 1)] == 1
    assert np.isclose(shapely.area(cells.polygons[cells.area == 1]).sum(), 100 * 200 + 5 * 20)
    moved = next(one for one in cells.findings if one.code == "astride_boundary")
    assert np.isclose(moved.area_m2, 5 * 20)


def test_the_area_is_chosen_before_the_street_within_it() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    house = box(88, 90, 20, 20)  # 12 m of it in the first area, which a road halves
    cells = build(draw(areas=areas, buildings=[house], roads=[line((-5, 100), (101, 100))]))

    assert cells.area[cell_of(cells, 1)] == 0


def test_a_road_that_passes_under_a_building_goes_around_it() -> None:
    gate = box(80, 60, 40, 80)
    cells = build(draw(buildings=[gate, box(20, 20, 20, 20)], roads=[line((-5, 110), (205, 110))]))

    assert shapely.covers(cells.polygons[cell_of(cells, 1)], gate)


def test_ground_that_a_moved_building_cuts_off_leaves_its_area() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    hook = box(90, 50, 60, 30).difference(box(95, 60, 15, 10))  # a court across the boundary
    cells = build(draw(areas=areas, buildings=[hook, box(20, 20, 20, 20)]))

    assert cells.area[cell_of(cells, 1)] == 1
    assert "cut_off_ground" in codes(cells)
    assert np.isclose(shapely.area(cells.polygons).sum(), 200 * 200)


def test_a_building_mostly_outside_every_area_is_named_and_has_no_cell() -> None:
    buildings = [box(50, 50, 20, 20), box(195, 50, 20, 20), box(400, 50, 20, 20)]
    cells = build(draw(buildings=buildings))

    named = {one.buildings for one in cells.findings if one.code == "outside_areas"}
    assert named == {(2,), (3,)}
    assert list(cells.building_ids) == [1]


def test_parts_of_one_building_that_lie_side_by_side_share_a_cell() -> None:
    towers = shapely.union(box(60, 80, 20, 20), box(90, 80, 20, 20))
    cells = build(draw(buildings=[towers]))

    assert len(cells) == 1
    assert "building_in_parts" in codes(cells)


def test_parts_of_one_building_across_a_road_are_each_whole_and_counted_once() -> None:
    towers = shapely.union(box(60, 20, 30, 30), box(60, 150, 20, 20))
    cells = build(draw(buildings=[towers], roads=[line((-5, 100), (205, 100))]))

    assert len(cells) == 2
    assert list(cells.building_ids) == [1]
    assert shapely.covers(cells.polygons[cell_of(cells, 1)], box(60, 20, 30, 30))


def test_a_house_shut_off_by_a_building_of_the_neighbour_stays_and_is_told() -> None:
    wall = box(-300, 90, 490, 20).union(box(185, 90, 5, 120))  # most of it outside
    beyond = box(192, 150, 6, 6)
    area = box(0, 0, 200, 200).difference(box(0, 105, 185, 95))
    cells = build(draw(areas=[area], buildings=[wall.union(box(186, 100, 20, 5)), beyond]))

    assert "outside_areas" in codes(cells)
    assert "stays_cut_off" in codes(cells)
    assert cell_of(cells, 2) >= 0
