"""A border dragged: it moves once, for both units, and cuts open ground where it runs."""

import numpy as np
import pytest
import shapely

from communities.basemap.cells import CellMap
from grids.proposals.drafting.lines import Fabric, LineRefused, ask_drag
from tests.cells.drawing import EAST, box, build, draw, line
from tests.proposals.lines.ground import (
    assert_buildings_whole,
    assert_exact,
    fabric_of,
    lonlat,
    reshape,
    sort,
)

r"""
    300 +--------+--------+
        | o  o  o|  o  o  |     two units, west and east of the street x = 150,
    200 |--------+--------|     with open ground between y = 100 and y = 200
        |        |        |
    100 |--------+--------|
        | o  o  o|  o  o  |
      0 +--------+--------+
"""


def town() -> tuple[CellMap, Fabric]:
    houses = [box(15 + 45 * n, y, 20, 20) for n in range(6) for y in (30, 250)]
    source = draw(
        areas=[box(0, 0, 300, 300)],
        buildings=houses,
        roads=[
            line((-5, 100), (305, 100)),
            line((-5, 200), (305, 200)),
            line((150, -5), (150, 305)),
        ],
    )
    cells = build(source)
    return cells, fabric_of(cells, source)


def halves(fabric: Fabric) -> tuple[np.ndarray, np.ndarray]:
    west = shapely.get_x(shapely.centroid(fabric.polygons)) < EAST + 150
    return np.flatnonzero(west), np.flatnonzero(~west)


def test_houses_in_the_ground_swept_change_sides_and_no_others() -> None:
    cells, fabric = town()
    west, east = halves(fabric)
    ask = ask_drag(
        fabric, west, east, lonlat((150, 0), (150, 100)), lonlat((150, 0), (100, 50), (150, 100))
    )

    inside = np.flatnonzero(sort(fabric, ask).inside)

    assert [int(cells.building_ids[cells.building_cell == row][0]) for row in inside] == [5]
    assert set(inside.tolist()) <= set(west.tolist())


def test_open_ground_is_cut_along_the_new_border() -> None:
    _, fabric = town()
    west, east = halves(fabric)
    ask = ask_drag(
        fabric,
        west,
        east,
        lonlat((150, 100), (150, 200)),
        lonlat((150, 100), (100, 120), (100, 180), (150, 200)),
    )

    sorting = sort(fabric, ask)
    changes, after = reshape(fabric, sorting)

    assert len(changes.pieces) == 1
    assert changes.pieces[0].inside
    assert_exact(fabric, after)
    assert_buildings_whole(fabric, sorting)
    (place,) = sorting.pieces
    assert place in west
    assert sorting.pieces[place].polygons[1].area == pytest.approx(50 * 80, rel=0.01)


def test_a_border_dragged_across_itself_gives_and_takes() -> None:
    _, fabric = town()
    west, east = halves(fabric)
    new = lonlat((150, 100), (80, 125), (150, 150), (220, 175), (150, 200))
    ask = ask_drag(fabric, west, east, lonlat((150, 100), (150, 200)), new)

    sorting = sort(fabric, ask)
    changes, after = reshape(fabric, sorting)

    assert {one.of in west for one in changes.pieces} == {True, False}
    assert all(one.inside for one in changes.pieces)
    assert_exact(fabric, after)


def test_only_the_two_units_are_touched() -> None:
    """A third unit north of the street keeps its cells though the new border runs through it."""
    _, fabric = town()
    west, east = halves(fabric)
    south = shapely.get_y(shapely.centroid(fabric.polygons)) < 3_953_200
    west, east = west[south[west]], east[south[east]]
    new = lonlat((150, 100), (60, 250), (150, 200))
    ask = ask_drag(fabric, west, east, lonlat((150, 100), (150, 200)), new)

    sorting = sort(fabric, ask, np.union1d(west, east))

    assert not sorting.inside[~south].any()
    assert_exact(fabric, reshape(fabric, sorting)[1])


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ([(60, 0), (60, 90)], [(60, 0), (90, 50), (60, 90)], "not_their_border"),
        ([(150, 0), (150, 90)], [(150, 0), (150, 90)], "nothing_moved"),
        ([(150, 0), (150, 90)], [(150, 0), (100, 20), (100, 60), (150, 90)], None),
        (
            [(150, 0), (150, 90)],
            [(150, 0), (100, 60), (60, 60), (60, 20), (120, 90), (150, 90)],
            "line_crosses_itself",
        ),
    ],
)
def test_a_drag_that_cannot_be_used_says_why(
    before: list[tuple[float, float]], after: list[tuple[float, float]], code: str | None
) -> None:
    _, fabric = town()
    asked = (fabric, *halves(fabric), lonlat(*before), lonlat(*after))
    if code is None:
        assert ask_drag(*asked).region.area > 0
        return
    with pytest.raises(LineRefused) as refused:
        ask_drag(*asked)
    assert refused.value.code == code


def test_units_that_do_not_touch_have_no_border_to_drag() -> None:
    cells, fabric = town()
    first, last = cells.building_cell[[0, -1]]
    with pytest.raises(LineRefused) as refused:
        ask_drag(
            fabric,
            np.array([first]),
            np.array([last]),
            lonlat((0, 0), (1, 9)),
            lonlat((0, 0), (9, 1)),
        )
    assert refused.value.code == "no_border"
