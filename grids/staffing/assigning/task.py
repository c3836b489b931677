"""One question: which of n people or units works in which of g grids."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
LARGEST_COST = 10**7  # metres: no county is wider; keeps all sums exact in 53 bits


class TaskError(ValueError):
    """A question that cannot be answered; the text says what is wrong and how to mend it."""


@dataclass(frozen=True, eq=False)
class Task:
    """`cost` (n, g) whole metres of sending each to each grid: distance, less what a tie is worth.

    Grid j takes `least[j]` (g,) at least where there are enough people, `most[j]` (g,) at most.
    `share` (g,) is how many its workload asks for; the s-th person in a grid costs
    `spread * (2 * s - 1 - 2 * share)` besides, which makes the sum of (number - share)² weigh
    `spread` metres. Rising costs keep the whole a flow.
    """

    cost: Ints
    least: Ints
    most: Ints
    share: Floats
    spread: int

    def __post_init__(self) -> None:
        people, grids = self.cost.shape
        if not (len(self.least) == len(self.most) == len(self.share) == grids):
            raise TaskError("网格的下限、上限、应有人数与费用表的列数不一致。请按网格重新给出。")
        if (self.least < 0).any() or (self.most < self.least).any():
            raise TaskError("某个网格的人数上限小于下限。请改正下限或上限。")
        if people and grids and np.abs(self.cost).max() > LARGEST_COST:
            raise TaskError(f"费用超过 {LARGEST_COST} 米。请检查坐标是否属于本县。")

    @property
    def people(self) -> int:
        return len(self.cost)

    @property
    def grids(self) -> int:
        return len(self.least)

    def step(self, grid: Ints, number: Ints) -> Ints:
        """What the `number`-th person (from 1) costs in a grid besides the way there."""
        weight = self.spread * (2 * number - 1 - 2 * self.share[grid])
        return np.rint(weight).astype(np.int64)


def shares_by_workload(workload: Floats, people: int) -> Floats:
    """(g,) how many of `people` each grid should have, by its part of all the work."""
    total = float(workload.sum())
    if total <= 0:
        return np.full(len(workload), people / max(len(workload), 1))
    return np.asarray(workload * (people / total), np.float64)
