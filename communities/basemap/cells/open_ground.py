"""Seeds of open ground: what is far from every building becomes pieces of its own."""

import numpy as np
import shapely
from scipy.spatial import cKDTree

from communities.basemap.cells.connectivity import connect
from communities.basemap.cells.rules import CellRules, Floats, Geometries, Ints
from communities.basemap.cells.sampling import Samples

_MOST_POINTS = 20_000
_ROUNDS = 12


def seed_open_ground(ground: Geometries, footprints: Geometries, rules: CellRules) -> Samples:
    """Points on the ground beyond the reach of every building, labelled 0, 1, .. by piece.

    None where all ground is within reach; one label where what lies beyond is of the wanted size.
    """
    if not len(ground):
        return Samples(np.empty((0, 2)), np.empty(0, dtype=np.int64))
    points, step = _lattice(ground, rules)
    points = points[_beyond(points, footprints, rules.reach)]
    labels = np.full(len(points), -1, dtype=np.int64)
    count = 0
    for members in _patches(points, step):
        area = len(members) * step**2
        if area < rules.least_open_area and len(footprints):
            continue
        pieces = max(1, round(area / rules.open_area))
        labels[members] = count + _split(points[members], pieces)
        count += pieces
    return Samples(points[labels >= 0], labels[labels >= 0])


def _lattice(ground: Geometries, rules: CellRules) -> tuple[Floats, float]:
    """A square lattice of points on the ground and its step."""
    size = float(shapely.area(ground).sum())
    step = max(rules.reach / 3, float(np.sqrt(size / _MOST_POINTS)))
    west, south, east, north = shapely.total_bounds(ground)
    columns = np.arange(west + step / 2, east, step)
    rows = np.arange(south + step / 2, north, step)
    points = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    whole = shapely.multipolygons(ground)
    shapely.prepare(whole)
    return points[shapely.contains_xy(whole, points[:, 0], points[:, 1])], step


def _beyond(points: Floats, footprints: Geometries, reach: float) -> np.ndarray:
    beyond = np.ones(len(points), dtype=bool)
    if len(footprints) and len(points):
        tree = shapely.STRtree(footprints)
        near, _ = tree.query(shapely.points(points), predicate="dwithin", distance=reach)
        beyond[near] = False
    return beyond


def _patches(points: Floats, step: float) -> list[Ints]:
    """Lattice points grouped with their eight neighbours."""
    if not len(points):
        return []
    pairs = cKDTree(points).query_pairs(1.5 * step, output_type="ndarray")
    patch = connect(len(points), pairs[:, 0], pairs[:, 1])
    order = np.argsort(patch, kind="stable")
    return np.split(order, np.unique(patch[order], return_index=True)[1][1:])


def _split(points: Floats, pieces: int) -> Ints:
    """Lloyd's rounds from seeds spread by farthest distance: compact pieces of even size."""
    seeds = points[_spread(points, pieces)]
    label = np.zeros(len(points), dtype=np.int64)
    for _ in range(_ROUNDS if pieces > 1 else 0):
        label = cKDTree(seeds).query(points)[1].astype(np.int64)
        size = np.maximum(np.bincount(label, minlength=pieces), 1)
        sums = [np.bincount(label, weights=points[:, axis], minlength=pieces) for axis in (0, 1)]
        seeds = np.column_stack(sums) / size[:, None]
    return label


def _spread(points: Floats, pieces: int) -> Ints:
    """Rows of points far from each other, greedily, from the first on."""
    chosen = [0]
    distance = np.hypot(*(points - points[0]).T)
    while len(chosen) < pieces:
        chosen.append(int(distance.argmax()))
        distance = np.minimum(distance, np.hypot(*(points - points[chosen[-1]]).T))
    return np.array(chosen)
