"""Counties of communities for benchmarks: subdistricts of uneven size, many communities small."""

from typing import Any

import numpy as np
from scipy.spatial import KDTree, Voronoi

SIDE_M = 600.0  # a community of the built-up area is about so wide
IN_SUBDISTRICT = 28  # communities in an average subdistrict; the Dirichlet draw spreads it
CLASSES = (None, None, None, "local", "collector", "arterial", "river")


def make_county(communities: int, seed: int = 0, **rules: Any) -> dict[str, Any]:
    """A PROBLEM document: Voronoi communities, two in three under 1,000 households.

    Each has a service site seven times in ten; no merge crosses a subdistrict.
    """
    rng = np.random.default_rng(seed)
    xy = rng.random((communities, 2)) * SIDE_M * communities**0.5
    edges, length = _borders(xy)
    subdistrict = _subdistricts(xy, rng)
    households = np.clip(np.rint(rng.lognormal(6.6, 0.75, communities)), 0, 5600).astype(int)
    units = [
        {
            "id": f"c{i}",
            "x": round(float(x), 1),
            "y": round(float(y), 1),
            "households": int(households[i]),
            "parent": f"s{subdistrict[i]}",
        }
        for i, (x, y) in enumerate(xy)
    ]
    rows = [
        {"a": f"c{a}", "b": f"c{b}", "length": round(float(metres), 1), "barrier": kind}
        for (a, b), metres, kind in zip(
            edges.tolist(), length, rng.choice(np.array(CLASSES), len(edges)).tolist(), strict=True
        )
    ]
    sites = np.flatnonzero(rng.random(communities) < 0.7)
    bounds = {"min_households": 1000, "max_households": 3000}
    return {
        "units": units,
        "edges": rows,
        "sites": [{"id": f"v{i}", "unit": f"c{i}"} for i in sites.tolist()],
        "rules": {**bounds, "service_radius": 1000, "service_share": 0.8, **rules},
    }


def _borders(xy: Any) -> tuple[Any, Any]:
    """Neighbours and the metres they share, long edges of the rim left out."""
    diagram = Voronoi(xy)
    bones = np.array(diagram.ridge_vertices)
    metres = np.hypot(*(diagram.vertices[bones[:, 0]] - diagram.vertices[bones[:, 1]]).T)
    inside = (bones >= 0).all(axis=1) & (metres > 1.0) & (metres < 4 * SIDE_M)
    return np.sort(diagram.ridge_points[inside], axis=1), metres[inside]


def _subdistricts(xy: Any, rng: np.random.Generator) -> Any:
    """The subdistrict of each community: the nearest of a few seats, strong seats reaching far."""
    seats = xy[rng.choice(len(xy), max(1, round(len(xy) / IN_SUBDISTRICT)), replace=False)]
    reach = rng.uniform(0.8, 1.2, len(seats))
    gaps, near = KDTree(seats).query(xy, k=min(len(seats), 4))
    gaps, near = gaps.reshape(len(xy), -1), near.reshape(len(xy), -1)
    return near[np.arange(len(xy)), (gaps / reach[near]).argmin(axis=1)]


def make_tiny(communities: int, seed: int = 0) -> dict[str, Any]:
    """One subdistrict of communities of 100 to 400 households: more groups than can be listed."""
    rng = np.random.default_rng(seed)
    county = make_county(communities, seed)
    counts = rng.integers(100, 400, communities).tolist()
    units = [
        {**unit, "households": count, "parent": "s0"}
        for unit, count in zip(county["units"], counts, strict=True)
    ]
    return {**county, "units": units}
