"""The nodes of one piece as the search sees them: households, borders, sites, and who may meet."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from grids.partitioning.distances import site_distances
from grids.partitioning.graph import border_weight, sparse_matrix
from grids.partitioning.merging.columns import NO_WAY, TENTHS
from grids.partitioning.merging.enumeration import Ground
from grids.partitioning.problem import Codes, Counts, Floats, Problem


@dataclass(frozen=True, eq=False)
class Field:
    """One piece of n nodes.

    `members` units of each node; `top` (n,) households of its largest unit; `rank` (n,) place in
    the order of these, so that the head of a group is its node of the highest rank; `inside` (n,)
    tenths of weighted metres of border inside a node; `border_heads`, `border_ends`, `border` such
    metres to others in CSR form; `reach` (n, n) fewest households of a way, both ends counted;
    `site_nodes` (s,) the nodes in which the sites of the piece stand, `load` (n, s)
    household-metres to each, `nearest` (n,) to the nearest of all, None where there is no site
    at all; `outside` (s, n) households beyond the radius of each; `unit_heads`, `place` (u, 2)
    decimetres and `counts` (u,) of the units.
    """

    ground: Ground
    members: list[Codes]
    least: int
    most: int
    share: float
    top: Counts
    rank: Counts
    inside: Counts
    border_heads: Counts
    border_ends: Counts
    border: Counts
    reach: Floats
    site_nodes: Counts
    load: Counts
    nearest: Counts | None
    outside: Counts
    unit_heads: Counts
    place: Floats
    counts: Counts

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.members)

    @property
    def heaviest(self) -> int:
        """Households of the largest group there may be."""
        return min(self.most, int(self.counts.sum())) + 1

    @cached_property
    def dearest(self) -> dict[str, float]:
        """By term, more than any group or node counts; 1 for the number of parts."""
        across = float(np.hypot(*np.ptp(self.place, axis=0))) / TENTHS + 1
        farthest = across * float(self.ground.households.max())
        if self.nearest is not None:
            farthest = float(self.load.max(initial=int(self.nearest.max())))
        return {
            "undersized": 1.0,
            "change": float(self.counts.sum()),
            "distance": farthest,
            "cut": float(self.border.sum() + self.inside.sum()),
            **dict.fromkeys(("parts", "parts_least", "fewer", "more"), 1.0),
        }


def field_of(problem: Problem, ground: Ground, members: list[Codes]) -> Field:
    """The field of the nodes with these units."""
    rules, units = problem.rules, np.concatenate(members)
    heads = np.cumsum([0, *map(len, members)])
    top = np.maximum.reduceat(problem.households[units], heads[:-1])
    borders, inside = _borders(problem, members)
    walks = _walks(problem, units, heads)
    radius = rules.service_radius is not None and len(problem.sites) > 0
    return Field(
        ground=ground,
        members=members,
        least=rules.min_households,
        most=rules.max_households,
        share=rules.service_share if radius else 0.0,
        top=top,
        rank=np.argsort(np.lexsort((-np.arange(len(top)), top))),
        inside=inside,
        border_heads=borders.indptr.astype(np.int64),
        border_ends=borders.indices.astype(np.int64),
        border=borders.data.astype(np.int64),
        reach=_reach(ground),
        **walks,
        unit_heads=heads.astype(np.int64),
        place=np.rint(TENTHS * problem.xy[units]),
        counts=problem.households[units],
    )


def _reach(ground: Ground) -> Floats:
    """(n, n) households of the lightest way from one node to another, both of them counted."""
    begin = np.repeat(np.arange(len(ground.households)), np.diff(ground.start))
    ends = np.stack([begin, ground.ends], axis=1)
    steps = (
        ground.households[ground.ends].astype(np.float64) + 1e-9
    )  # a step without households is a step
    matrix = sparse_matrix(len(ground.households), ends, steps)
    return np.asarray(dijkstra(matrix)) + ground.households[:, None]


def _borders(problem: Problem, members: list[Codes]) -> tuple[Any, Counts]:
    """Tenths between nodes, every border from both sides, and those inside each node."""
    node = np.full(problem.size, -1, np.int64)
    for number, units in enumerate(members):
        node[units] = number
    tenths = np.rint(TENTHS * border_weight(problem)).astype(np.int64)
    a, b = node[problem.edges].T
    own = (a >= 0) & (a == b)
    inside = np.bincount(a[own], tenths[own], len(members)).astype(np.int64)
    between = (a >= 0) & (b >= 0) & (a != b)
    pairs = np.concatenate([np.stack([a, b], 1)[between], np.stack([b, a], 1)[between]])
    matrix = sparse_matrix(len(members), pairs, np.tile(tenths[between], 2))
    return matrix, inside


def _walks(problem: Problem, units: Codes, heads: Counts) -> dict[str, Any]:
    """The fields that have to do with sites."""
    if not len(problem.sites):
        nodes = len(heads) - 1
        empty = np.zeros((nodes, 0), np.int64)
        return {
            "site_nodes": empty[0], "load": empty, "nearest": None,
            "outside": np.zeros((1, nodes), np.int64),
        }  # fmt: skip
    node = np.full(problem.size, -1, np.int64)
    node[units] = np.repeat(np.arange(len(heads) - 1), np.diff(heads))
    own = np.flatnonzero(node[problem.sites] >= 0)
    metres, households = site_distances(problem)[units], problem.households[units, None]
    load = np.rint(households * np.where(np.isinf(metres), NO_WAY, metres)).astype(np.int64)
    radius = problem.rules.service_radius
    away = households * (metres > (np.inf if radius is None else radius))[:, own]
    return {
        "site_nodes": node[problem.sites[own]],
        "load": np.add.reduceat(load[:, own], heads[:-1]),
        "nearest": np.add.reduceat(load.min(axis=1), heads[:-1]),
        "outside": np.ascontiguousarray(np.add.reduceat(away, heads[:-1]).T),
    }
