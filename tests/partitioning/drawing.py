"""Small problems from drawn graphs, and random planar ones."""

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.spatial import Delaunay

from grids.partitioning import Problem, read_problem


def document(households: dict[str, int], borders: str, **rules: Any) -> dict[str, Any]:
    """A PROBLEM document; `borders` as in "a-b b-c", paths too: "a-b-c"."""
    pairs = [pair for path in borders.split() for pair in pairwise(path.split("-"))]
    return {
        "units": [{"id": name, "households": count} for name, count in households.items()],
        "edges": [{"a": a, "b": b} for a, b in pairs],
        "rules": {"min_households": 1000, "max_households": 3000, **rules},
    }


def drawn(households: dict[str, int], borders: str, **rules: Any) -> Problem:
    """The problem of a drawn graph."""
    return read_problem(document(households, borders, **rules))


def planar(units: int, seed: int, households: tuple[int, int], **rules: Any) -> dict[str, Any]:
    """A random triangulation with random counts and border lengths."""
    rng = np.random.default_rng(seed)
    xy = rng.random((units, 2)) * 1000
    triangles = Delaunay(xy).simplices
    pairs = {tuple(sorted(map(int, pair))) for t in triangles for pair in (t[:2], t[1:], t[::2])}
    return {
        "units": [
            {"id": f"u{i}", "x": x, "y": y, "households": int(rng.integers(*households))}
            for i, (x, y) in enumerate(xy.tolist())
        ],
        "edges": [
            {"a": f"u{a}", "b": f"u{b}", "length": int(rng.integers(10, 200))}
            for a, b in sorted(pairs)
        ],
        "rules": rules,
    }


def parts_of(problem: Problem, labels: Any) -> set[frozenset[str]]:
    """The division as a set of sets of unit ids."""
    return {
        frozenset(problem.ids(np.flatnonzero(labels == part))) for part in range(labels.max() + 1)
    }
