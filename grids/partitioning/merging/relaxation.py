"""The linear relaxation of a task, by sifting: few columns at a time, priced against all."""

from dataclasses import dataclass, replace

import highspy
import numpy as np

from grids.partitioning.merging.tasks import LARGEST, Duals, Task, whole_duals
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.running import Run
from grids.partitioning.solving import new_solver

ALL_AT_ONCE = 2000  # columns that need no sifting
NOISE = 1e-6
DEAR = 100.0  # times the dearest column: the price of what no column can serve
PRIMAL_SIMPLEX = 4


@dataclass(frozen=True, eq=False)
class Relaxed:
    """A solved relaxation: the columns looked at, their shares, prices, and these made exact.

    `prices` (units and rows,) as the solver gives them; `missing`: the share of units and rows
    that no choice of columns could serve; 0 when feasible.
    """

    pool: Codes
    share: Floats
    missing: float
    prices: Floats
    duals: Duals

    @property
    def is_whole(self) -> bool:
        """Whether every column is taken wholly or not at all."""
        return bool(np.abs(self.share - np.rint(self.share)).max(initial=0.0) < NOISE)

    @property
    def is_feasible(self) -> bool:
        """Whether a choice of whole columns serves every unit and row."""
        return self.is_whole and self.missing < NOISE

    @property
    def chosen(self) -> Codes:
        """The columns taken, where every share is whole."""
        return np.sort(self.pool[self.share > 0.5])


def relax(task: Task, run: Run, start: Codes | None = None) -> Relaxed | None:
    """Solve the relaxation; None when stopped. `start`: columns to begin with.

    What no column can serve is bought at a dear price. Where something is bought, the task without
    costs is solved too: if it must buy as well, its prices prove that there is no plan, and are
    added to those of the task so often that the bound is above any plan. If it need not, a little
    was cheaper to buy than to do without (a limit in the millions is kept by a thousandth of a
    column less), and the task is solved once more with nothing for sale.
    """
    if not task.size:
        return _nothing(task)
    dearest = 1.0 + float(np.abs(task.cost).max(initial=0))
    found = _relax(task, run, start, DEAR * dearest)
    if found is None or found.missing < NOISE:
        return found
    free = _relax(replace(task, cost=np.zeros_like(task.cost)), run, found.pool, 1.0)
    if free is None:
        return found
    if free.missing < NOISE:
        return _relax(task, run, free.pool, None) or found
    often = 10.0 * dearest * len(task.units) / free.missing
    prices = found.prices + often * free.prices
    return replace(found, prices=prices, duals=_whole(task, prices))


def _whole(task: Task, prices: Floats) -> Duals:
    units = len(task.units)
    return whole_duals(task, prices[:units], np.maximum(0.0, -prices[units:]))


def _relax(task: Task, run: Run, start: Codes | None, dear: float | None) -> Relaxed | None:
    """Over more and more columns; `dear`: what a stand-in costs, None where none is for sale."""
    model = _Restricted(task, run, dear)
    model.add(_first(task, start))
    while True:
        if run.should_stop or not model.solve():
            return None
        fresh = model.cheap()
        if not len(fresh):
            return model.relaxed()
        model.add(fresh)


def _nothing(task: Task) -> Relaxed:
    """The relaxation without columns: as dear as whole numbers allow."""
    units, rows = np.zeros(len(task.units), np.int64), np.zeros(len(task.rows), np.int64)
    units[0] = LARGEST
    none = np.empty(0, np.int64)
    duals = Duals(1, units, rows, LARGEST, none)
    nought = none.astype(np.float64)
    return Relaxed(none.astype(np.int32), nought, 1.0, nought, duals)


def _first(task: Task, start: Codes | None) -> Codes:
    if task.size <= ALL_AT_ONCE:
        return np.arange(task.size, dtype=np.int32)
    single = np.flatnonzero(np.diff(task.columns.start) == 1)
    cheap = np.argsort(task.cost / np.diff(task.columns.start), kind="stable")[:ALL_AT_ONCE]
    known = np.empty(0, np.int32) if start is None else start
    return np.unique(np.concatenate([single, cheap, known])).astype(np.int32)


