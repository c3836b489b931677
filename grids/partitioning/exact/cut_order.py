"""An order of the nodes that keeps the frontier small.

The frontier, after some nodes are placed, are those of them with neighbours still to come: the
states of a frontier search grow with its width. The order is greedy, next comes the node that
leaves the narrowest frontier, and every node is tried as the first.
"""

from dataclasses import dataclass, field

import numpy as np

from grids.partitioning.graph import Graph
from grids.partitioning.problem import Codes

GROWTH = 3  # states for one more node in the frontier, about


def narrow_order(graph: Graph) -> Codes:
    """(n,) the nodes in an order of narrow frontiers."""
    near = [
        frozenset(graph.ends[graph.start[node] : graph.start[node + 1]].tolist())
        for node in range(graph.size)
    ]
    walks = [_walk(near, first) for first in range(graph.size)]
    return np.array(min(walks, key=lambda walk: walk.states).order, np.int32)


@dataclass
class _Walk:
    """A way through the nodes: `ahead` neighbours still to come, `met` when a waiting node was met.

    `states`: what the frontiers so far may cost.
    """

    near: list[frozenset[int]]
    ahead: list[int]
    met: dict[int, int]
    order: list[int] = field(default_factory=list)
    placed: set[int] = field(default_factory=set)
    width: int = 0
    states: int = 0

    def widening(self, node: int) -> int:
        """By how much the frontier widens when the node is placed."""
        return (self.ahead[node] > 0) - sum(
            self.ahead[other] == 1 and other in self.placed for other in self.near[node]
        )

    def place(self, node: int) -> None:
        """Take the node next."""
        self.width += self.widening(node)
        self.states += GROWTH**self.width
        self.order.append(node)
        self.placed.add(node)
        self.met.pop(node)
        for other in self.near[node]:
            self.ahead[other] -= 1
            if other not in self.placed:
                self.met.setdefault(other, len(self.order))


def _walk(near: list[frozenset[int]], first: int) -> _Walk:
    walk = _Walk(near, [len(nodes) for nodes in near], {first: 0})
    while walk.met:
        walk.place(min(walk.met, key=lambda n: (walk.widening(n), walk.ahead[n], walk.met[n], n)))
    return walk
