"""How long cells border on each other, and along which barrier."""

import numpy as np

from communities.basemap.cells import Borders, collapse_borders
from communities.basemap.cells.source import geometries
from tests.cells.drawing import box, build, cell_of, draw, line


def test_shared_borders_are_measured_once_for_each_pair() -> None:
    cells = build(draw(buildings=[box(40, 80, 20, 40), box(140, 80, 20, 40)]))

    assert list(zip(cells.borders.a, cells.borders.b, strict=True)) == [(0, 1)]
    assert np.isclose(cells.borders.length[0], 200, atol=0.1)
    assert np.allclose(cells.borders.outer, 400, atol=0.2)


def test_a_border_along_a_road_has_the_class_of_the_road() -> None:
    houses = [box(90, 20, 20, 20), box(90, 150, 20, 20)]
    road = line((-5, 100), (205, 100))
    cells = build(draw(buildings=houses, roads=[road], classes=["collector"]))

    assert list(cells.borders.barrier) == ["collector"]
    assert np.isclose(cells.borders.length[0], 200)


def test_a_road_that_many_cells_end_on_keeps_its_class_all_along() -> None:
    houses = [box(x, y, 20, 20) for y, row in ((60, (5, 80, 170)), (120, (40, 110))) for x in row]
    cells = build(draw(buildings=houses, roads=[line((-5, 100), (205, 100))]))

    along = cells.borders.barrier == "local"
    assert np.isclose(cells.borders.length[along].sum(), 200)
    assert along.sum() == 4


def test_where_two_barriers_coincide_the_greater_gives_the_name() -> None:
    road = line((-5, 100), (205, 100))
    houses = [box(90, 20, 20, 20), box(90, 150, 20, 20)]
    cells = build(draw(buildings=houses, roads=[road, road], classes=["wall", "river"]))

    assert list(cells.borders.barrier) == ["river"]


def test_a_boundary_beside_a_road_runs_along_it() -> None:
    areas = [box(0, 0, 100, 200), box(100, 0, 100, 200)]
    houses = [box(20, 90, 20, 20), box(160, 90, 20, 20)]
    road = line((103, -5), (103, 205))
    cells = build(draw(areas=areas, buildings=houses, roads=[road], classes=["arterial"]))

    assert list(cells.borders.barrier) == ["arterial"]


def test_a_border_that_leaves_the_road_around_a_building_has_both_kinds() -> None:
    houses = [box(40, 60, 100, 60), box(90, 150, 20, 20)]
    cells = build(draw(buildings=houses, roads=[line((-5, 100), (205, 100))]))
    pair = {cell_of(cells, 1), cell_of(cells, 2)}

    kinds = {
        barrier: length
        for a, b, barrier, length in zip(
            cells.borders.a,
            cells.borders.b,
            cells.borders.barrier,
            cells.borders.length,
            strict=True,
        )
        if {int(a), int(b)} == pair
    }
    assert np.isclose(kinds["local"], 100)
    assert np.isclose(kinds[""], 20 + 100 + 20)


def test_collapsing_names_the_class_that_most_of_a_border_runs_along() -> None:
    borders = Borders(
        a=np.array([0, 0, 0, 1, 1]),
        b=np.array([1, 1, 2, 2, 2]),
        barrier=geometries(["", "river", "wall", "", "local"]),
        length=np.array([40.0, 60.0, 5.0, 70.0, 30.0]),
        outer=np.zeros(3),
    )
    pairs = collapse_borders(borders)

    assert list(zip(pairs.a, pairs.b, pairs.barrier, pairs.length, strict=True)) == [
        (0, 1, "river", 100.0),
        (0, 2, "wall", 5.0),
        (1, 2, "", 100.0),
    ]
