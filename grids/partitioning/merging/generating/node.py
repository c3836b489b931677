"""One node of the tree: a relaxation to which groups are added until no other is cheap."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from grids.partitioning.merging.generating.field import Field
from grids.partitioning.merging.generating.pool import Pool
from grids.partitioning.merging.generating.pricing import Budget, Found, Prices, cheap_groups
from grids.partitioning.merging.relaxation import Relaxed, relax
from grids.partitioning.merging.tasks import Duals, Row, Task, new_task
from grids.partitioning.problem import Codes, Counts
from grids.partitioning.running import Run

FINEST = 1_000_000  # parts of one, an even number: half the price of a border is whole
ERROR = 1_000  # of the finest parts: a group cheaper by less is none
LARGEST = 2**58  # no price times households may pass this
QUICK, DEEP = 20_000, 1_000_000  # steps of search by head: at first, and to prove
LOWERED = 10_000_000  # steps for each of these
# of a price, where the search does not end at the prices found
LOWERINGS = (0.001, 0.01, 0.1, 0.3, 0.6, 0.9)


@dataclass(frozen=True, eq=False)
class Cuts:
    """What the splits above a node have settled: pairs of nodes, and the number of parts."""

    apart: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, int], ...] = ()
    numbers: Mapping[str, int] | None = None


@dataclass(frozen=True, eq=False)
class Question:
    """A term to be minimised over groups of a field, the earlier ones limited: (name, most)."""

    field: Field
    pool: Pool
    units: Codes
    term: str
    limits: tuple[tuple[str, int], ...]
    run: Run


@dataclass(frozen=True, eq=False)
class Solved:
    """A relaxation over columns `where` of the pool, and prices that no group undercuts.

    `steps`: what the search for such a group took.
    """

    task: Task
    where: Codes
    relaxed: Relaxed
    duals: Duals
    steps: int


def solve_node(question: Question, cuts: Cuts, effort: "Effort") -> Solved | None:
    """Make groups until no other is cheap; None when stopped, or when the effort is used up."""
    budget = QUICK
    while True:
        task, where = _task(question, cuts)
        relaxed = relax(task, question.run)
        if relaxed is None:
            return None
        duals = _whole(task, relaxed, question.field)
        found = _search(question, task, cuts, duals, Budget(budget, effort.steps))
        effort.steps -= found.steps
        if question.run.should_stop:
            return None
        if effort.steps <= 0:
            return _at_the_end(question, cuts, Solved(task, where, relaxed, duals, 0))
        if question.pool.add(found.groups):
            continue
        if found.complete:
            return Solved(task, where, relaxed, _lowered(task, duals), found.steps)
        if budget == DEEP:
            return _settled(question, cuts, effort, Solved(task, where, relaxed, duals, 0))
        budget = DEEP


@dataclass
class Effort:
    """Steps of search that are left."""

    steps: int


def _at_the_end(question: Question, cuts: Cuts, solved: Solved) -> Solved | None:
    """Of the root, a bound by lowered prices; below it the node above has one."""
    if cuts.apart or cuts.together or cuts.numbers:
        return None
    return _settled(question, cuts, Effort(LOWERED * len(LOWERINGS)), solved)


def _settled(question: Question, cuts: Cuts, effort: Effort, solved: Solved) -> Solved | None:
    """Prices lowered by so much that the search ends: Farley's bound."""
    for share in LOWERINGS:
        duals = _cheapened(question, solved, share)
        found = _search(
            question, solved.task, cuts, duals, Budget(DEEP, min(LOWERED, effort.steps))
        )
        effort.steps -= found.steps
        if found.complete and not found.groups:
            return replace(solved, duals=_lowered(solved.task, duals), steps=found.steps)
        if effort.steps <= 0:
            return None
    return None


