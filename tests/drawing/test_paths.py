"""Shapes as SVG paths and back."""

import re

import numpy as np
import shapely

from gis_core.drawing.borders import edges_of
from gis_core.drawing.paths import compact_lines, compact_path, path_of
from gis_core.shapes import shape_array

HOLED = shapely.box(0, 0, 100, 80).difference(shapely.box(10.04, 10, 20, 20))
TWO = shapely.MultiPolygon([shapely.box(200, 0, 240, 40), shapely.box(-50, -50, -10, -10)])


def rings_of(path: str, scale: float = 0.1) -> list[shapely.Polygon]:
    """The rings of a compact path, in pixels."""
    found = []
    for start, steps in re.findall(r"M([\d -]+)l([\d -]+)z", path):
        moves = np.array(re.findall(r"-?\d+", start + " " + steps), float).reshape(-1, 2)
        found.append(shapely.Polygon(np.cumsum(moves, axis=0) * scale))
    return found


def test_a_compact_path_is_the_shape_to_a_tenth_of_a_pixel() -> None:
    rings = rings_of(compact_path([HOLED, TWO]))
    assert len(rings) == 4
    areas = sorted(ring.area for ring in rings)
    assert np.allclose(areas, sorted([8000, 9.96 * 10 + 0.4, 1600, 1600]), atol=1.0)
    assert shapely.union_all(rings).symmetric_difference(
        shapely.union_all([shapely.box(0, 0, 100, 80), TWO])
    ).area < 1  # fmt: skip


def test_it_is_shorter_than_the_plain_one() -> None:
    circle = shapely.Point(500, 500).buffer(80)
    assert len(compact_path([circle])) < 0.7 * len(path_of(circle))


def test_what_is_too_small_to_be_seen_and_what_is_no_area_is_left_out() -> None:
    dot, line = shapely.box(5, 5, 5.02, 5.02), shapely.LineString([(0, 0), (9, 9)])
    assert compact_path([dot, line, shapely.Polygon()]) == ""
    mixed = shapely.GeometryCollection([line, shapely.box(0, 0, 9, 9)])
    assert compact_path([mixed]).count("M") == 1


def test_lines_stay_open() -> None:
    lines = shapely.MultiLineString([[(0, 0), (1, 2)], [(5, 5), (5, 9), (7, 9)]])
    assert compact_lines([lines]) == "M0 0l10 20M50 50l0 40 20 0"
    assert compact_lines([shapely.Point(1, 1), shapely.LineString()]) == ""


def test_a_border_that_two_areas_share_is_there_once() -> None:
    pair = shape_array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])
    assert edges_of(pair).length == 70
    assert shapely.get_parts(edges_of(shape_array([]))).size == 0
