"""What cannot be worked with is refused by name, or stops the work with a repair."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from communities.basemap.cells import CellInputError, build_cells
from tests.cells.drawing import EAST, NORTH, box, build, codes, draw, line

BOWTIE = shapely.Polygon(
    [(EAST + x, NORTH + y) for x, y in ((10, 10), (30, 30), (30, 10), (10, 30))]
)


@pytest.mark.parametrize(
    "footprint",
    [BOWTIE, shapely.Polygon(), shapely.Point(EAST, NORTH), line((0, 0), (9, 9)), None],
    ids=["crosses itself", "empty", "a point", "a line", "nothing"],
)
def test_an_unusable_building_is_refused_and_the_rest_is_built(
    footprint: shapely.Geometry | None,
) -> None:
    cells = build(draw(buildings=[box(50, 50, 20, 20), footprint]))

    assert [one.buildings for one in cells.findings] == [(2,)]
    assert codes(cells) == {"invalid_building"}


def test_an_unusable_barrier_is_refused_and_the_others_keep_their_numbers() -> None:
    far = shapely.from_wkt("LINESTRING (NaN 0, 558000 3953000, 558100 3953100)")
    dead_end = line((-5, 100), (100, 100))
    cells = build(draw(buildings=[box(50, 50, 20, 20)], roads=[far, dead_end]))

    named = {one.code: one.barriers for one in cells.findings}
    assert named == {"invalid_barrier": (0,), "dangling_barrier": (1,)}


def test_degrees_instead_of_metres_leave_an_area_of_nothing() -> None:
    with pytest.raises(CellInputError, match="面积为零"):
        build_cells(draw(areas=[shapely.box(107.6, 35.7, 107.605, 35.705)]))


def test_web_mercator_or_a_zone_prefix_is_told_to_be_out_of_range() -> None:
    with pytest.raises(CellInputError, match="三度带"):
        build_cells(draw(areas=[shapely.box(36_558_000, NORTH, 36_559_000, NORTH + 1_000)]))


def test_arrays_that_do_not_fit_together_are_named() -> None:
    source = draw(buildings=[box(50, 50, 20, 20)])

    with pytest.raises(CellInputError, match="建筑的几何与属性数量不一致"):
        build_cells(replace(source, compounds=np.array([1, 2])))


def test_an_id_used_twice_is_refused() -> None:
    source = draw(buildings=[box(50, 50, 20, 20), box(90, 50, 20, 20)])

    with pytest.raises(CellInputError, match="建筑编号重复"):
        build_cells(replace(source, building_ids=np.array([4, 4])))
