"""Which borders each unit has: looked up for a few units out of very many."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.problem import Codes, Problem


@dataclass(frozen=True, eq=False)
class Incidence:
    """Borders by unit: those of unit u are `border[start[u]:start[u + 1]]`."""

    start: Codes
    border: Codes

    def of(self, units: Codes) -> Codes:
        """The borders of these units, each once, in order."""
        first, count = self.start[units], self.start[units + 1] - self.start[units]
        shift = np.repeat(first - np.cumsum(count) + count, count)
        found: Codes = np.unique(self.border[shift + np.arange(int(count.sum()))])
        return found


def incidence(problem: Problem) -> Incidence:
    """The borders of every unit."""
    ends = problem.edges.ravel()
    order = np.argsort(ends, kind="stable")
    start = np.searchsorted(ends[order], np.arange(problem.size + 1))
    return Incidence(start.astype(np.int32), (order // 2).astype(np.int32))
