"""The border graph: who touches whom, over which border one may walk, what cutting it costs."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from grids.partitioning.problem import Bits, Codes, Flags, Floats, Problem


@dataclass(frozen=True, eq=False)
class Graph:
    """Adjacency in CSR form, every border twice and parallel borders summed.

    `start` (n+1,), `ends` (a,), `weight` (a,) cost of cutting, `link` (a,) 1 where the border
    connects, 0 where it only counts.
    """

    start: Codes
    ends: Codes
    weight: Floats
    link: Bits

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.start) - 1


def linking(problem: Problem) -> Flags:
    """(m,) borders over which two units hang together.

    Not over a forbidden barrier, not between two parents, not in a mere point.
    """
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    forbidden = np.array(
        [name in problem.rules.forbidden_barriers for name in problem.barrier_names] + [False]
    )
    same_parent: Flags = problem.parent[a] == problem.parent[b]
    return np.asarray(same_parent & (problem.length > 0) & ~forbidden[problem.barrier])


def border_weight(problem: Problem) -> Floats:
    """(m,) length x barrier factor, or x compound weight inside one compound: what `cut` sums."""
    factors = np.array(
        [problem.rules.barrier_weight.get(name, 1.0) for name in problem.barrier_names] + [1.0]
    )
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    same = (problem.group[a] >= 0) & (problem.group[a] == problem.group[b])
    factor = np.where(same, problem.rules.compound_weight, factors[problem.barrier])
    return np.asarray(problem.length * factor)


def inside_weight(problem: Problem) -> Floats:
    """(m,) what a border costs when it is not cut: a barrier left inside a part."""
    return np.where(problem.barrier >= 0, problem.rules.inside_weight * problem.length, 0.0)


def border_price(problem: Problem) -> Floats:
    """(m,) what a border between two parts costs more than one inside a part.

    `cut` and `compactness` are both sums over borders, weighted and plain metres.
    """
    cut = problem.rules.price_of("cut") * (border_weight(problem) - inside_weight(problem))
    return np.asarray(cut + problem.rules.price_of("compactness") * problem.length)


def stray_price(problem: Problem, stray: float) -> Floats:
    """(m,) `stray` for every metre along no barrier, at the price of the cut."""
    return np.where(
        problem.barrier < 0, problem.rules.price_of("cut") * stray * problem.length, 0.0
    )


def sparse_matrix(size: int, edges: Codes, values: Floats) -> Any:
    """The (size, size) sparse sum of `values` at `edges`, rows sorted."""
    build: Any = coo_array  # scipy ships no types
    matrix = build((values, (edges[:, 0], edges[:, 1])), shape=(size, size)).tocsr()
    matrix.sum_duplicates()
    matrix.sort_indices()
    return matrix


def build_graph(size: int, edges: Codes, weight: Floats, link: Flags) -> Graph:
    """The CSR graph of weighted borders; a pair is linked when any of its borders links."""
    ends = np.concatenate([edges, edges[:, ::-1]])
    linked = sparse_matrix(size, ends, np.tile(link.astype(np.float64), 2))
    weights = sparse_matrix(size, ends, np.tile(weight, 2))
    return Graph(
        start=weights.indptr.astype(np.int32),
        ends=weights.indices.astype(np.int32),
        weight=weights.data.astype(np.float64),
        link=(linked.data > 0).astype(np.uint8),
    )


def components(size: int, edges: Codes, link: Flags) -> tuple[int, Codes]:
    """Number of connected pieces over linking borders, and (n,) the piece of each unit."""
    matrix = sparse_matrix(size, edges[link], np.ones(int(link.sum())))
    count, piece = connected_components(matrix, directed=False)
    return int(count), piece.astype(np.int32)