def _task(question: Question, cuts: Cuts) -> tuple[Task, Codes]:
    pool = question.pool
    columns = pool.columns
    ones = columns.costs["parts"]
    known = {**columns.costs, "fewer": ones, "more": -ones, "parts_least": -ones}
    limits = [*question.limits, *(cuts.numbers or {}).items()]
    rows = tuple(Row(name, known[name], most) for name, most in limits)
    task = new_task(columns, question.units, columns.costs[question.term], rows)
    keep = np.ones(columns.size, np.bool_)
    for pairs, alike in ((cuts.apart, False), (cuts.together, True)):
        for pair in pairs:
            places = [int(np.searchsorted(question.units, pool.members[n][0])) for n in pair]
            one, other = (task.holding(place) for place in places)
            keep &= (one == other) if alike else ~(one & other)
    if keep.all():
        return task, np.arange(columns.size, dtype=np.int32)
    return task.kept(keep), np.flatnonzero(keep).astype(np.int32)


def _whole(task: Task, relaxed: Relaxed, field: Field) -> Duals:
    """Prices rounded to whole parts, those of rows to even ones."""
    units = len(task.units)
    y, mu = relaxed.prices[:units], np.maximum(0.0, -relaxed.prices[units:])
    dearest = float(np.abs(y).max(initial=1.0))
    for name, price in [("", 1.0), *((r.name, m) for r, m in zip(task.rows, mu, strict=True))]:
        dearest += float(price) * field.dearest.get(name, max(field.dearest.values()))
    scale, longest = FINEST, max(field.heaviest, len(task.units))
    while scale > 10 and scale * dearest * longest > LARGEST:
        scale //= 10
    whole = np.floor(scale * y).astype(np.int64)
    even = 2 * np.rint(scale * mu / 2).astype(np.int64)
    return _duals(task.rows, scale, whole, even)


def _duals(rows: tuple[Row, ...], scale: int, units: Counts, prices: Counts) -> Duals:
    bound = sum(units.tolist())
    bound -= sum(p * row.most for p, row in zip(prices.tolist(), rows, strict=True))
    return Duals(scale, units, prices, bound, np.empty(0, np.int64))


def _search(question: Question, task: Task, cuts: Cuts, duals: Duals, budget: Budget) -> Found:
    of, group = {question.term: duals.scale}, 0
    for price, row in zip(duals.rows.tolist(), task.rows, strict=True):
        if row.name in {"fewer", "more", "parts", "parts_least"}:
            group += price if row.name in {"fewer", "parts"} else -price
        else:
            of[row.name] = of.get(row.name, 0) + price
    place = np.searchsorted(question.units, np.concatenate(question.pool.members))
    nodes = np.add.reduceat(duals.units[place], question.field.unit_heads[:-1])
    prices = Prices(nodes, of, group, cuts.apart, cuts.together)
    return cheap_groups(question.field, prices, -_error(duals), budget, question.run)


def _lowered(task: Task, duals: Duals) -> Duals:
    """Prices that no group undercuts: the search found all that do by more than the error.

    These are columns of the task, and so is every node alone.
    """
    reduced = task.cost * duals.scale - np.add.reduceat(
        duals.units[task.place], task.columns.start[:-1]
    )
    for price, row in zip(duals.rows.tolist(), task.rows, strict=True):
        reduced += price * row.cost
    short = int((-(reduced // np.diff(task.columns.start))).max(initial=0))
    return _duals(task.rows, duals.scale, duals.units - max(_error(duals), short), duals.rows)


def _error(duals: Duals) -> int:
    return max(1, duals.scale * ERROR // FINEST)


def _cheapened(question: Question, solved: Solved, share: float) -> Duals:
    """Prices lowered by a share of the mean price of a household."""
    duals, task = solved.duals, solved.task
    households = question.pool.problem.households[task.units]
    mean = float(np.abs(duals.units).sum()) / max(1.0, float(households.sum()))
    less = np.ceil(share * mean * households).astype(np.int64)
    return _duals(task.rows, duals.scale, duals.units - less, duals.rows)
