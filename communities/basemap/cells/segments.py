"""Edges of polygons as whole numbers of the grid, so that equal means equal.

Every vertex lies on the grid of `GRID_M`; a vertex is one int64 and an undirected edge a pair of
them. What two polygons share, what nobody shares, and what lies along a barrier is then found by
sorting, without any tolerance.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.rules import GRID_M, Floats, Geometries, Ints

_BITS = 33
_NORTH_SHIFT = 1 << 31
FARTHEST_EAST = (1 << 30) * GRID_M
FARTHEST_NORTH = ((1 << _BITS) - _NORTH_SHIFT) * GRID_M
FARTHEST_SOUTH = -_NORTH_SHIFT * GRID_M


@dataclass(frozen=True)
class Edges:
    """Undirected edges: vertex codes with `low` < `high`, each edge once, sorted."""

    low: Ints
    high: Ints

    def __len__(self) -> int:
        return len(self.low)

    @property
    def lengths(self) -> Floats:
        """Metres."""
        ends = decode_vertices(self.high) - decode_vertices(self.low)
        return np.asarray(np.hypot(ends[:, 0], ends[:, 1]))

    def pick(self, which: Ints) -> "Edges":
        """The edges of these rows."""
        return Edges(self.low[which], self.high[which])


@dataclass(frozen=True)
class SharedEdges:
    """The edges of a set of polygons and whose they are; `second` is -1 on an outer edge.

    `crowded` counts edges claimed by more than two polygons or twice by one: overlaps.
    """

    edges: Edges
    first: Ints
    second: Ints
    crowded: int


def encode_vertices(coordinates: Floats) -> Ints:
    """One whole number for each (x, y), metres, rounded to the grid."""
    whole = np.rint(coordinates / GRID_M).astype(np.int64)
    return np.asarray((whole[:, 0] << _BITS) + whole[:, 1] + _NORTH_SHIFT)


def decode_vertices(codes: Ints) -> Floats:
    """The (x, y) of vertex codes: the same double for the same code, always."""
    north = (codes & ((1 << _BITS) - 1)) - _NORTH_SHIFT
    # dividing by the whole number gives the double nearest to the decimal, as GEOS rounds
    return np.column_stack((codes >> _BITS, north)) / round(1 / GRID_M)


def polygon_edges(polygons: Geometries) -> tuple[Ints, Ints, Ints]:
    """Start and end vertex of every edge of every ring in order, and the row of its polygon."""
    if len(polygons) == 0:
        none = np.empty(0, dtype=np.int64)
        return none, none, none
    _, coordinates, (rings, owners) = shapely.to_ragged_array(polygons)
    codes = encode_vertices(coordinates)
    inside_ring = np.ones(len(codes), dtype=bool)
    inside_ring[rings[1:] - 1] = False
    start = np.flatnonzero(inside_ring)
    owner = np.repeat(np.arange(len(polygons)), np.diff(rings[owners]))
    return codes[start], codes[start + 1], owner[start]


def share_edges(polygons: Geometries) -> SharedEdges:
    """Every edge once with the one or two polygons it belongs to."""
    start, end, owner = polygon_edges(polygons)
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((owner, high, low))
    low, high, owner = low[order], high[order], owner[order]
    new = np.ones(len(low), dtype=bool)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    at = np.flatnonzero(new)
    counts = np.diff(np.append(at, len(low)))
    second = np.full(len(at), -1, dtype=np.int64)
    paired = counts >= 2
    second[paired] = owner[at[paired] + 1]
    crowded = int((counts > 2).sum() + (owner[at] == second).sum())
    return SharedEdges(Edges(low[at], high[at]), owner[at], second, crowded)


def find_edges(wanted: Edges, among: Edges) -> Ints:
    """Row of each wanted edge among sorted edges, -1 where it is absent."""
    codes = np.unique(np.concatenate((among.low, among.high)))
    base = max(len(codes), 1)
    keys = np.searchsorted(codes, among.low) * base + np.searchsorted(codes, among.high)
    ends = [np.searchsorted(codes, side) for side in (wanted.low, wanted.high)]
    known = np.ones(len(wanted), dtype=bool)
    for place, side in zip(ends, (wanted.low, wanted.high), strict=True):
        known &= place < len(codes)
        known[known] &= codes[place[known]] == side[known]
    key = ends[0] * base + ends[1]
    at = np.searchsorted(keys, key)
    known &= at < len(keys)
    known[known] &= keys[at[known]] == key[known]
    return np.where(known, at, -1)


def make_edges(start: Ints, end: Ints) -> Edges:
    """Undirected edges, sorted, each once."""
    pairs = np.unique(
        np.column_stack((np.minimum(start, end), np.maximum(start, end))).reshape(-1, 2), axis=0
    )
    return Edges(pairs[:, 0], pairs[:, 1])
