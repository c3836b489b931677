"""Geometries in pixels as the `d` of an SVG path, to a tenth of a pixel."""

import numpy as np
import shapely
from numpy.typing import NDArray


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
