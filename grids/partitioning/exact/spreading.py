"""A lower bound on the cut of ground too large to be proven: spreading metrics, packed.

Let d_e be 1 where a division cuts border e, else 0, and d(v, u) the length of the shortest way.
Where no part holds more than U households, all but U of the households in any set S around v
are at least 1 away, so for every v and S

    Σ_{u ∈ S} h_u d(v, u)  >=  h(S) - U                   (Even, Naor, Rao and Schieber 1999)

The least Σ w_e d_e under these lines bounds every cut, and so does any packing of the dual:
give each tree of ways from v through S an amount y; where the households that pass border e,
summed over all trees, stay within w_e, Σ y (h(S) - U) is a bound. Trees are found as balls in
lengths that grow with what passes a border (Garg and Könemann 2007, with the thresholds of
Fleischer 2000); whenever it stops, dividing by the fullest border makes the packing a valid one.
"""

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.exact.spreading_kernel import pack
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.running import Run

GROWTH = 0.3  # of a border's length when it is filled once, and of the threshold
FAR = 2.5  # balls reach out to this many times the maximum
WORK = 240_000  # balls looked at in all
LEAST_ROUNDS = 8
CHUNK = 1_000  # balls between two looks at whether to stop


def bound_cut(ground: Ground, most: int, run: Run) -> float:
    """A lower bound on the cut of every division into parts of at most `most` households.

    In the unit of the ground's borders; the sum of the negative ones where the run stops at once.
    """
    most = max(most, int(ground.households.max(initial=0)))
    border, weight = _borders(ground)
    packing = _Packing(ground, border, np.maximum(weight, 0.0), most)
    for _ in range(max(LEAST_ROUNDS, WORK // ground.size)):
        if not packing.go_round(run):
            break
    return packing.best + float(np.minimum(weight, 0.0).sum())


def _borders(ground: Ground) -> tuple[Codes, Floats]:
    """(a,) the border each arc belongs to, and (borders,) their weights."""
    source, ends = ground.sources().astype(np.int64), ground.graph.ends.astype(np.int64)
    names = np.minimum(source, ends) * ground.size + np.maximum(source, ends)
    _, border = np.unique(names, return_inverse=True)
    weight = np.zeros(int(border.max(initial=-1)) + 1)
    weight[border] = ground.graph.weight
    return border.astype(np.int32), weight


class _Packing:
    """What passes each border so far, the lengths that follow from it, and the best bound met."""

    def __init__(self, ground: Ground, border: Codes, weight: Floats, most: int) -> None:
        self.ground, self.border, self.weight, self.most = ground, border, weight, most
        self.length = np.where(weight > 0, 1.0 / np.maximum(weight, 1e-12), np.inf)
        self.load = np.zeros(len(weight))
        self.threshold, self.packed, self.best = np.inf, 0.0, 0.0

    def go_round(self, run: Run) -> bool:
        """Look at the ball of every node once; whether there is more to be gained."""
        graph, least, used = self.ground.graph, np.inf, 0
        for first in range(0, self.ground.size, CHUNK):
            if run.should_stop:
                return False
            nodes = np.arange(first, min(first + CHUNK, self.ground.size), dtype=np.int32)
            packed, low, taken = pack(
                nodes, graph.start, graph.ends, self.border, self.weight,
                self.ground.households, float(self.most), FAR * self.most, GROWTH,
                self.threshold, self.load, self.length,
            )  # fmt: skip
            self.packed, least, used = self.packed + packed, min(least, low), used + taken
        fullest = float(self.load.max(initial=0.0))
        if fullest > 0:
            self.best = max(self.best, self.packed / fullest)
        if np.isinf(self.threshold) or not used or least > self.threshold / (1 + GROWTH):
            held = least if np.isinf(self.threshold) else max(self.threshold, least)
            self.threshold = held * (1 + GROWTH)
        return bool(np.isfinite(least))
