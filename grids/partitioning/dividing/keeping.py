"""Keeping what is there: borders that cost something when households leave their present grid,
and the present division as a start.

Every present grid has a core, the node of it with the most households. Each other node of the
grid is joined to the core by a border that does not link and that costs, when cut, the price of
its households. So a change is a cut, and whatever lowers cuts keeps people where they are.
"""

from dataclasses import replace

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.dividing.coarsening import contracted
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import State, best_split
from grids.partitioning.graph import build_graph, sparse_matrix
from grids.partitioning.problem import Codes, Floats, Problem

TREES = 12  # tried when a present grid is split


def present_of_nodes(problem: Problem, ground: Ground) -> Codes:
    """(nodes,) the present part of each node, that of its largest unit; -1 for none."""
    order = np.argsort(problem.households[ground.units], kind="stable")
    present = np.full(ground.size, -1, np.int32)
    present[ground.node[order]] = problem.current[ground.units[order]]
    return present


def tied_to_cores(ground: Ground, present: Codes, price: float) -> Ground:
    """The ground with a border of `price` per household from each node to its grid's core."""
    if (present < 0).all():
        return ground
    core = _cores(ground, present)
    tied = np.flatnonzero((present >= 0) & (core[present] != np.arange(ground.size)))
    tied = tied[ground.households[tied] > 0].astype(np.int32)
    graph = ground.graph
    once = ground.sources() < graph.ends
    ties = np.stack([tied, core[present[tied]]], axis=1)
    known = np.stack([ground.sources(), graph.ends], axis=1)[once]
    tied_graph = build_graph(
        ground.size,
        np.concatenate([known, ties]).astype(np.int32),
        np.concatenate([graph.weight[once], price * ground.households[tied]]),
        np.concatenate([graph.link[once] > 0, np.zeros(len(ties), np.bool_)]),
    )
    return replace(ground, graph=tied_graph)


def _cores(ground: Ground, present: Codes) -> Codes:
    """(present parts,) the node with the most households of each, the first of equals."""
    core = np.full(int(present.max(initial=-1)) + 1, -1, np.int32)
    for node in np.lexsort((-np.arange(ground.size), ground.households)).tolist():
        if present[node] >= 0:
            core[present[node]] = node
    return core


def present_start(
    ground: Ground, present: Codes, parts: int, bounds: Floats, state: State
) -> Codes:
    """(nodes,) the present division as `parts` connected parts.

    Pieces too many are joined to the neighbour with the dearest border, the smallest first; where
    there are too few, the largest is split.
    """
    label = _joined(ground, _pieces(ground, present), parts)
    place = np.full(ground.size, -1, np.int32)
    for fresh in range(int(label.max()) + 1, parts):
        size = np.bincount(label, ground.households)
        size[np.bincount(label) < 2] = -1
        nodes = np.flatnonzero(label == int(size.argmax())).astype(np.int32)
        side, graph = np.zeros(len(nodes), np.bool_), ground.graph
        best_split(
            nodes, place, graph.start, graph.ends, graph.weight, graph.link,
            ground.households, bounds, 2, TREES, state, side,
        )  # fmt: skip
        label[nodes[side]] = fresh
    return label


def _pieces(ground: Ground, present: Codes) -> Codes:
    """(nodes,) the connected piece of the present division each node lies in."""
    source, ends = ground.sources(), ground.graph.ends
    same = (present[source] == present[ends]) & (ground.graph.link > 0) & (present[source] >= 0)
    arcs = np.stack([source, ends], axis=1)[same]
    matrix = sparse_matrix(ground.size, arcs, np.ones(len(arcs)))
    return np.asarray(connected_components(matrix, directed=False)[1], np.int32)


def _joined(ground: Ground, pieces: Codes, parts: int) -> Codes:
    """Pieces joined until there are no more than `parts`, numbered from 0."""
    coarse = contracted(ground, pieces).ground
    size = dict(enumerate(coarse.households.tolist()))
    near: list[dict[int, float]] = [{} for _ in size]
    arcs = zip(coarse.sources(), coarse.graph.ends, coarse.graph.weight, coarse.graph.link,
               strict=True)  # fmt: skip
    for a, b, weight, link in arcs:
        if link:
            near[int(a)][int(b)] = float(weight)
    into = np.arange(len(size))
    while len(size) > parts:
        small = min((s, one) for one, s in size.items() if near[one])[1]
        to = max((weight, -other) for other, weight in near[small].items())[1] * -1
        size[to] += size.pop(small)
        for other, weight in near[small].items():
            del near[other][small]
            if other != to:
                near[to][other] = near[other][to] = near[to].get(other, 0.0) + weight
        into[into == small] = to
    return np.unique(into[pieces], return_inverse=True)[1].astype(np.int32)
