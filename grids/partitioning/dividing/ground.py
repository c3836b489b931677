"""The ground to divide: one piece that hangs together, its units contracted to nodes."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.bundling import bundles
from grids.partitioning.graph import (
    Graph,
    border_price,
    build_graph,
    linking,
    sparse_matrix,
    stray_price,
)
from grids.partitioning.problem import Codes, Counts, Flags, Floats, Problem

APART = 50.0  # reward for keeping two units apart, in the dearest border


@dataclass(frozen=True, eq=False)
class Ground:
    """A connected graph of nodes with households.

    `node` (units,) the node of each unit in `units`; `compound` (nodes,) the compound a node lies
    in, or -1. Weights are what cutting costs more than leaving uncut; units to be kept apart
    are joined by a border that does not link and that pays for being cut.
    """

    graph: Graph
    households: Counts
    units: Codes
    node: Codes
    compound: Codes

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.households)

    @property
    def scale(self) -> float:
        """The mean weight of a border that costs something: the measure of temperatures."""
        dear = self.graph.weight[self.graph.weight > 0]
        return float(dear.mean()) if len(dear) else 1.0

    def sources(self) -> Codes:
        """(a,) the node each arc starts from."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.graph.start))

    def on_units(self, labels: Codes) -> Codes:
        """Labels of nodes spread over `units`."""
        return labels[self.node]


def grounds(problem: Problem, stray: float = 0.0) -> list[Ground]:
    """The pieces of the problem that hang together, by their first unit.

    `stray`: what every metre cut along no barrier costs on top, in metres of cut.
    """
    first = _first_of_bundle(problem)
    linked = np.concatenate([first[problem.edges[linking(problem)]], _loops(first)])
    matrix = sparse_matrix(problem.size, linked, np.ones(len(linked)))
    _, piece = connected_components(matrix, directed=False)
    return [
        _ground(problem, first, np.flatnonzero(piece == number).astype(np.int32), stray)
        for number in range(int(piece.max()) + 1)
    ]


def _loops(first: Codes) -> Codes:
    """Edges from each unit to the first of its bundle."""
    return np.stack([np.arange(len(first), dtype=np.int32), first], axis=1)


def _first_of_bundle(problem: Problem) -> Codes:
    first = np.arange(problem.size, dtype=np.int32)
    for units in bundles(problem):
        first[units] = units[0]
    return first


def _ground(problem: Problem, first: Codes, units: Codes, stray: float) -> Ground:
    names, node = np.unique(first[units], return_inverse=True)
    local = np.full(problem.size, -1, np.int32)
    local[units] = node
    ends = local[problem.edges]
    kept: Flags = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    weight = (border_price(problem) + stray_price(problem, stray))[kept]
    graph = _with_apart(problem, len(names), ends[kept], weight, linking(problem)[kept], local)
    compound = np.full(len(names), -1, np.int32)
    compound[node] = problem.group[units]
    households = np.bincount(node, problem.households[units], len(names)).astype(np.int64)
    return Ground(graph, households, units, node.astype(np.int32), compound)


def _with_apart(  # noqa: PLR0917 - the arguments of build_graph and the pairs
    problem: Problem, size: int, ends: Codes, weight: Floats, link: Flags, local: Codes
) -> Graph:
    """The graph, with a reward for cutting every pair to be kept apart."""
    apart = local[np.array(problem.rules.apart, np.int32).reshape(-1, 2)]
    apart = apart[(apart >= 0).all(axis=1)]
    reward = np.full(len(apart), -APART * max(float(weight.max(initial=0.0)), 1.0))
    return build_graph(
        size,
        np.concatenate([ends, apart]),
        np.concatenate([weight, reward]),
        np.concatenate([link, np.zeros(len(apart), np.bool_)]),
    )
