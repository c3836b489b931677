"""Communities gathered from street blocks, for a place that has no communities of its own.

The rule:

1. the larger roads, railways and rivers cut the outline into blocks;
2. a block with more households than a community may have is cut by the small streets too, and
   its pieces are gathered again;
3. a piece that is still too large, where no street was mapped, is halved across its longer
   side, by households, until it is not;
4. gathering: the part with the fewest households joins the neighbour with the longest common
   border, if both together stay within the maximum, until every part has the minimum or has no
   such neighbour.

What comes out is a drawing to plan on, with provisional codes, and no administrative fact.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from communities.basemap.models import BarrierClass

MOST_HALVINGS = 12
MAJOR = frozenset(BarrierClass.values) - {BarrierClass.LOCAL, BarrierClass.WALL}

Shapes = NDArray[np.object_]
Households = NDArray[np.int64]


@dataclass(frozen=True)
class Barriers:
    """Lines (m,) in metres with their classes (m,)."""

    lines: Shapes
    classes: NDArray[np.object_]

    def major(self) -> Shapes:
        """The lines that cut a town into its larger blocks."""
        return np.asarray(self.lines[np.isin(self.classes.astype(str), sorted(MAJOR))])


def communities(
    outline: shapely.Polygon,
    barriers: Barriers,
    points: Shapes,
    households: Households,
    bounds: tuple[int, int],
) -> Shapes:
    """Polygons that tile the outline edge to edge, by the rule above.

    Args:
        outline: metres of the working zone, like all geometry here.
        points, households: one per building, (n,).
        bounds: minimum and maximum households of a community.
    """
    # All faces come from one noding, so that neighbours share every vertex of their border.
    faces = _cut_large_faces(outline, barriers.lines, points, households, maximum=bounds[1])
    counts = count_households(faces, points, households)
    blocks = _faces(outline, barriers.major())
    inside = shapely.STRtree(blocks).query(shapely.point_on_surface(faces), predicate="within")
    parts: list[shapely.Geometry] = []
    for block in range(len(blocks)):
        own = inside[0][inside[1] == block]
        if counts[own].sum() > bounds[1]:
            parts += gather(faces[own], counts[own], bounds)
        elif len(own):
            parts.append(shapely.coverage_union_all(faces[own]))
    shapes = np.array(parts, dtype=object)
    counts = count_households(shapes, points, households)
    return np.array(gather(shapes, counts, bounds), dtype=object)


def gather(
    shapes: Shapes, households: Households, bounds: tuple[int, int]
) -> list[shapely.Geometry]:
    """Join small neighbours, the smallest first; the union of the result is that of `shapes`."""
    borders = _borders(shapes)
    members = {at: [at] for at in range(len(shapes))}
    count = {at: int(number) for at, number in enumerate(households)}
    queue = [(number, at) for at, number in count.items()]
    heapq.heapify(queue)
    while queue:
        number, at = heapq.heappop(queue)
        if at not in members or number != count[at] or number >= bounds[0]:
            continue
        fitting = [n for n in borders[at] if number + count[n] <= bounds[1]]
        if not fitting:
            continue
        into = -max((borders[at][n], -n) for n in fitting)[1]
        members[into] += members.pop(at)
        count[into] += number
        _join(borders, at, into)
        heapq.heappush(queue, (count[into], into))
    return [shapely.coverage_union_all(shapes[rows]) for rows in members.values()]


def _cut_large_faces(
    outline: shapely.Polygon,
    lines: Shapes,
    points: Shapes,
    households: Households,
    *,
    maximum: int,
) -> Shapes:
    """The faces between all lines, and those too large halved by straight lines of our own."""
    for _ in range(MOST_HALVINGS):
        faces = _faces(outline, lines)
        counts = count_households(faces, points, households)
        cuts = [_halving(face, points, households) for face in faces[counts > maximum]]
        if not cuts:
            break
        lines = np.array([*lines, *cuts], dtype=object)
    return _faces(outline, lines)


def _halving(face: shapely.Polygon, points: Shapes, households: Households) -> shapely.Geometry:
    """A line across the longer side of a face with half the households on either hand."""
    inside = shapely.intersects(face, points) & (households > 0)
    xy, weight = shapely.get_coordinates(points[inside]), households[inside]
    west, south, east, north = face.bounds
    across = 0 if east - west >= north - south else 1
    order = np.argsort(xy[:, across], kind="stable")
    half = int(np.searchsorted(np.cumsum(weight[order]), weight.sum() / 2))
    here, beyond = xy[order[half], across], xy[order[min(half + 1, len(order) - 1)], across]
    at = float(here + beyond) / 2
    ends = [(at, south), (at, north)] if across == 0 else [(west, at), (east, at)]
    # Half a metre beyond the edge, so that rounding cannot leave the cut short of it.
    return shapely.intersection(shapely.LineString(ends), face.buffer(0.5))


def _join(borders: dict[int, dict[int, float]], at: int, into: int) -> None:
    for neighbour, length in borders.pop(at).items():
        borders[neighbour].pop(at)
        if neighbour != into:
            borders[into][neighbour] = borders[into].get(neighbour, 0.0) + length
            borders[neighbour][into] = borders[into][neighbour]


def _borders(shapes: Shapes) -> dict[int, dict[int, float]]:
    """Length of the common border of every two neighbours, metres."""
    found: dict[int, dict[int, float]] = {at: {} for at in range(len(shapes))}
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    apart = first < second
    first, second = first[apart], second[apart]
    edges = shapely.boundary(shapes)
    lengths = shapely.length(shapely.intersection(edges[first], edges[second]))
    for a, b, length in zip(first.tolist(), second.tolist(), lengths.tolist(), strict=True):
        if length > 0:
            found[a][b] = found[b][a] = length
    return found


def _faces(outline: shapely.Polygon, lines: Shapes) -> Shapes:
    """The outline cut along the lines that go through it."""
    # Clipped a metre outside: clipped on the edge, rounding would leave some short of it.
    inside = np.asarray(shapely.intersection(lines, outline.buffer(1.0)), dtype=object)
    edges = shapely.union_all([shapely.boundary(outline), *inside[~shapely.is_empty(inside)]])
    faces = shapely.get_parts(shapely.polygonize([edges]))
    return np.asarray(faces[shapely.contains(outline.buffer(0.01), faces)])


def count_households(shapes: Shapes, points: Shapes, households: Households) -> Households:
    point, shape = shapely.STRtree(shapes).query(points, predicate="intersects")
    _, once = np.unique(point, return_index=True)  # a point on a line counts for one side
    return np.bincount(shape[once], weights=households[point[once]], minlength=len(shapes)).astype(
        np.int64
    )
