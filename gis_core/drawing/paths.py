"""Geometries in pixels as the `d` of an SVG path, to a tenth of a pixel."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

POLYGON, LINE = 3, 1  # of shapely.get_type_id
TENTHS = "scale(.1)"  # the transform under which `compact_path` and `compact_lines` are drawn


def path_of(shape: shapely.Geometry) -> str:
    """A polygon or several, in pixels, as the `d` of a path."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(_ring(shapely.get_coordinates(ring)[:-1]) for ring in rings)


def open_path(points: NDArray[np.float64]) -> str:
    """A line of (n, 2) pixels as the `d` of a path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())


def _ring(points: NDArray[np.float64]) -> str:
    return open_path(points) + "Z"


def compact_path(shapes: Iterable[shapely.Geometry]) -> str:
    """Polygons in pixels as one path in tenths, about half as long as absolute numbers."""
    polygons = shapely.get_parts(list(shapes))
    rings = shapely.get_rings(polygons[shapely.get_type_id(polygons) == POLYGON])
    return "".join(_steps(ring, "z") for ring in rings)


def compact_lines(shapes: Iterable[shapely.Geometry]) -> str:
    """Lines in pixels as one path in tenths."""
    lines = shapely.get_parts(list(shapes))
    return "".join(_steps(line, "") for line in lines[shapely.get_type_id(lines) == LINE])


def _steps(line: shapely.Geometry, close: str) -> str:
    """A start and steps from point to point; nothing of what is smaller than a tenth."""
    points = np.rint(shapely.get_coordinates(line) * 10).astype(np.int64)
    points = points[:-1] if close else points
    moves = np.diff(points, axis=0)
    moves = moves[moves.any(axis=1)]
    if len(moves) < (2 if close else 1):
        return ""
    (x, y), steps = points[0].tolist(), " ".join(map(str, moves.ravel().tolist()))
    return f"M{x} {y}l{steps}{close}".replace(" -", "-")
