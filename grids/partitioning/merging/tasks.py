"""One linear task over columns, and dual prices of it in whole numbers."""

from dataclasses import dataclass, replace

import numpy as np

from grids.partitioning.merging.columns import Columns
from grids.partitioning.problem import Codes, Counts, Flags, Floats

LARGEST = 2**60  # no product or sum of certificates may pass this
FINEST = 10**9  # parts of one in which dual prices are counted


@dataclass(frozen=True, eq=False)
class Row:
    """A limit on a plan: the sum of `cost` (columns,) over its columns is at most `most`."""

    name: str
    cost: Counts
    most: int

    def kept(self, keep: Flags) -> "Row":
        """The same limit over fewer columns."""
        return Row(self.name, self.cost[keep], self.most)


@dataclass(frozen=True, eq=False)
class Task:
    """Choose columns of least `cost` that cover every unit once and keep the rows.

    `units` (n,) sorted; `place` (members,) where in `units` each member of the columns stands.
    """

    columns: Columns
    units: Codes
    place: Codes
    cost: Counts
    rows: tuple[Row, ...] = ()

    @property
    def size(self) -> int:
        """Number of columns."""
        return self.columns.size

    def kept(self, keep: Flags) -> "Task":
        """The same task over the columns flagged."""
        members = np.repeat(keep, np.diff(self.columns.start))
        rows = tuple(row.kept(keep) for row in self.rows)
        return Task(self.columns.kept(keep), self.units, self.place[members], self.cost[keep], rows)

    def holding(self, place: int) -> Flags:
        """Which columns hold the unit at this place."""
        if not self.size:
            return np.empty(0, np.bool_)
        return np.logical_or.reduceat(self.place == place, self.columns.start[:-1])


def new_task(columns: Columns, units: Codes, cost: Counts, rows: tuple[Row, ...] = ()) -> Task:
    """The task over all columns of the units."""
    place = np.searchsorted(units, columns.members).astype(np.int32)
    return Task(columns, units, place, cost, rows)


@dataclass(frozen=True, eq=False)
class Duals:
    """Dual prices in parts of one: `units` (n,), `rows` (r,) >= 0, whole numbers over `scale`.

    `reduced` (columns,): what each column costs above the prices of its units, never negative,
    so that `bound` over scale is below the cost of every plan.
    """

    scale: int
    units: Counts
    rows: Counts
    bound: int
    reduced: Counts

    @property
    def least(self) -> int:
        """The least whole cost of a plan that the prices leave possible."""
        return -(-self.bound // self.scale)

    def kept(self, keep: Flags | slice) -> "Duals":
        """The same prices over fewer columns."""
        return replace(self, reduced=self.reduced[keep])

    def possible(self, value: int) -> Flags:
        """Columns that a plan of at most `value` may hold."""
        return np.asarray(self.reduced <= min(value * self.scale - self.bound, 4 * LARGEST))


def whole_duals(task: Task, units: Floats, rows: Floats) -> Duals:
    """Prices rounded to whole parts, and lowered until no column costs less than its units."""
    scale = _scale(task, units, rows)
    y, mu = np.rint(scale * units).astype(np.int64), np.rint(scale * rows).astype(np.int64)
    reduced = task.cost * scale - np.add.reduceat(y[task.place], task.columns.start[:-1])
    for price, row in zip(mu.tolist(), task.rows, strict=True):
        reduced += price * row.cost
    sizes = np.diff(task.columns.start)
    short = max(0, int((-(reduced // sizes)).max(initial=0)))
    y, reduced = y - short, reduced + short * sizes
    bound = sum(y.tolist())
    bound -= sum(p * row.most for p, row in zip(mu.tolist(), task.rows, strict=True))
    return Duals(scale, y, mu, bound, reduced)


def _scale(task: Task, units: Floats, rows: Floats) -> int:
    """The finest parts with which nothing comes near the end of 64 bits."""
    longest = float(np.diff(task.columns.start).max(initial=1))
    largest = float(np.abs(task.cost).max(initial=1)) + longest * np.abs(units).max(initial=1.0)
    for price, row in zip(rows.tolist(), task.rows, strict=True):
        largest += price * float(np.abs(row.cost).max(initial=1))
    scale = FINEST
    while scale > 1 and scale * largest * 4 > LARGEST:
        scale //= 10
    return scale


def is_plan(task: Task, chosen: Codes) -> bool:
    """Whether the columns cover every unit once and keep every row, counted in whole numbers."""
    covered = np.zeros(len(task.units), np.int64)
    start = task.columns.start
    for column in chosen.tolist():
        covered[task.place[start[column] : start[column + 1]]] += 1
    kept = all(int(row.cost[chosen].sum()) <= row.most for row in task.rows)
    return kept and bool((covered == 1).all())
