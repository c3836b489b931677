"""The linear relaxation of the Hess model in HiGHS: grown by separators, solved again warm."""

from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from grids.partitioning.exact.hess_lagrangian import Prices
from grids.partitioning.exact.hess_model import Hess
from grids.partitioning.problem import Codes, Counts, Flags, Floats
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver

Separator = tuple[int, int, tuple[int, ...]]  # a, b and the nodes between, sorted
INFINITE = highspy.kHighsInf
SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A solution of the relaxation: its value, x (n, n), and the reduced costs of x."""

    value: float
    x: Floats
    reduced: Floats


class Relaxation:
    """One linear programme over the columns that may be used; bounds change, rows are added.

    Rows: one per unit; maximum and minimum per centre, in mean parts; the number of centres;
    then the separators. Columns are the pairs (unit, centre) of `may`.
    """

    def __init__(self, model: Hess, may: Flags, separators: Iterable[Separator], run: Run) -> None:
        self.model, self.run, self.may = model, run, may.copy()
        self.units, self.centres = np.nonzero(may)
        self.column = np.full(may.shape, -1, np.int32)
        self.column[self.units, self.centres] = np.arange(len(self.units), dtype=np.int32)
        self.columns = np.arange(len(self.units), dtype=np.int32)
        self.solver = new_solver(run)
        self.solver.passModel(self._bare())
        self.bare_rows = int(self.solver.getNumRow())
        self.separators: list[Separator] = []
        self.held: set[Separator] = set()
        self.tight: Counts = np.empty(0, np.int64)  # number of the last solve with no slack
        self.solves = 0
        self.add(list(separators))

    def _bare(self) -> highspy.HighsLp:
        """The programme without separators."""
        rows = [*self._unit_rows(), *self._bound_rows(), self._number_row()]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.units), len(rows)
        lp.col_cost_ = self.model.cost[self.units, self.centres]
        lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.ones(lp.num_col_)
        lp.row_lower_ = np.array([row[2] for row in rows], np.float64)
        lp.row_upper_ = np.array([row[3] for row in rows], np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([row[0] for row in rows])
        lp.a_matrix_.value_ = np.concatenate([row[1] for row in rows])
        return lp

    def _unit_rows(self) -> list[tuple[Codes, Floats, float, float]]:
        rows = []
        for unit in range(self.model.size):
            columns = self.column[unit][self.column[unit] >= 0]
            rows.append((columns, np.ones(len(columns)), 1.0, 1.0))
        return rows

    def _bound_rows(self) -> list[tuple[Codes, Floats, float, float]]:
        model, rows = self.model, []
        mean = (model.low + model.high) / 2
        for centre in np.flatnonzero(self.column.diagonal() >= 0):
            units = np.flatnonzero(self.column[:, centre] >= 0)
            columns, share = self.column[units, centre], model.households[units] / mean
            itself = (units == centre).astype(np.float64)
            rows.append((columns, share - itself * model.high / mean, -INFINITE, 0.0))
            if model.low > 0:
                rows.append((columns, share - itself * model.low / mean, 0.0, INFINITE))
        return rows

    def _number_row(self) -> tuple[Codes, Floats, float, float]:
        columns = self.column.diagonal()[self.column.diagonal() >= 0].astype(np.int32)
        least, most = self.model.parts
        return columns, np.ones(len(columns)), float(least), float(most)

    def add(self, separators: list[Separator]) -> None:
        """Add rows x[a, b] <= sum of x[c, b]; what may not be used has no column."""
        kept = [one for one in separators if self.may[one[0], one[1]]]
        if not kept:
            return
        index, value = [], []
        for a, b, between in kept:
            columns = self.column[list(between), b]
            columns = columns[columns >= 0]
            index.append(np.concatenate([[self.column[a, b]], columns]))
            value.append(np.concatenate([[1.0], np.full(len(columns), -1.0)]))
        start = np.cumsum([0, *map(len, index)])
        self.solver.addRows(
            len(kept),
            np.full(len(kept), -INFINITE),
            np.zeros(len(kept)),
            int(start[-1]),
            start[:-1].astype(np.int32),
            np.concatenate(index).astype(np.int32),
            np.concatenate(value),
        )
        self.separators += kept
        self.held.update(kept)
        self.tight = np.concatenate([self.tight, np.full(len(kept), self.solves)])

    def solve(self, may: Flags, must: Flags, target: float = np.inf) -> Relaxed | None:
        """The optimum within `may` and `must`; None where there is none, or none below `target`.

        Raises Interrupted when the run was stopped.
        """
        lower = must[self.units, self.centres].astype(np.float64)
        upper = may[self.units, self.centres].astype(np.float64)
        self.solver.changeColsBounds(len(self.columns), self.columns, lower, upper)
        self.solver.setOptionValue("objective_bound", min(target, INFINITE))
        self.solver.run()
        self.solves += 1
        return self._solution(target)

    def _solution(self, target: float) -> Relaxed | None:
        status = self.solver.getModelStatus()
        if status in {
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kObjectiveBound,
        }:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Interrupted(str(status))
        value = float(self.solver.getInfo().objective_function_value)
        if value > target:
            return None
        solution = self.solver.getSolution()
        x, reduced = np.zeros(self.column.shape), np.zeros(self.column.shape)
        x[self.units, self.centres] = solution.col_value
        reduced[self.units, self.centres] = solution.col_dual
        rows = np.array(solution.row_value[self.bare_rows :])
        self.tight[rows > -SLACK] = self.solves
        return Relaxed(value, x, reduced)

    def prices(self) -> Prices:
        """The duals of the last solution as multipliers of the Lagrangian."""
        model = self.model
        dual = np.array(self.solver.getSolution().row_dual)
        mean = (model.low + model.high) / 2
        centres = np.flatnonzero(self.column.diagonal() >= 0)
        each = 2 if model.low > 0 else 1
        bounds = dual[model.size : model.size + each * len(centres)].reshape(-1, each) / mean
        most, least = np.zeros(model.size), np.zeros(model.size)
        most[centres] = np.maximum(0.0, -bounds[:, 0])
        if model.low > 0:
            least[centres] = np.maximum(0.0, bounds[:, 1])
        return Prices(dual[: model.size], most, least)

    def lately_tight(self, solves: int) -> list[Separator]:
        """Separators added, or without slack, in one of the last `solves` solutions."""
        since = self.solves - solves
        return [one for one, last in zip(self.separators, self.tight, strict=True) if last >= since]


class Interrupted(Exception):
    """The solver stopped before it had an answer."""
