"""A line across a unit: cells go whole with their building, open ground is cut exactly."""

import numpy as np
import pytest
import shapely

from communities.basemap.cells import CellMap, CellRules, CellSource
from gis_core.crs import GEOGRAPHIC, reproject
from grids.proposals.drafting.lines import (
    Fabric,
    LineRefused,
    ask_cut,
    make_fabric,
    shape_changes,
)
from tests.cells.drawing import box, build, cell_of, draw, line
from tests.proposals.lines.ground import (
    ZONE,
    assert_buildings_whole,
    assert_exact,
    everything,
    fabric_of,
    lonlat,
    reshape,
    sort,
    stored,
)

FOUR = [box(20, 20, 20, 20), box(160, 20, 20, 20), box(20, 160, 20, 20), box(160, 160, 20, 20)]
r"""
    200 +-----------+
        | 3   |   4 |     four houses, one in each corner
        | ----+---- |
        | 1   |   2 |
      0 +-----------+
"""


def test_cells_go_to_the_side_their_building_stands_on() -> None:
    source = draw(buildings=FOUR)
    cells = build(source)
    fabric = fabric_of(cells, source)
    ask = ask_cut(fabric, everything(fabric), lonlat((120, -5), (60, 205)))

    inside = sort(fabric, ask).inside

    left = {cell_of(cells, 1), cell_of(cells, 3)}
    assert set(np.flatnonzero(inside).tolist()) == left


def test_the_side_of_a_cell_is_that_of_most_of_what_stands_in_it_not_of_its_ground() -> None:
    source = draw(buildings=FOUR)
    cells = build(source)
    fabric = fabric_of(cells, source)
    # nearly all the ground of cell 1 lies to the right of this line, its house to the left
    ask = ask_cut(fabric, everything(fabric), lonlat((45, -5), (45, 45), (-5, 45)))

    assert set(np.flatnonzero(sort(fabric, ask).inside).tolist()) == {cell_of(cells, 1)}


def test_a_line_through_a_building_gives_its_cell_to_the_larger_part() -> None:
    source = draw(buildings=FOUR)
    cells = build(source)
    fabric = fabric_of(cells, source)
    ask = ask_cut(fabric, everything(fabric), lonlat((33, -5), (33, 205)))

    sorting = sort(fabric, ask)

    left = {cell_of(cells, 1), cell_of(cells, 3)}
    assert set(np.flatnonzero(sorting.inside).tolist()) == left
    assert_buildings_whole(fabric, sorting)


def park() -> tuple[CellSource, CellMap, Fabric]:
    """Open ground of 300 m by 100 m between two rows of houses, all but one street away."""
    houses = [box(20 + 60 * n, y, 30, 20) for n in range(5) for y in (20, 260)]
    source = draw(
        areas=[box(0, 0, 300, 300)],
        buildings=houses,
        roads=[line((-5, 100), (305, 100)), line((-5, 200), (305, 200))],
    )
    cells = build(source)
    return source, cells, fabric_of(cells, source)


def test_open_ground_is_cut_in_two_and_its_neighbours_get_the_ends_as_nodes() -> None:
    _, cells, fabric = park()
    ask = ask_cut(fabric, everything(fabric), lonlat((131, -5), (141, 305)))

    sorting = sort(fabric, ask)
    changes, after = reshape(fabric, sorting)

    assert len(sorting.pieces) == 1
    assert len(changes.pieces) == 1
    assert len(after) == len(cells) + 1
    assert_exact(fabric, after)
    assert_buildings_whole(fabric, sorting)
    kept, cut_off = next(iter(sorting.pieces.values())).polygons
    assert kept.area == pytest.approx(100 * 164, rel=0.05)
    assert cut_off.area == pytest.approx(100 * 136, rel=0.05)


def test_without_leave_to_cut_open_ground_goes_to_the_side_of_most_of_it() -> None:
    _, _, fabric = park()
    ask = ask_cut(fabric, everything(fabric), lonlat((131, -5), (141, 305)))

    sorting = sort(fabric, ask, cut_open=False)

    assert not sorting.pieces
    assert not sorting.noded
    open_row = int(np.flatnonzero(~fabric.built)[0])
    assert not sorting.inside[open_row]


def test_a_sliver_is_not_cut_off() -> None:
    _, _, fabric = park()
    ask = ask_cut(fabric, everything(fabric), lonlat((2, -5), (2, 305)))

    with_sliver = sort(fabric, ask)

    assert not with_sliver.pieces