class _Restricted:
    """The relaxation over the columns added so far, with dear stand-ins for units and rows."""

    def __init__(self, task: Task, run: Run, dear: float | None) -> None:
        self.dear, self.task, self.pool = dear, task, np.empty(0, np.int32)
        self.heights = len(task.units) + len(task.rows)
        self.solver = new_solver(run)
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(self._empty())

    def _empty(self) -> highspy.HighsLp:
        task, lp, high = self.task, highspy.HighsLp(), highspy.kHighsInf
        units, rows = len(task.units), len(task.rows)
        lp.num_col_ = lp.num_row_ = self.heights
        lp.col_cost_ = np.full(self.heights, self.dear or 0.0)
        lp.col_lower_ = np.zeros(self.heights)
        lp.col_upper_ = np.full(self.heights, 0.0 if self.dear is None else high)
        most = np.array([row.most for row in task.rows], np.float64)
        lp.row_lower_ = np.concatenate([np.ones(units), np.full(rows, -high)])
        lp.row_upper_ = np.concatenate([np.ones(units), most])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.arange(self.heights + 1, dtype=np.int32)
        lp.a_matrix_.index_ = np.arange(self.heights, dtype=np.int32)
        lp.a_matrix_.value_ = np.concatenate([np.ones(units), -np.ones(rows)])
        return lp

    def add(self, columns: Codes) -> None:
        start, index, value = column_entries(self.task, columns)
        count = len(columns)
        self.solver.addCols(
            count, self.task.cost[columns].astype(np.float64), np.zeros(count),
            np.full(count, highspy.kHighsInf), len(index), start, index, value,
        )  # fmt: skip
        self.pool = np.concatenate([self.pool, columns])
        if len(self.pool) > count:
            self.solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)

    def solve(self) -> bool:
        """Solve and price; False when stopped."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self.solver.getSolution()
        self.values = np.array(solution.col_value)
        self.prices = np.array(solution.row_dual)
        return True

    def cheap(self) -> Codes:
        """Columns not yet added that cost less than their units, the cheapest first."""
        task, units = self.task, len(self.task.units)
        if len(self.pool) == task.size:
            return np.empty(0, np.int32)
        reduced = task.cost - np.add.reduceat(
            self.prices[:units][task.place], task.columns.start[:-1]
        )
        for price, row in zip(self.prices[units:].tolist(), task.rows, strict=True):
            reduced -= price * row.cost
        reduced[self.pool] = 0.0
        tolerance = NOISE * (1 + np.abs(self.prices).max(initial=0.0))
        found = np.flatnonzero(reduced < -tolerance)
        return found[np.argsort(reduced[found], kind="stable")[:ALL_AT_ONCE]].astype(np.int32)

    def relaxed(self) -> Relaxed:
        missing = float(self.values[: self.heights].sum())
        share, duals = self.values[self.heights :], _whole(self.task, self.prices)
        return Relaxed(self.pool, share, missing, self.prices, duals)


def column_entries(task: Task, columns: Codes) -> tuple[Codes, Codes, Floats]:
    """The matrix of these columns by column: who they hold, then the rows they count in."""
    sizes = np.diff(task.columns.start)[columns]
    heads = task.columns.start[:-1][columns]
    before = np.cumsum(sizes) - sizes
    flat = np.arange(int(sizes.sum())) - np.repeat(before, sizes) + np.repeat(heads, sizes)
    rows, owner = [task.place[flat]], [np.repeat(np.arange(len(columns)), sizes)]
    values = [np.ones(len(flat))]
    for number, row in enumerate(task.rows):
        counts = row.cost[columns].astype(np.float64)
        filled = np.flatnonzero(counts)
        rows.append(np.full(len(filled), len(task.units) + number))
        owner.append(filled)
        values.append(counts[filled])
    column, order = np.concatenate(owner), np.argsort(np.concatenate(owner), kind="stable")
    start = np.searchsorted(column[order], np.arange(len(columns)))
    return (
        start.astype(np.int32),
        np.concatenate(rows)[order].astype(np.int32),
        np.concatenate(values)[order],
    )
