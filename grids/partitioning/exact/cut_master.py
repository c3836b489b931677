"""The linear relaxation of choosing among the parts met so far, with prices kept in bounds.

    min Σ h_p x_p   s.t.  Σ_{p ∋ v} x_p = 1 for every node v,  fewest <= Σ x_p <= most,  x_p >= 0

h_p is half the border of the part. Every row may also be missed, or kept too well, at a price: so
the duals stay within that price (du Merle, Villeneuve, Desrosiers and Hansen 1999).
"""

from dataclasses import dataclass

import highspy
import numpy as np

from grids.partitioning.exact.cut_case import Case
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_pricing import Prices
from grids.partitioning.problem import Flags, Floats
from grids.partitioning.solving import new_solver


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The relaxation solved: its value, its prices, the share of each part, and of missed rows."""

    value: float
    prices: Prices
    share: Floats
    missed: float


class Master:
    """Parts met so far, and the relaxation over them."""

    def __init__(self, case: Case, effort: Effort, fence: float) -> None:
        self.case, self.effort = case, effort
        self.solver = new_solver(effort.run)
        self.parts: Flags = np.zeros((0, case.size), np.bool_)
        self.cost: Floats = np.zeros(0)
        self._known: set[bytes] = set()
        self._open_rows()
        self.fence_in(fence)

    def _open_rows(self) -> None:
        """One row a node, one for the number of parts; two ways to miss each."""
        none = np.array([], np.int32), np.array([], np.float64)
        for _ in range(self.case.size):
            self.solver.addRow(1.0, 1.0, 0, *none)
        self.solver.addRow(float(self.case.fewest), float(self.case.most), 0, *none)
        for row in range(self.case.size + 1):
            for sign in (1.0, -1.0):
                at, value = np.array([row], np.int32), np.array([sign])
                self.solver.addCol(1.0, 0.0, highspy.kHighsInf, 1, at, value)

    def fence_in(self, fence: float) -> None:
        """Keep the price of a node within `fence`, that of a part within ten times as much."""
        self.fence = fence
        for column in range(2 * self.case.size + 2):
            wide = 10 if column >= 2 * self.case.size else 1
            self.solver.changeColCost(column, wide * fence)

    def add(self, parts: Flags) -> int:
        """Take up parts (c, n) not met before; how many they were."""
        fresh = [
            row
            for row, key in enumerate(map(bytes, np.packbits(parts, axis=1)))
            if self._is_new(key)
        ]
        costs = self.case.half_borders(parts[fresh])
        for part, cost in zip(parts[fresh], costs.tolist(), strict=True):
            rows = np.append(np.flatnonzero(part), self.case.size).astype(np.int32)
            self.solver.addCol(cost, 0.0, highspy.kHighsInf, len(rows), rows, np.ones(len(rows)))
        self.parts = np.concatenate([self.parts, parts[fresh]])
        self.cost = np.concatenate([self.cost, costs])
        return len(fresh)

    def _is_new(self, key: bytes) -> bool:
        new = key not in self._known
        self._known.add(key)
        return new

    def relax(self) -> Relaxed:
        """Solve the relaxation over the parts met so far."""
        self.solver.run()
        info, solution = self.solver.getInfo(), self.solver.getSolution()
        self.effort.spend(pivots=max(1, info.simplex_iteration_count))
        dual, value = np.array(solution.row_dual), np.array(solution.col_value)
        ways_out = 2 * self.case.size + 2
        return Relaxed(
            float(info.objective_function_value),
            Prices(dual[:-1], -float(dual[-1])),
            value[ways_out:],
            float(value[:ways_out].sum()),
        )
