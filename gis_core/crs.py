"""Coordinates: the county's Gauss-Krueger zone, and the two offset systems of Chinese maps.

Stored geometry is EPSG:4490 (CGCS2000, longitude first); areas and lengths are measured in
the 3-degree Gauss-Krueger zone of the county (CM family, six-digit easting); EPSG:3857 only
draws. Arrays are float64 of shape (n, 2), degrees unless said otherwise.

Sources: zone table and test vector DOMAIN 7.1; GCJ-02 and BD-09 as published with the
`eviltransform` and `gcoord` projects (DOMAIN 7.2).
"""

from enum import StrEnum
from functools import cache
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyproj

GEOGRAPHIC = 4490
WEB_MERCATOR = 3857

# 4326 differs from 4490 by less than any boundary survey; 4513-4554 are the two 3-degree
# families. Xi'an 80 and Beijing 54 are absent on purpose: PROJ would silently shift nothing.
ACCEPTED_SRIDS = frozenset({4326, 4490, *range(4513, 4555)})
UNSHIFTABLE_SRIDS = frozenset({4610, 4214, *range(2327, 2443), *range(4568, 4590)})

Coordinates = NDArray[np.float64]


class Offset(StrEnum):
    """The map service whose offset a file's coordinates carry."""

    NONE = "none"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def working_srid(longitude: float) -> int:
    """EPSG code of the 3-degree Gauss-Krueger zone (CM family) around `longitude` degrees.

    Raises:
        ValueError: the longitude lies outside the zones 75E to 135E.
    """
    number = round(longitude / 3)
    if not 25 <= number <= 45:
        raise ValueError(f"经度 {longitude:.4f} 不在 CGCS2000 三度带 75°E–135°E 范围内")
    return 4534 + number - 25


@cache
def transformer(source: int, target: int) -> "pyproj.Transformer":
    """A cached transformer, always longitude or easting first."""
    import pyproj  # an import of files in degrees does without it, as do most requests

    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def reproject(geometries: NDArray[np.object_], source: int, target: int) -> NDArray[np.object_]:
    """Transform shapely geometries vertex by vertex: equal vertices stay equal."""
    if source == target:
        return geometries
    project = transformer(source, target).transform
    return np.asarray(shapely.transform(geometries, lambda xy: np.column_stack(project(*xy.T))))


def remove_offset(lonlat: Coordinates, offset: Offset) -> Coordinates:
    """GCJ-02 or BD-09 coordinates back to CGCS2000, by iteration (residual below 1 mm)."""
    if offset == Offset.NONE:
        return lonlat
    forward = gcj02_from_cgcs2000 if offset == Offset.GCJ02 else bd09_from_cgcs2000
    result: Coordinates = lonlat.copy()
    for _ in range(10):
        result -= forward(result) - lonlat
    return result


def gcj02_from_cgcs2000(lonlat: Coordinates) -> Coordinates:
    """Add the offset of Amap and Tencent, shape (n, 2) degrees."""
    semi_major, eccentricity2 = 6378245.0, 0.00669342162296594323
    x, y = lonlat[:, 0] - 105.0, lonlat[:, 1] - 35.0
    latitude = np.radians(lonlat[:, 1])
    magic = 1 - eccentricity2 * np.sin(latitude) ** 2
    root = np.sqrt(magic)
    shift_lat = _gcj_latitude(x, y) * 180 / (semi_major * (1 - eccentricity2) / (magic * root) * pi)
    shift_lon = _gcj_longitude(x, y) * 180 / (semi_major / root * np.cos(latitude) * pi)
    return lonlat + np.column_stack([shift_lon, shift_lat])


def bd09_from_cgcs2000(lonlat: Coordinates) -> Coordinates:
    """Add the offset of Baidu, which lies on top of GCJ-02, shape (n, 2) degrees."""
    x, y = gcj02_from_cgcs2000(lonlat).T
    turn = pi * 3000 / 180
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * turn)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * turn)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def offset_that_fits(lonlat: NDArray[np.float64], outline: shapely.Geometry) -> Offset | None:
    """The map service whose offset would bring clearly more of the points into the outline.

    Args:
        lonlat: a sample of points as imported, shape (n, 2).
        outline: the county, EPSG:4490.
    """
    shapely.prepare(outline)
    shares = {
        offset: float(shapely.contains_xy(outline, *remove_offset(lonlat, offset).T).mean())
        for offset in Offset
    }
    best = max(shares, key=lambda offset: shares[offset])
    return best if shares[best] > shares[Offset.NONE] + 0.02 else None


def _gcj_waves(x: Coordinates, y: Coordinates) -> Coordinates:
    wave = 20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)
    return np.asarray(wave * 2 / 3)


def _gcj_latitude(x: Coordinates, y: Coordinates) -> Coordinates:
    plane = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north = (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    far = (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    return np.asarray(plane + _gcj_waves(x, y) + north + far)


def _gcj_longitude(x: Coordinates, y: Coordinates) -> Coordinates:
    plane = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east = (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    far = (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    return np.asarray(plane + _gcj_waves(x, y) + east + far)
