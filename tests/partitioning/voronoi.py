"""Towns of Voronoi cells, made in a moment: streets, blocks, compounds; no real data."""

from typing import Any

import numpy as np
from scipy.spatial import Voronoi

BLOCK = 18  # cells in an average block
CLASSES = ("arterial", "collector", "local")


def voronoi_town(cells: int, seed: int = 0) -> dict[str, Any]:
    """A PROBLEM document: `cells` Voronoi cells in street blocks, about 14 households a cell."""
    rng = np.random.default_rng(seed)
    side = max(2, round((cells / BLOCK) ** 0.5))
    xs, kind_x = _streets(side, rng)
    ys, kind_y = _streets(side, rng)
    block, xy = _points(cells, xs, ys, rng)
    edges, length, area, outer = _voronoi(xy, xs, ys)
    compound = np.flatnonzero(rng.random(side * side) < 0.35)
    households = _households(cells, rng)
    units = [
        {
            "id": f"c{i}",
            "x": round(float(xy[i, 0]), 2),
            "y": round(float(xy[i, 1]), 2),
            "households": int(households[i]),
            "population": round(float(households[i] * 2.6), 1),
            "area": round(float(area[i]), 2),
            "outer": round(float(outer[i]), 2),
            "group": f"b{block[i]}" if block[i] in compound else None,
        }
        for i in range(cells)
    ]
    barrier = _barriers(edges, block, side, kind_x, kind_y)
    rows = [
        {"a": f"c{a}", "b": f"c{b}", "length": round(float(metres), 2), "barrier": kind}
        for (a, b), metres, kind in zip(edges.tolist(), length, barrier, strict=True)
    ]
    rules = {"min_households": 300, "target_households": 400, "max_households": 500}
    return {"units": units, "edges": rows, "rules": rules}


def _streets(side: int, rng: np.random.Generator) -> tuple[Any, Any]:
    """Places of the streets along one axis, and the class of each inner one."""
    at = np.concatenate([[0.0], np.cumsum(rng.uniform(70, 190, side))])
    kind = np.full(side + 1, 2)
    kind[::3] = 1
    kind[::9] = 0
    return at, kind


def _points(cells: int, xs: Any, ys: Any, rng: np.random.Generator) -> tuple[Any, Any]:
    """Block of each cell and a point inside it, kept off the streets and off one another."""
    side = len(xs) - 1
    room = np.outer(np.diff(ys), np.diff(xs)).ravel()
    block = np.sort(rng.choice(side * side, cells, p=room / room.sum()))
    column, row = block % side, block // side
    best = np.zeros((cells, 2))
    for number in range(side * side):
        inside = np.flatnonzero(block == number)
        if not len(inside):
            continue
        spread = _spread(len(inside), rng)
        i, j = column[inside[0]], row[inside[0]]
        best[inside, 0] = xs[i] + (xs[i + 1] - xs[i]) * spread[:, 0]
        best[inside, 1] = ys[j] + (ys[j + 1] - ys[j]) * spread[:, 1]
    return block, best


def _spread(count: int, rng: np.random.Generator) -> Any:
    """Points in the unit square on a jittered lattice, none near its rim."""
    wide = int(np.ceil(count**0.5))
    slots = rng.permutation(wide * wide)[:count]
    jitter = rng.uniform(0.25, 0.75, (count, 2))
    return 0.06 + 0.88 * (np.stack([slots % wide, slots // wide], axis=1) + jitter) / wide


def _voronoi(xy: Any, xs: Any, ys: Any) -> tuple[Any, Any, Any, Any]:
    """Neighbours, shared lengths, areas and outer borders of cells clipped to the town."""
    n = len(xy)
    mirrored = [xy]
    for axis, wall in ((0, xs[0]), (0, xs[-1]), (1, ys[0]), (1, ys[-1])):
        copy = xy.copy()
        copy[:, axis] = 2 * wall - copy[:, axis]
        mirrored.append(copy)
    diagram = Voronoi(np.concatenate(mirrored))
    ends = diagram.ridge_points
    bones = np.array(diagram.ridge_vertices)
    length = np.hypot(*(diagram.vertices[bones[:, 0]] - diagram.vertices[bones[:, 1]]).T)
    length = np.where((bones < 0).any(axis=1), 0.0, length)
    ours = (ends < n).all(axis=1) & (length > 0.5)
    rim = ((ends < n).sum(axis=1) == 1) & (length > 0)
    outer = np.bincount(np.where(ends < n, ends, 0)[rim].max(axis=1), length[rim], n)
    gap = 0.5 * np.hypot(*(diagram.points[ends[:, 0]] - diagram.points[ends[:, 1]]).T)
    kite = 0.5 * gap * length
    area = np.bincount(ends[:, 0], kite, 5 * n)[:n] + np.bincount(ends[:, 1], kite, 5 * n)[:n]
    pairs = np.sort(ends[ours], axis=1)
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    return pairs[order], length[ours][order], area, outer


def _households(cells: int, rng: np.random.Generator) -> Any:
    """A quarter empty ground; the rest courtyards, walk-ups and a few towers."""
    counts = np.rint(rng.lognormal(2.6, 0.7, cells))
    counts[rng.random(cells) < 0.25] = 0
    return np.minimum(counts, 180).astype(np.int64)


def _barriers(edges: Any, block: Any, side: int, kind_x: Any, kind_y: Any) -> list[str | None]:
    """The class of the street between two cells of different blocks."""
    found: list[str | None] = []
    for a, b in edges.tolist():
        (ca, ra), (cb, rb) = divmod(block[a], side)[::-1], divmod(block[b], side)[::-1]
        if ca != cb:
            found.append(CLASSES[kind_x[max(ca, cb)]])
        elif ra != rb:
            found.append(CLASSES[kind_y[max(ra, rb)]])
        else:
            found.append(None)
    return found
