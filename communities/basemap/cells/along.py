"""Which barrier a border runs along."""

import numpy as np
import shapely

from communities.basemap.cells.rules import GRID_M, Floats, Geometries, Ints
from communities.basemap.cells.segments import Edges, decode_vertices

RANK = ("expressway", "railway", "river", "arterial", "canal", "collector", "local", "wall")
"""The greater first: where two barriers coincide, the border is named after the greater."""
_PARALLEL = 0.94  # cosine of 20 degrees


def name_barriers(
    edges: Edges, barriers: Geometries, classes: Geometries, within: float
) -> Geometries:
    """Class of the nearest barrier parallel to each edge and within reach, "" where none is."""
    names = np.full(len(edges), "", dtype=object)
    segments, owner = _explode(barriers)
    if not len(segments) or not len(edges):
        return names
    start, end = decode_vertices(edges.low), decode_vertices(edges.high)
    middle = shapely.points((start + end) / 2)
    edge, segment = shapely.STRtree(segments).query(middle, predicate="dwithin", distance=within)
    distance = shapely.distance(middle[edge], segments[segment])
    fit = (distance <= 2 * GRID_M) | (
        _cosine(end[edge] - start[edge], _directions(segments)[segment]) >= _PARALLEL
    )
    edge, distance = edge[fit], distance[fit]
    found = classes[owner[segment[fit]]]
    order = np.lexsort((_ranks(found), np.round(distance, 1), edge))
    chosen, first = np.unique(edge[order], return_index=True)
    names[chosen] = found[order][first]
    return names


def _explode(lines: Geometries) -> tuple[Geometries, Ints]:
    """Every segment of every line, and the row of its line."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    coordinates, part = shapely.get_coordinates(parts, return_index=True)
    joined = np.flatnonzero(part[1:] == part[:-1])
    segments = shapely.linestrings(np.stack((coordinates[joined], coordinates[joined + 1]), axis=1))
    return segments, owner[part[joined]]


def _directions(segments: Geometries) -> Floats:
    ends = shapely.get_coordinates(segments).reshape(-1, 2, 2)
    return np.asarray(ends[:, 1] - ends[:, 0])


def _cosine(one: Floats, other: Floats) -> Floats:
    """Between undirected directions."""
    norm = np.hypot(one[:, 0], one[:, 1]) * np.hypot(other[:, 0], other[:, 1])
    dot = np.abs((one * other).sum(axis=1))
    return np.asarray(np.divide(dot, norm, out=np.zeros_like(dot), where=norm > 0))


def _ranks(classes: Geometries) -> Ints:
    place = {name: rank for rank, name in enumerate(RANK)}
    return np.array([place.get(name, len(RANK)) for name in classes], dtype=np.int64)
