"""Long strips between carriageways are cut at the junctions beside them.

A median borders on many blocks. Cut across where a side street meets it, each length of it can
join the block it lies in front of, and no block gets a tail along the whole road.
"""

import numpy as np
import shapely
from shapely.ops import substring

from communities.basemap.cells.rules import CellRules, Floats, Geometries


def cross_medians(faces: Geometries, buildings: Geometries, rules: CellRules) -> Geometries:
    """Lines across every long thin face without buildings, from its junctions to the far side."""
    medians = _find_medians(faces, buildings, rules)
    corners = _junctions(faces)
    tree = shapely.STRtree(shapely.points(corners))
    cuts = []
    for median in medians:
        ring = median.exterior
        near = tree.query(ring, predicate="dwithin", distance=0.0)
        for corner in corners[np.sort(near)]:
            cut = _cross(shapely.Point(corner), ring, 1.5 * rules.strip_width)
            if cut is not None and shapely.covers(median, cut):
                cuts.append(cut)
    lines = np.empty(len(cuts), dtype=object)
    lines[:] = cuts
    return lines


def _find_medians(faces: Geometries, buildings: Geometries, rules: CellRules) -> Geometries:
    """Faces several times as long as the strip width and nowhere wider than it."""
    long = faces[shapely.length(faces) > 6 * rules.strip_width]
    thin = long[shapely.is_empty(shapely.buffer(long, -rules.strip_width / 2))]
    shapely.prepare(thin)
    occupied, _ = shapely.STRtree(buildings).query(thin, predicate="intersects")
    free = np.ones(len(thin), dtype=bool)
    free[occupied] = False
    return np.asarray(thin[free])


def _junctions(faces: Geometries) -> Floats:
    """Vertices where three or more faces meet."""
    vertices, face = shapely.get_coordinates(faces, return_index=True)
    pairs = np.unique(np.column_stack((vertices, face)), axis=0)
    corners, counts = np.unique(pairs[:, :2], axis=0, return_counts=True)
    return np.asarray(corners[counts > 2])


def _cross(
    corner: shapely.Point, ring: shapely.LinearRing, apart: float
) -> shapely.LineString | None:
    """The shortest way across from a corner, to a side that is far off along the ring."""
    at, whole = ring.project(corner), ring.length
    if whole <= 2 * apart:
        return None
    twice = shapely.LineString([*ring.coords, *ring.coords[1:]])
    far_side = substring(twice, at + apart, at + whole - apart)
    cut = shapely.shortest_line(corner, far_side)
    return cut if 0 < cut.length <= apart else None
