"""One street face divided into cells: the unit of work that is parallel and restartable.

A task holds everything about its face and nothing else, so it can be sent to another process, and
its key is a hash of its contents: the same face gives the same key and the same cells.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import QhullError, cKDTree

from communities.basemap.cells.connectivity import give_away
from communities.basemap.cells.open_ground import seed_open_ground
from communities.basemap.cells.ridges import draw_borders
from communities.basemap.cells.rules import GRID_M, CellRules, Geometries, Ints
from communities.basemap.cells.sampling import Samples, Walls, find_walls, sample_walls
from communities.basemap.cells.segments import (
    Edges,
    decode_vertices,
    find_edges,
    share_edges,
)
from communities.basemap.cells.wholeness import make_whole

_VERSION = "1"
"""Part of every key: raise it when the same face would give other cells."""


@dataclass(frozen=True)
class FaceTask:
    """A face: its open ground, the footprints in it, and which footprints belong together.

    `cluster` numbers the footprints 0, 1, ..; equal numbers are parts of one building.
    Everything lies on the grid and ground and footprints share their vertices exactly.
    """

    key: str
    ground: Geometries
    footprints: Geometries
    cluster: Ints
    rules: CellRules


@dataclass(frozen=True)
class FaceCells:
    """The cells of one face.

    `cell` is the row in `polygons` of each footprint of the task. `split` holds the edges of the
    face's outline that cell borders end on, and the points they end at: the neighbour across the
    street must take these points too (rows: low, high, point as vertex codes).
    """

    key: str
    polygons: Geometries
    cell: Ints
    split: Ints
    fallback: bool


def make_task(
    ground: Geometries, footprints: Geometries, cluster: Ints, rules: CellRules
) -> tuple[FaceTask, Ints]:
    """A task in canonical order, so that equal contents give an equal key, and that order."""
    ground, footprints = shapely.normalize(ground), shapely.normalize(footprints)
    ground = ground[_sort(ground)]
    order = _sort(footprints)
    footprints, cluster = footprints[order], cluster[order]
    _, first, inverse = np.unique(cluster, return_index=True, return_inverse=True)
    number = np.argsort(np.argsort(first))[inverse.reshape(-1)]
    digest = hashlib.sha256(f"{_VERSION} {rules} {number.tolist()}".encode())
    for group in (ground, footprints):
        digest.update(b"".join(shapely.to_wkb(group)) + b"|")
    return FaceTask(digest.hexdigest(), ground, footprints, number, rules), order


def _sort(polygons: Geometries) -> Ints:
    if not len(polygons):
        return np.empty(0, dtype=np.int64)
    return np.asarray(
        np.lexsort((shapely.to_wkb(polygons).astype(bytes), *shapely.bounds(polygons).T))
    )


def tessellate_face(task: FaceTask) -> FaceCells:
    """Divide the face: every footprint whole in one cell, the cells tile the face exactly.

    Where the tessellation fails, the whole face becomes one cell and is flagged.
    """
    try:
        polygons, cell = _divide(task)
        split = _find_split_edges(task, polygons)
    except (shapely.GEOSException, QhullError):
        split = None
    if split is None:
        whole = shapely.coverage_union_all(np.concatenate((task.ground, task.footprints)))
        polygons, cell = shapely.get_parts(whole), np.zeros(len(task.footprints), dtype=np.int64)
        return FaceCells(task.key, polygons, cell, np.empty((0, 3), dtype=np.int64), fallback=True)
    return FaceCells(task.key, polygons, cell, split, fallback=False)


def _divide(task: FaceTask) -> tuple[Geometries, Ints]:
    """Cells and the cell of each footprint."""
    seeds = seed_open_ground(task.ground, task.footprints, task.rules)
    walls = find_walls(task.footprints, task.ground)
    samples = _gather(task, walls, seeds)
    pieces = _cut(task, samples, walls)
    inside = shapely.point_on_surface(pieces)
    standing = _find_rows(task.footprints, inside)
    label = np.where(standing >= 0, standing, _nearest(samples, inside))
    kept = (standing >= 0) | (_find_rows(task.ground, inside) >= 0)
    pieces, label, standing = pieces[kept], label[kept], standing[kept]
    sizes = shapely.area(pieces)
    label = make_whole(share_edges(pieces), label, standing, sizes, task.cluster)
    cells, cell = _dissolve(pieces, label, standing, len(task.footprints))
    return _join_slivers(cells, cell, task.rules.least_width)


def _gather(task: FaceTask, walls: Walls, seeds: Samples) -> Samples:
    """Samples of walls, then of open ground with labels after those of the footprints."""
    labels = seeds.labels + len(task.footprints)
    if not len(walls.start):
        return Samples(seeds.points, labels)
    built = sample_walls(walls, task.rules)
    return Samples(
        np.concatenate((built.points, seeds.points)), np.concatenate((built.labels, labels))
    )


def _cut(task: FaceTask, samples: Samples, walls: Walls) -> Geometries:
    """Ground and footprints, the ground cut along the borders between labels."""
    pieces = np.concatenate((task.ground, task.footprints))
    if len(np.unique(samples.labels)) < 2:
        return pieces
    borders = draw_borders(samples, task.ground, task.footprints, walls.partings, task.rules)
    lines = np.concatenate((shapely.boundary(pieces), borders))
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
    return np.asarray(shapely.get_parts(shapely.polygonize(noded)))


def _nearest(samples: Samples, points: Geometries) -> Ints:
    """Label of the nearest sample; 0 for everything where there is none."""
    if not len(samples.labels):
        return np.zeros(len(points), dtype=np.int64)
    _, row = cKDTree(samples.points).query(shapely.get_coordinates(points))
    return np.asarray(samples.labels[row])


def _find_rows(polygons: Geometries, points: Geometries) -> Ints:
    """The polygon each point lies in, -1 for none."""
    row = np.full(len(points), -1, dtype=np.int64)
    point, polygon = shapely.STRtree(polygons).query(points, predicate="intersects")
    row[point] = polygon
    return row


def _dissolve(
    pieces: Geometries, label: Ints, standing: Ints, footprints: int
) -> tuple[Geometries, Ints]:
    """One polygon for each label, and the row of the polygon each footprint is in."""
    order = np.argsort(label, kind="stable")
    names, starts = np.unique(label[order], return_index=True)
    cells = np.empty(len(names), dtype=object)
    for row, members in enumerate(np.split(order, starts[1:])):
        whole = len(members) == 1
        cells[row] = pieces[members[0]] if whole else shapely.coverage_union_all(pieces[members])
    cell = np.full(footprints, -1, dtype=np.int64)
    built = standing >= 0
    cell[standing[built]] = np.searchsorted(names, label[built])
    return _as_polygons(cells), cell


def _join_slivers(cells: Geometries, cell: Ints, least: float) -> tuple[Geometries, Ints]:
    """Cells too thin to be one joined to the neighbour they share most border with."""
    thin = shapely.is_empty(shapely.buffer(cells, -least / 2))
    if not thin.any() or thin.all():
        return cells, cell
    rows = np.arange(len(cells))
    label = give_away(rows, thin, share_edges(cells))
    joined, place = _dissolve(cells, label, rows, len(cells))
    return joined, place[cell]


def _as_polygons(cells: Geometries) -> Geometries:
    """A union of connected pieces is one polygon, whatever type it comes back as."""
    single = [shapely.get_parts(cell) for cell in cells]
    if any(len(parts) != 1 for parts in single):
        raise shapely.GEOSException("a cell falls into several polygons")
    return np.asarray(shapely.normalize(np.concatenate(single)))


def _find_split_edges(task: FaceTask, cells: Geometries) -> Ints:
    """Edges of the outline that got points, and the points: rows of low, high, point.

    Raises GEOSException where the outline has changed in any other way.
    """
    before = _outline(np.concatenate((task.ground, task.footprints)))
    after = _outline(cells)
    gone = before.pick(np.flatnonzero(find_edges(before, after) < 0))
    new = after.pick(np.flatnonzero(find_edges(after, before) < 0))
    known = np.concatenate((before.low, before.high))
    points = np.setdiff1d(np.concatenate((new.low, new.high)), known)
    split = _match_points(gone, points)
    if len(gone) + len(split) != len(new) or len(split) != len(points):
        raise shapely.GEOSException("the outline of the face was bent")
    return split


def _outline(polygons: Geometries) -> Edges:
    """Edges that belong to one polygon only."""
    shared = share_edges(polygons)
    return shared.edges.pick(np.flatnonzero(shared.second < 0))


def _match_points(edges: Edges, points: Ints) -> Ints:
    """Each point with the edge it lies on, up to rounding."""
    ends = np.stack((decode_vertices(edges.low), decode_vertices(edges.high)), axis=1)
    tree = shapely.STRtree(shapely.linestrings(ends))
    row, edge = tree.query_nearest(
        shapely.points(decode_vertices(points)), max_distance=GRID_M, all_matches=False
    )
    return np.column_stack((edges.low[edge], edges.high[edge], points[row]))
