"""Points along the walls of a face, closer where another building is near."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import Delaunay

from communities.basemap.cells.rules import CellRules, Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import decode_vertices, share_edges

_CORNER_M = 0.1  # first samples on both sides of a corner where two buildings part


@dataclass(frozen=True)
class Walls:
    """Wall edges that face the ground: ends (m, 2) in metres and the footprint of each.

    `partings` are the points where two attached buildings part: cell borders start there;
    `parts_at_start`, `parts_at_end` tell which edges have one.
    """

    start: Floats
    end: Floats
    footprint: Ints
    partings: Floats
    parts_at_start: Flags
    parts_at_end: Flags


@dataclass(frozen=True)
class Samples:
    """Generating points (n, 2) of the tessellation and the label each stands for."""

    points: Floats
    labels: Ints


def find_walls(footprints: Geometries, ground: Geometries) -> Walls:
    """Edges shared by a footprint and the ground."""
    shared = share_edges(np.concatenate((footprints, ground)))
    built = len(footprints)
    facing = (shared.first < built) & (shared.second >= built)
    edges, owner = shared.edges.pick(np.flatnonzero(facing)), shared.first[facing]
    codes = np.concatenate((edges.low, edges.high))
    pairs = np.unique(np.column_stack((codes, np.tile(owner, 2))), axis=0)
    names, counts = np.unique(pairs[:, 0], return_counts=True)
    parting = names[counts > 1]
    return Walls(
        decode_vertices(edges.low),
        decode_vertices(edges.high),
        owner,
        decode_vertices(parting),
        np.isin(edges.low, parting),
        np.isin(edges.high, parting),
    )


def sample_walls(walls: Walls, rules: CellRules) -> Samples:
    """Points on the walls: coarse first, then at about half of the gap to a neighbour."""
    length = np.hypot(*(walls.end - walls.start).T)
    pieces = np.maximum(1, np.ceil(length / rules.coarse_step)).astype(np.int64)
    edge = np.repeat(np.arange(len(length)), pieces)
    width = (1 / pieces)[edge]
    place = (_count_up(pieces) + 0.5) * width
    gap = _measure_gaps(_at(walls, edge, place), walls.footprint[edge])
    step = np.clip(gap / 2, rules.fine_step, rules.coarse_step)
    finer = np.maximum(1, np.ceil(width * length[edge] / step)).astype(np.int64)
    row = np.repeat(np.arange(len(edge)), finer)
    place = place[row] + ((_count_up(finer) + 0.5) / finer[row] - 0.5) * width[row]
    corner_edge, corner_place = _corners(walls, length)
    edge, place = np.append(edge[row], corner_edge), np.append(place, corner_place)
    return Samples(_at(walls, edge, place), walls.footprint[edge])


def _at(walls: Walls, edge: Ints, place: Floats) -> Floats:
    """Points at the share `place` of each edge."""
    start = walls.start[edge]
    return np.asarray(start + (walls.end[edge] - start) * place[:, None])


def _count_up(counts: Ints) -> Ints:
    """0, 1, .. for every count, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _measure_gaps(points: Floats, labels: Ints) -> Floats:
    """Distance from each sample to the nearest neighbour in the triangulation of another label."""
    gap = np.full(len(points), np.inf)
    triangulation = Delaunay(fence(points))
    starts, neighbours = triangulation.vertex_neighbor_vertices
    one = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    inner = (one < len(points)) & (neighbours < len(points))
    one, other = one[inner], neighbours[inner]
    differs = labels[one] != labels[other]
    one, other = one[differs], other[differs]
    np.minimum.at(gap, one, np.hypot(*(points[one] - points[other]).T))
    return gap


def fence(points: Floats) -> Floats:
    """The points around their middle, and four far ones, so that nothing near is unbounded."""
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    far = 20 * max(float(np.ptp(points, axis=0).max()), 1.0)
    corners = far * np.array([(-1.0, -1.1), (1.2, -1.0), (1.0, 1.3), (-1.4, 1.0)])
    return np.concatenate((points - middle, corners))


def _corners(walls: Walls, length: Floats) -> tuple[Ints, Floats]:
    """A sample close to every parting on each wall that ends there."""
    at_start = np.flatnonzero(walls.parts_at_start & (length > 4 * _CORNER_M))
    at_end = np.flatnonzero(walls.parts_at_end & (length > 4 * _CORNER_M))
    share = _CORNER_M / length
    return np.append(at_start, at_end), np.append(share[at_start], 1 - share[at_end])
