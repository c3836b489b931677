"""Where the four sides of an area begin and end."""

import numpy as np
import shapely
from numpy.typing import NDArray

from grids.packets.bounds.model import Side

Points = NDArray[np.float64]

STEP_M = 10.0  # a boundary is looked at in pieces of at most this length
NEAR = 0.02  # of the extent: points so near the extreme are as good a corner
LONG_RUN = 0.1  # of the perimeter: such a long run of good corners is a slanting side

# The ring runs against the clock; a side ends in its own corner.
_CORNERS = {
    Side.EAST: (1.0, 1.0),  # it ends in the north-east
    Side.NORTH: (-1.0, 1.0),
    Side.WEST: (-1.0, -1.0),
    Side.SOUTH: (1.0, -1.0),
}
_REVERSED = (Side.EAST, Side.NORTH)  # so that all are told from the north and from the west


def sides_of(polygon: shapely.Polygon) -> dict[Side, Points]:
    """The outer ring of an area (metres) as four lines (n, 2), together the whole ring.

    Seen in the box around the area, a corner is the point farthest in a diagonal direction; where
    a whole side of the area lies across that diagonal, it is the middle of that side. So bays and
    bulges belong to the side they are on, however they wind. A side may be one point.
    """
    ring = shapely.segmentize(shapely.orient_polygons(polygon).exterior, STEP_M)
    points = shapely.get_coordinates(ring)[:-1]
    ends = {side: _corner(points, np.array(toward)) for side, toward in _CORNERS.items()}
    order = list(_CORNERS)
    found = {}
    for before, side in zip([order[-1], *order[:-1]], order, strict=True):
        line = _between(points, ends[before], ends[side])
        found[side] = line[::-1] if side in _REVERSED else line
    return {side: found[side] for side in Side}


def _corner(points: Points, toward: Points) -> int:
    """The index of the corner in a diagonal direction."""
    low, high = points.min(axis=0), points.max(axis=0)
    score = ((points - low) / np.maximum(high - low, 1e-9) - 0.5) @ toward
    best = int(np.argmax(score))
    run = _run_around(score >= score[best] - NEAR, best)
    steps = np.hypot(*np.diff(points, axis=0, append=points[:1]).T)
    along = np.concatenate([[0.0], np.cumsum(steps[run[:-1]])])
    if along[-1] < LONG_RUN * steps.sum():
        return best
    return int(run[np.searchsorted(along, along[-1] / 2)])


def _run_around(good: NDArray[np.bool_], start: int) -> NDArray[np.int64]:
    """The indices of the run of good points around one of them, in the order of the ring."""
    count = len(good)
    if good.all():
        return np.arange(count)
    turned = np.roll(good, -start)
    ahead = int(np.argmin(turned))
    behind = int(np.argmin(turned[::-1]))
    return (start + np.arange(-behind, ahead)) % count


def _between(points: Points, first: int, last: int) -> Points:
    """The points of the ring from one index to another, both included."""
    count = (last - first) % len(points)
    return points[(first + np.arange(count + 1)) % len(points)]
