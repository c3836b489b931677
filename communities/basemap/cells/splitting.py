"""Points that cell borders set on a street are given to the cells on the other side.

A point is the rounding of a place on an edge of the noded street network. Snap rounding leaves no
other vertex as near to the edge as such a point can be, so that bending the edge through all
points of both sides, in order along it, crosses nothing.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.rules import Geometries, Ints
from communities.basemap.cells.segments import (
    Edges,
    decode_vertices,
    encode_vertices,
    find_edges,
)
from communities.basemap.cells.tessellation import FaceCells


@dataclass(frozen=True)
class Splits:
    """Edges of faces and the points on them, in order along each edge from `low` to `high`.

    `edge` is the row in `edges` of each of the `points` (vertex codes).
    """

    edges: Edges
    edge: Ints
    points: Ints


def gather_splits(done: list[FaceCells]) -> Splits:
    """All points from both sides of every street, each once."""
    none = np.empty((0, 3), dtype=np.int64)
    rows = np.unique(np.concatenate([none, *(cells.split for cells in done)]), axis=0)
    pairs, edge = np.unique(rows[:, :2], axis=0, return_inverse=True)
    edges, edge, points = Edges(pairs[:, 0], pairs[:, 1]), edge.reshape(-1), rows[:, 2]
    place = _places(edges, edge, points)
    order = np.lexsort((points, place, edge))
    return Splits(edges, edge[order], points[order])


def _places(edges: Edges, edge: Ints, points: Ints) -> np.ndarray:
    """How far along its edge each point lies, 0 to 1."""
    start = decode_vertices(edges.low)[edge]
    along = decode_vertices(edges.high)[edge] - start
    reach = (decode_vertices(points) - start) * along
    return np.asarray(reach.sum(axis=1) / (along**2).sum(axis=1))


def subdivide(splits: Splits) -> tuple[Edges, Ints]:
    """The small edges that the split edges consist of, and the row of the edge of each."""
    count = np.bincount(splits.edge, minlength=len(splits.edges))
    rows = np.arange(len(splits.edges))
    first = np.cumsum(count + 2) - (count + 2)
    chain = np.empty(int((count + 2).sum()), dtype=np.int64)
    owner = np.repeat(rows, count + 2)
    chain[first] = splits.edges.low
    chain[first + count + 1] = splits.edges.high
    inner = np.ones(len(chain), dtype=bool)
    inner[first] = inner[first + count + 1] = False
    chain[inner] = splits.points
    joined = owner[1:] == owner[:-1]
    start, end = chain[:-1][joined], chain[1:][joined]
    return Edges(np.minimum(start, end), np.maximum(start, end)), owner[:-1][joined]


def split_edges(polygons: Geometries, splits: Splits) -> Geometries:
    """The polygons with every point on the edges it lies on, all vertices decoded from the grid."""
    if not len(polygons):
        return polygons
    kind, coordinates, (rings, owners) = shapely.to_ragged_array(polygons)
    codes = encode_vertices(coordinates)
    chain, place_from, place_to = _locate(codes, rings, splits)
    missing = np.where(chain >= 0, np.maximum(np.abs(place_to - place_from) - 1, 0), 0)
    offset = np.cumsum(missing) - missing
    source = np.repeat(np.arange(len(codes)), missing)
    step = np.arange(len(source)) - offset[source] + 1
    forth = place_to[source] > place_from[source]
    place = np.where(forth, place_from[source] + step, place_from[source] - step)
    first = np.searchsorted(splits.edge, chain[source])
    codes = np.insert(codes, source + 1, splits.points[first + place - 1])
    rings = rings + np.concatenate(([0], np.cumsum(missing)))[rings]
    return np.asarray(shapely.from_ragged_array(kind, decode_vertices(codes), (rings, owners)))


def _locate(codes: Ints, rings: Ints, splits: Splits) -> tuple[Ints, Ints, Ints]:
    """For each vertex the split edge that the edge leaving it lies on (-1: none), and where on it
    that edge starts and ends: 0 at `low`, 1, 2, .. at its points."""
    start, end = codes, np.append(codes[1:], codes[:1])
    chain = find_edges(Edges(np.minimum(start, end), np.maximum(start, end)), splits.edges)
    order = np.argsort(splits.points, kind="stable")
    for side in (end, start):
        row = _lookup(side, splits.points[order])
        chain = np.where(row >= 0, splits.edge[order[row]] if len(order) else -1, chain)
    chain[rings[1:] - 1] = -1
    begins, ends = _place_on(start, chain, splits), _place_on(end, chain, splits)
    chain = np.where((begins >= 0) & (ends >= 0), chain, -1)
    return chain, begins, ends


def _lookup(wanted: Ints, among: Ints) -> Ints:
    """Row of each code among sorted ones, -1 where it is absent."""
    if not len(among):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.where(among[at] == wanted, at, -1)


def _place_on(codes: Ints, chain: Ints, splits: Splits) -> Ints:
    """Place of each vertex on its split edge, -1 where it is not on it."""
    place = np.full(len(codes), -1, dtype=np.int64)
    if not len(splits.edges):
        return place
    count = np.bincount(splits.edge, minlength=len(splits.edges))
    first = np.cumsum(count) - count
    order = np.argsort(splits.points, kind="stable")
    row = _lookup(codes, splits.points[order])
    at = order[row]
    on_it = (row >= 0) & (splits.edge[at] == chain)
    place[on_it] = at[on_it] - first[chain[on_it]] + 1
    place[(chain >= 0) & (codes == splits.edges.low[chain])] = 0
    last = (chain >= 0) & (codes == splits.edges.high[chain])
    place[last] = count[chain[last]] + 1
    return place
