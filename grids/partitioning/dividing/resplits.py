"""Pairs of neighbouring parts put together and split again by the best of several trees."""

import numpy as np

from grids.partitioning.dividing.divisions import Division
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import best_split, border_between, excess
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.running import Run

TREES = 12


def resplit(ground: Ground, division: Division, bounds: Floats, run: Run) -> float:
    """Split every neighbouring pair again where that is cheaper; what was gained."""
    pairs = _Pairs(ground, division, bounds)
    gained = 0.0
    for one, two in neighbouring(ground, division.label).tolist():
        if run.should_stop:
            break
        gained += pairs.split(one, two)
    return gained


def neighbouring(ground: Ground, label: Codes) -> Codes:
    """(p, 2) pairs of parts that touch over a linking border."""
    graph = ground.graph
    pairs = np.stack([label[ground.sources()], label[graph.ends]], axis=1)[graph.link > 0]
    return np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0).astype(np.int32)


class _Pairs:
    """The nodes of every part, kept up to date while pairs are split."""

    def __init__(self, ground: Ground, division: Division, bounds: Floats) -> None:
        self.ground, self.division, self.bounds = ground, division, bounds
        order = np.argsort(division.label, kind="stable").astype(np.int32)
        self.members = np.split(order, np.cumsum(division.count)[:-1])
        self.place = np.full(ground.size, -1, np.int32)

    def split(self, one: int, two: int) -> float:
        """Split the pair again if that is cheaper; what was gained."""
        graph = self.ground.graph
        nodes = np.concatenate([self.members[one], self.members[two]])
        side = np.zeros(len(nodes), np.bool_)
        now, _ = best_split(
            nodes, self.place, graph.start, graph.ends, graph.weight, graph.link,
            self.ground.households, self.bounds, 2, TREES, self.division.state, side,
        )  # fmt: skip
        before = self._cost(one, two)
        if now >= before - 1e-9:
            return 0.0
        self._take(one, nodes[side])
        self._take(two, nodes[~side])
        return before - now

    def _cost(self, one: int, two: int) -> float:
        """What the pair costs now: the border between them, and how far each is off."""
        graph, size = self.ground.graph, self.division.size
        between = border_between(
            graph.start, graph.ends, graph.weight, self.division.label, self.members[one], two
        )
        off = excess(float(size[one]), self.bounds) + excess(float(size[two]), self.bounds)
        return between + off

    def _take(self, part: int, nodes: Codes) -> None:
        self.members[part] = nodes
        self.division.label[nodes] = part
        self.division.size[part] = self.ground.households[nodes].sum()
        self.division.count[part] = len(nodes)
