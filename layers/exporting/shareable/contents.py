"""What is on a shareable map, in EPSG:4490, before any of it is written."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.around import Box, Features
from gis_core.shapes import Shapes, shape_array

MARGIN = 0.12  # of the greater extent: so far around its units the map is drawn
MOST_POINTS = 40_000  # of one layer; a point takes some 25 bytes of the file
FINEST = 1e-5  # degrees, about 1 m: what is simplified away first
# What tells people where they are, the most telling first.
ORIENTING = ("river", "railway", "expressway", "arterial", "collector", "canal", "local", "wall")


@dataclass(frozen=True, eq=False)
class Layer:
    """One state of the ground: `names` of the grids, their `shapes`, `outlines` around them."""

    title: str
    names: list[str]
    shapes: Shapes
    outlines: Shapes


@dataclass(frozen=True, eq=False)
class ShareableMap:
    """Layers of the same ground, of which one at a time is looked at, the last one first."""

    title: str
    edition: str
    day: str
    source: str
    layers: list[Layer]
    around: Features


def window_of(layers: list[Layer]) -> Box | None:
    """The box of all layers with a margin; None where no ground is on them."""
    every = np.concatenate([layer.shapes for layer in layers])
    if not len(every):
        return None
    west, south, east, north = shapely.total_bounds(every).tolist()
    more = MARGIN * max(east - west, north - south)
    return west - more, south - more, east + more, north + more


def bounded_areas(shapes: Shapes, most: int = MOST_POINTS) -> Shapes:
    """Areas of `most` points at most where simplifying can do it; common borders stay common."""
    kept, tolerance = shapes, FINEST
    while shapely.get_num_coordinates(kept).sum() > most and tolerance < 0.01:
        kept = shapely.coverage_simplify(shapes, tolerance)
        tolerance *= 2
    return kept


def bounded_lines(found: Features, window: Box, most: int = MOST_POINTS) -> Features:
    """What lies in the window, the most telling kinds first, until `most` points are used up."""
    shapes = shapely.simplify(shapely.clip_by_rect(found.shapes, *window), FINEST)
    kept: list[int] = []
    for row in sorted(range(len(shapes)), key=lambda row: (_rank(found.kinds[row]), row)):
        most -= int(shapely.get_num_coordinates(shapes[row]))
        if most < 0:
            break
        if not shapely.is_empty(shapes[row]):
            kept.append(row)
    kinds, names = [found.kinds[row] for row in kept], [found.names[row] for row in kept]
    return Features(kinds, names, shape_array(shapes[row] for row in kept))


def _rank(kind: str) -> int:
    return ORIENTING.index(kind) if kind in ORIENTING else len(ORIENTING)
