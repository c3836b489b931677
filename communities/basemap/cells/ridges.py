"""Borders between the grounds of neighbours: Voronoi ridges, clipped to the ground and smoothed.

The Voronoi diagram of wall samples approximates the medial lines between buildings; near corners
and in narrow gaps it zigzags (comb teeth) and is straightened as far as no wall is met. The lines
need not be exact: they are noded on the grid afterwards, and a building is never split because
its footprint is a piece of its own.
"""

import numpy as np
import shapely
from scipy.spatial import Delaunay, cKDTree

from communities.basemap.cells.rules import CellRules, Floats, Geometries
from communities.basemap.cells.sampling import Samples, fence

_SNAP_M = 0.4  # a border that starts this close to the parting of two buildings starts at it
_SLACK_M = 0.02  # walls may be grazed by this much when a border is straightened
_STRAIGHTEST_M = 2.0
_STRAIGHTEN_SHARE = 0.25


def draw_borders(
    samples: Samples,
    ground: Geometries,
    footprints: Geometries,
    partings: Floats,
    rules: CellRules,
) -> Geometries:
    """Lines on the ground that part the labels, metres, no edge longer than the rules allow."""
    ridges = _clip(_ridges(samples), shapely.multipolygons(ground))
    lines = _start_at(_merge(ridges), partings)
    straight = _straighten(lines, footprints, samples, rules)
    return np.asarray(shapely.segmentize(straight, rules.longest_edge))


def _ridges(samples: Samples) -> Floats:
    """Voronoi edges (n, 2 ends, 2) between different labels: they join the centres of the
    circles around neighbouring triangles."""
    points = fence(samples.points)
    middle = samples.points[0] - points[0]
    labels = np.append(samples.labels, np.full(4, -1))
    triangulation = Delaunay(points)
    corners, neighbours = triangulation.simplices, triangulation.neighbors
    centres = _circumcentres(points[corners]) + middle
    one, side = np.nonzero(neighbours > np.arange(len(corners))[:, None])
    edge = labels[np.column_stack((corners[one, side - 1], corners[one, side - 2]))]
    parts = (edge[:, 0] != edge[:, 1]) & (edge >= 0).all(axis=1)
    one, side = one[parts], side[parts]
    ends = np.stack((centres[one], centres[neighbours[one, side]]), axis=1)
    return np.asarray(
        ends[np.isfinite(ends).all(axis=(1, 2)) & (ends[:, 0] != ends[:, 1]).any(axis=1)]
    )


def _circumcentres(triangles: Floats) -> Floats:
    """Centres (n, 2) of the circles through the corners (n, 3, 2); not finite where flat."""
    b, c = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    doubled = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    bb, cc = (b**2).sum(axis=1), (c**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (c[:, 1] * bb - b[:, 1] * cc) / doubled
        y = (b[:, 0] * cc - c[:, 0] * bb) / doubled
    return np.asarray(triangles[:, 0] + np.column_stack((x, y)))


def _clip(ridges: Floats, ground: shapely.MultiPolygon) -> Geometries:
    """What of the ridges is on the ground; one that starts and ends there is taken whole."""
    shapely.prepare(ground)
    inside = shapely.contains_xy(ground, ridges[..., 0], ridges[..., 1])
    whole = shapely.linestrings(ridges[inside.all(axis=1)])
    bounds = shapely.bounds(ground) + np.array([-1.0, -1.0, 1.0, 1.0])
    rest = shapely.clip_by_rect(shapely.linestrings(ridges[~inside.all(axis=1)]), *bounds)
    rest = rest[shapely.intersects(ground, rest)]
    parts = shapely.get_parts(shapely.intersection(shapely.multilinestrings(rest), ground))
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return np.concatenate((whole, lines))


def _merge(lines: Geometries) -> Geometries:
    """Lines from junction to junction."""
    return np.asarray(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines))))


def _start_at(lines: Geometries, partings: Floats) -> Geometries:
    """Ends close to the parting of two buildings are moved onto it."""
    if not len(partings) or not len(lines):
        return lines
    tree = shapely.STRtree(shapely.points(partings))
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    last = np.append(first[1:], len(owner)) - 1
    for ends in (first, last):
        near, parting = tree.query_nearest(
            shapely.points(coordinates[ends]), max_distance=_SNAP_M, all_matches=False
        )
        coordinates[ends[near]] = partings[parting]
    moved = shapely.set_coordinates(lines.copy(), coordinates)
    return np.asarray(moved[shapely.length(moved) > 0])


def _straighten(
    lines: Geometries, footprints: Geometries, samples: Samples, rules: CellRules
) -> Geometries:
    """Simplify each line as far as its distance from the walls allows and no wall is crossed.

    Between two pieces of open ground, whose seeds lie on a lattice, that is a lattice step.
    """
    points = _spread_points(lines)
    wall = _measure(shapely.STRtree(footprints), points) if len(footprints) else np.inf
    seed = cKDTree(samples.points).query(shapely.get_coordinates(points))[0].reshape(points.shape)
    wall, seeds = np.broadcast_to(wall, points.shape).mean(axis=1), seed.mean(axis=1)
    tolerance = np.clip(wall * _STRAIGHTEN_SHARE, 0.05, _STRAIGHTEST_M)
    tolerance = np.where(wall > 1.3 * seeds, 2 * seeds, tolerance)
    cores = shapely.STRtree(shapely.buffer(footprints, -_SLACK_M, join_style="mitre"))
    straight, rows = lines.copy(), np.arange(len(lines))
    for share in (1.0, 0.25, 0.05):
        trial = shapely.simplify(lines[rows], tolerance[rows] * share)
        hit = np.zeros(len(trial), dtype=bool)
        hit[cores.query(trial, predicate="intersects")[0]] = True
        straight[rows[~hit]] = trial[~hit]
        rows = rows[hit]
    return straight


def _spread_points(lines: Geometries) -> Geometries:
    """Three points on each line (n, 3)."""
    shares = np.array([0.25, 0.5, 0.75])
    return np.asarray(shapely.line_interpolate_point(lines[:, None], shares, normalized=True))


def _measure(tree: shapely.STRtree, points: Geometries) -> Floats:
    """Distance of each point from the nearest geometry."""
    _, distance = tree.query_nearest(points.ravel(), return_distance=True, all_matches=False)
    return np.asarray(distance.reshape(points.shape))
