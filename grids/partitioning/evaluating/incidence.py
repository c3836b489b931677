"""Which borders each unit has: looked up for a few units out of very many."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

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
    """The borders of every unit; a sparse matrix counts them out quicker than they are sorted."""
    borders = len(problem.edges)
    row = np.arange(0, 2 * borders + 1, 2, dtype=np.int32)
    ends = (np.ones(2 * borders, np.bool_), problem.edges.ravel(), row)
    matrix: Any = csr_array  # scipy ships no types
    by_unit = matrix(ends, shape=(borders, problem.size)).tocsc()
    return Incidence(by_unit.indptr.astype(np.int32), by_unit.indices.astype(np.int32))
