"""Which lines divide, and what becomes of the slivers between them."""

import numpy as np
import shapely

from tests.cells.drawing import EAST, NORTH, box, build, cell_of, codes, draw, line

SPREAD = [box(x, y, 20, 20) for x in (20, 90, 160) for y in (20, 150)]


def test_a_dead_end_does_not_divide() -> None:
    cells = build(draw(buildings=SPREAD, roads=[line((-5, 100), (120, 100))]))

    assert len(np.unique(cells.face)) == 1
    assert [one.barriers for one in cells.findings if one.code == "dangling_barrier"] == [(0,)]


def test_a_road_drawn_a_little_too_short_is_joined_and_divides() -> None:
    cells = build(draw(buildings=SPREAD, roads=[line((-5, 100), (199.4, 100))]))

    assert len(np.unique(cells.face)) == 2
    assert codes(cells) == {"closed_gap"}


def test_the_median_of_a_dual_carriageway_joins_the_blocks_beside_it() -> None:
    roads = [line((-5, 95), (205, 95)), line((-5, 107), (205, 107))]
    cells = build(draw(buildings=SPREAD, roads=roads, classes=["arterial", "local"]))

    assert len(cells) == len(SPREAD)
    assert "strip_absorbed" in codes(cells)
    lower = [cell_of(cells, one) for one in (1, 3, 5)]
    assert np.allclose(shapely.bounds(cells.polygons[lower])[:, 3] - NORTH, 95)


def test_a_median_is_shared_out_among_the_blocks_it_lies_before() -> None:
    area = box(0, 0, 800, 200)
    roads = [line((-5, 94), (805, 94)), line((-5, 106), (805, 106))]
    roads += [line((x, 106), (x, 205)) for x in (200, 400, 600)]
    roads += [line((x, -5), (x, 94)) for x in (100, 300, 500, 700)]
    houses = [box(x, y, 60, 40) for x in range(20, 800, 100) for y in (20, 140)]
    cells = build(draw(areas=[area], buildings=houses, roads=roads))

    widths = np.diff(shapely.bounds(cells.polygons)[:, [0, 2]], axis=1)
    assert widths.max() < 260


def test_a_roundabout_island_is_no_cell_of_its_own() -> None:
    island = shapely.Point(EAST + 100, NORTH + 100).buffer(8)
    roads = [
        island.exterior,
        line((-5, 100), (92, 100)),
        line((108, 100), (205, 100)),
        line((100, 108), (100, 205)),
    ]
    cells = build(draw(buildings=SPREAD, roads=roads))

    assert len(cells) == len(SPREAD)


def test_a_slip_between_boundary_and_road_stays_in_its_area() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    cells = build(
        draw(areas=areas, buildings=SPREAD[:2] + SPREAD[4:], roads=[line((104, -5), (104, 205))])
    )

    assert len(cells) == 4
    assert np.isclose(shapely.area(cells.polygons[cells.area == 1]).sum(), 20_000)


def test_a_gap_of_centimetres_between_two_areas_is_closed() -> None:
    areas = [box(0, 0, 100, 200), box(100.05, 0, 99.95, 200), box(0, 200, 200, 50)]
    bottom = box(0, -50, 200, 50)
    cells = build(draw(areas=[*areas, bottom], buildings=SPREAD))

    assert "area_gap" in codes(cells)
    assert np.isclose(shapely.area(cells.polygons).sum(), 200 * 300)


def test_ground_claimed_by_two_areas_goes_to_the_first() -> None:
    areas = [box(0, 0, 105, 200), box(100, 0, 100, 200)]
    cells = build(draw(areas=areas, buildings=SPREAD[:2] + SPREAD[4:]))

    assert "area_overlap" in codes(cells)
    assert np.isclose(shapely.area(cells.polygons[cells.area == 0]).sum(), 105 * 200)


def test_present_grid_borders_divide_too() -> None:
    cells = build(draw(buildings=SPREAD, lines=[line((0, 100), (200, 100))]))

    assert len(np.unique(cells.face)) == 2
