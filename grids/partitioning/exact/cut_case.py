"""One piece to divide at the least cut, as the exact method sees it: nodes in a narrow order."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.exact.cut_covering import half_borders
from grids.partitioning.exact.cut_order import narrow_order
from grids.partitioning.graph import Graph
from grids.partitioning.problem import Codes, Counts, Flags, Floats
from grids.partitioning.rules import Rules

SCALES = (1, 2, 4, 5, 10, 20, 40, 100)  # weights are whole after one of these, or taken as real
TOLERANCE = 1e-6  # of sums of weights, in units


@dataclass(frozen=True, eq=False)
class Case:
    """A connected graph to divide into `fewest` to `most` parts of `low` to `high` households.

    Nodes are numbered in a narrow order: `order` (n,) their number in the ground. Weights are in
    units of `unit`, the mean border; `grain`: what two different cuts differ by at least, in units,
    0 where that is not known.
    """

    graph: Graph
    households: Counts
    order: Codes
    low: int
    high: int
    fewest: int
    most: int
    unit: float
    grain: float

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.households)

    @property
    def total(self) -> float:
        """The weight of all borders: no cut is dearer."""
        return float(self.graph.weight.sum() / 2)

    @property
    def bounds(self) -> Counts:
        """Least and most households of a part."""
        return np.array([self.low, self.high], np.int64)

    @property
    def others(self) -> Counts:
        """Fewest and most parts besides one."""
        return np.array([self.fewest - 1, self.most - 1], np.int64)

    @property
    def is_hopeless(self) -> bool:
        """Whether the sums alone forbid every division."""
        total, largest = int(self.households.sum()), int(self.households.max())
        fits = self.fewest * self.low <= total <= self.most * self.high
        return largest > self.high or self.fewest > self.size or not fits

    def sources(self) -> Codes:
        """(a,) the node each arc starts from."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.graph.start))

    def half_borders(self, parts: Flags) -> Floats:
        """(c,) half the border of each of the (c, n) parts: over a division they sum to the cut."""
        graph = self.graph
        return half_borders(parts, graph.start, graph.ends, graph.weight)

    def cut_of(self, label: Codes) -> float:
        """The cut of a division."""
        crossing = label[self.sources()] != label[self.graph.ends]
        return float(self.graph.weight[crossing].sum() / 2)

    def keeps(self, label: Codes) -> bool:
        """Whether every part is within the bounds and their number is admissible."""
        sizes = np.bincount(label, self.households)
        within = (sizes >= self.low) & (sizes <= self.high)
        return bool(within.all()) and self.fewest <= len(sizes) <= self.most

    def improved(self, value: float) -> float:
        """The most a cut may cost that is better than `value`."""
        return value - self.grain if self.grain else value - 10 * TOLERANCE * max(1.0, value)


def case_of(ground: Ground, rules: Rules, fewest: int, most: int) -> Case:
    """The case of a ground without rewards for cutting."""
    order = narrow_order(ground.graph)
    weight = ground.graph.weight
    unit = ground.scale
    return Case(
        _renumbered(ground.graph, order, unit),
        ground.households[order],
        order,
        rules.min_households,
        min(rules.max_households, int(ground.households.sum())),
        fewest,
        most,
        unit,
        next((1 / scale for scale in SCALES if _is_whole(weight * scale)), 0.0) / unit,
    )


def _is_whole(values: Floats) -> bool:
    return bool(np.abs(values - np.rint(values)).max(initial=0.0) < 1e-9)


def _renumbered(graph: Graph, order: Codes, unit: float) -> Graph:
    """The graph with node `order[i]` as node i, weights in units."""
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    arcs = np.concatenate([np.arange(graph.start[i], graph.start[i + 1]) for i in order])
    start = np.concatenate([[0], np.cumsum(np.diff(graph.start)[order])]).astype(np.int32)
    return Graph(start, rank[graph.ends[arcs]], graph.weight[arcs] / unit, graph.link[arcs])