def test_a_line_beside_a_street_follows_the_street_and_cuts_nothing() -> None:
    _, _, fabric = park()
    wavering = lonlat((-5, 103), (60, 97), (120, 104), (200, 98), (305, 103))
    ask = ask_cut(fabric, everything(fabric), wavering)

    sorting = sort(fabric, ask)

    assert not sorting.pieces
    north = shapely.get_y(shapely.centroid(fabric.polygons)) > 3_953_100
    assert (sorting.inside == north).all()
    assert shapely.hausdorff_distance(ask.region, shapely.union_all(fabric.polygons[north])) < 0.1


def test_a_line_may_stop_short_of_the_edge() -> None:
    _, _, fabric = park()
    ask = ask_cut(fabric, everything(fabric), lonlat((131, 12), (141, 290)))

    _, after = reshape(fabric, sort(fabric, ask))

    assert len(after) == len(fabric.rows) + 1
    assert_exact(fabric, after)


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([(131, 60), (141, 305)], "line_ends_inside"),
        ([(-50, -5), (-50, 305)], "line_misses_unit"),
        ([(50, 50)], "line_too_short"),
        ([(50, 50), (50, 50)], "line_too_short"),
        ([(-5, 50), (250, 50), (250, 150), (150, -5)], "line_crosses_itself"),
        ([(0, 0)] * 3000, "line_too_long"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(points: list[tuple[float, float]], code: str) -> None:
    _, _, fabric = park()
    with pytest.raises(LineRefused) as refused:
        ask_cut(fabric, everything(fabric), lonlat(*points))
    assert refused.value.code == code


def test_a_cut_around_a_court_of_open_ground_keeps_its_holes() -> None:
    """A house stands in the middle of a large meadow: its cell is a hole of the open ground."""
    source = draw(areas=[box(0, 0, 400, 400)], buildings=[box(190, 190, 20, 20)])
    cells = build(source, CellRules(open_area=1e6))
    fabric = fabric_of(cells, source)
    ask = ask_cut(fabric, everything(fabric), lonlat((202, -5), (202, 405)))

    sorting = sort(fabric, ask)
    _, after = reshape(fabric, sorting)

    assert len(sorting.pieces) == int((~fabric.built).sum())
    assert_exact(fabric, after)
    assert_buildings_whole(fabric, sorting)


def test_a_cut_ends_in_a_node_that_is_there_on_the_edge_of_the_place() -> None:
    """Who lies beyond belongs to no draft of this place and cannot be given a node."""
    source = draw(areas=[box(0, 0, 120, 120)])
    cells = build(source)
    fabric = fabric_of(cells, source)
    ask = ask_cut(fabric, everything(fabric), lonlat((35, -5), (55, 125)))

    _, after = reshape(fabric, sort(fabric, ask))

    assert len(after) == 2
    outline = shapely.get_coordinates(fabric.to_degrees(fabric.polygons))
    union = shapely.get_coordinates(shapely.coverage_union_all(after))
    assert set(map(tuple, union)) == set(map(tuple, outline))
    assert_exact(fabric, after)


def test_a_vertex_that_was_there_keeps_its_degrees_to_the_last_bit() -> None:
    """Whoever computed them: here they are those of a file with eleven decimals."""
    _, cells, _ = park()
    given = shapely.transform(reproject(cells.polygons, ZONE, GEOGRAPHIC), lambda xy: xy.round(11))
    rows = np.arange(len(cells))
    fabric = make_fabric(
        ZONE, rows, given, np.ones(len(cells), bool), footprints=lambda rows: given[rows]
    )

    assert shapely.equals_exact(fabric.to_degrees(fabric.polygons), given, tolerance=0).all()


def test_a_cell_with_a_building_cannot_be_cut_even_by_mistake() -> None:
    _, _, fabric = park()
    ask = ask_cut(fabric, everything(fabric), lonlat((131, -5), (141, 305)))
    sorting = sort(fabric, ask)
    fabric.built[:] = True
    with pytest.raises(ValueError, match="建筑"):
        shape_changes(fabric, stored(fabric), sorting, len(fabric.rows))


def test_the_same_line_gives_the_same_shapes_to_the_bit() -> None:
    _, _, fabric = park()
    drawn = lonlat((131, -5), (141, 305))

    first = reshape(fabric, sort(fabric, ask_cut(fabric, everything(fabric), drawn)))[0]
    _, _, again = park()
    second = reshape(again, sort(again, ask_cut(again, everything(again), drawn)))[0]

    assert first.changes == second.changes
