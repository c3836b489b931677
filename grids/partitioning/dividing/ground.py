"""The ground to divide: one piece that hangs together, its units contracted to nodes."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.bundling import bundles
from grids.partitioning.graph import (
    Graph,
    border_weight,
    build_graph,
    inside_weight,
    linking,
    sparse_matrix,
)
from grids.partitioning.problem import Codes, Counts, Flags, Problem


@dataclass(frozen=True, eq=False)
class Ground:
    """A connected graph of nodes with households.

    `node` (units,) the node of each unit in `units`; `fixed` (nodes,) the number of the present
    part a node is locked to, or -1. Weights are what cutting costs more than leaving uncut.
    """

    graph: Graph
    households: Counts
    units: Codes
    node: Codes
    fixed: Codes

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.households)

    def on_units(self, labels: Codes) -> Codes:
        """Labels of nodes spread over `units`."""
        return labels[self.node]


def grounds(problem: Problem) -> list[Ground]:
    """The pieces of the problem that hang together, by their first unit."""
    first = _first_of_bundle(problem)
    linked = np.concatenate([first[problem.edges[linking(problem)]], _loops(first)])
    matrix = sparse_matrix(problem.size, linked, np.ones(len(linked)))
    _, piece = connected_components(matrix, directed=False)
    return [
        _ground(problem, first, np.flatnonzero(piece == number).astype(np.int32))
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


def _ground(problem: Problem, first: Codes, units: Codes) -> Ground:
    names, node = np.unique(first[units], return_inverse=True)
    local = np.full(problem.size, -1, np.int32)
    local[units] = node
    ends = local[problem.edges]
    kept: Flags = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    weight = border_weight(problem) - inside_weight(problem)
    graph = build_graph(len(names), ends[kept], weight[kept], linking(problem)[kept])
    fixed = np.full(len(names), -1, np.int32)
    locked = np.array(problem.rules.locked, np.int32)
    locked = locked[(local[locked] >= 0) & (problem.current[locked] >= 0)]
    fixed[local[locked]] = problem.current[locked]
    households = np.bincount(node, problem.households[units], len(names)).astype(np.int64)
    return Ground(graph, households, units, node.astype(np.int32), fixed)
