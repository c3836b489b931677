"""An order of the nodes that keeps the frontier small.

The frontier, after some nodes are placed, are those of them with neighbours still to come: the
states of a frontier search grow with its width. Orders are swept from one far end of the graph to
another, or walked from one, next coming the node that leaves the narrowest frontier; the best few
are improved by moving single nodes until nothing is gained.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse.csgraph import shortest_path

from grids.partitioning.compiling import compiled
from grids.partitioning.graph import Graph, sparse_matrix
from grids.partitioning.problem import Codes, Counts, Floats

ENDS, WALKS = 8, 16  # far ends, and nodes to walk from
KEPT, PASSES = 5, 20  # orders improved, and rounds of moves at most
GROWTH = 3.0  # states for one more node in the frontier, about


def narrow_order(graph: Graph) -> Codes:
    """(n,) the nodes in an order of narrow frontiers."""
    hops = _hops(graph)
    ends = _far_ends(hops)
    sweeps = [hops[a] - hops[b] + 1e-3 * hops[a] for a in ends for b in ends if a < b]
    orders = [np.argsort(sweep, kind="stable") for sweep in [*sweeps, *hops[ends]]]
    orders += [_walked(graph, end) for end in range(0, graph.size, -(-graph.size // WALKS))]
    orders.sort(key=lambda order: spread(order, graph.start, graph.ends))
    best = min(orders[:KEPT], key=lambda order: settle(order, graph.start, graph.ends, PASSES))
    return best.astype(np.int32)


def _hops(graph: Graph) -> Floats:
    """(n, n) borders on the shortest way between two nodes."""
    source = np.repeat(np.arange(graph.size), np.diff(graph.start))
    ends = np.stack([source, graph.ends], axis=1)
    matrix = sparse_matrix(graph.size, ends, np.ones(len(ends)))
    return np.asarray(shortest_path(matrix, unweighted=True))


def _far_ends(hops: Floats) -> list[int]:
    """Nodes far from one another: each next one is the farthest from all before."""
    ends = [int(hops[0].argmax())]
    while len(ends) < min(ENDS, len(hops)):
        ends.append(int(hops[ends].min(axis=0).argmax()))
    return ends


@dataclass
class _Walk:
    """A way through the nodes: `ahead` neighbours still to come, `met` when a node was met."""

    near: list[frozenset[int]]
    ahead: list[int]
    met: dict[int, int]
    order: list[int] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)

    def widening(self, node: int) -> int:
        """By how much the frontier widens when the node is placed."""
        return (self.ahead[node] > 0) - sum(
            self.ahead[other] == 1 and other in self.placed for other in self.near[node]
        )

    def place(self, node: int) -> None:
        """Take the node next."""
        self.order.append(node)
        self.placed.add(node)
        self.met.pop(node)
        for other in self.near[node]:
            self.ahead[other] -= 1
            if other not in self.placed:
                self.met.setdefault(other, len(self.order))


def _walked(graph: Graph, first: int) -> Counts:
    """The order in which a walk from `first` places the nodes."""
    near = [
        frozenset(graph.ends[graph.start[node] : graph.start[node + 1]].tolist())
        for node in range(graph.size)
    ]
    walk = _Walk(near, [len(nodes) for nodes in near], {first: 0})
    while walk.met:
        walk.place(min(walk.met, key=lambda n: (walk.widening(n), walk.ahead[n], walk.met[n], n)))
    return np.array(walk.order)


@compiled
def spread(order: Counts, start: Codes, ends: Codes) -> float:
    """About how many states the frontiers of this order have."""
    n = len(order)
    rank, change = np.empty(n, np.int64), np.zeros(n + 1, np.int64)
    for place in range(n):
        rank[order[place]] = place
    for node in range(n):
        last = rank[node]
        for arc in range(start[node], start[node + 1]):
            last = max(last, rank[ends[arc]])
        change[rank[node]] += 1
        change[last] -= 1
    width, states = 0, 0.0
    for place in range(n):
        width += change[place]
        states += GROWTH**width
    return states


@compiled
def settle(order: Counts, start: Codes, ends: Codes, passes: int) -> float:
    """Move single nodes to better places, in `order` itself, until nothing is gained."""
    n = len(order)
    trial = order.copy()
    best = spread(order, start, ends)
    for _ in range(passes):
        before = best
        for place in range(n):
            for step in (1, -1):
                trial[:] = order
                here = place
                while 0 <= here + step < n:
                    trial[here], trial[here + step] = trial[here + step], trial[here]
                    here += step
                    states = spread(trial, start, ends)
                    if states < best:
                        best = states
                        order[:] = trial
        if best >= before:
            break
    return best
