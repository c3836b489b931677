"""The cheapest choice of columns that covers every unit once, term by term, each step proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from grids.partitioning.merging.branching import Node
from grids.partitioning.merging.columns import Columns
from grids.partitioning.merging.planning import solve_task
from grids.partitioning.merging.tasks import Duals, Row, Task, new_task
from grids.partitioning.problem import Codes, Counts, Flags, Floats
from grids.partitioning.running import Run

NODES_AT_MOST = 5000


@dataclass(frozen=True, eq=False)
class Stage:
    """One term solved: its value, a whole bound if known, and the tree that proves the bound."""

    term: str
    value: int
    bound: int | None
    proof: Node | None = None


@dataclass(frozen=True, eq=False)
class Selection:
    """The chosen columns, sorted; the stages in order; `finished` when every one is proven."""

    chosen: Codes
    stages: tuple[Stage, ...]
    finished: bool


def select_columns(
    columns: Columns,
    units: Codes,
    terms: dict[str, Counts],
    *,
    run: Run,
    rows: Sequence[Row] = (),
    than: Mapping[str, int] | None = None,
    nodes: int = NODES_AT_MOST,
    known: Codes | None = None,
) -> Selection | None:
    """Lexicographic set partitioning of `units` (sorted); None when no choice covers them.

    `rows`: further limits; `than`: values by term to compare with: the first term that differs is
    the last one solved; `nodes` of a tree at most; `known`: a plan to begin with. When stopped,
    the stages end early and the last plan is kept.
    """
    whole = new_task(columns, units, np.zeros(columns.size, np.int64), tuple(rows))
    selecting = _Selecting(whole, terms, run, nodes)
    selecting.chosen = known
    return selecting.select(than or {})


class _Selecting:
    """The columns that a best plan may still hold shrink from term to term."""

    def __init__(self, whole: Task, terms: dict[str, Counts], run: Run, nodes: int) -> None:
        self.whole, self.terms, self.run, self.nodes = whole, terms, run, nodes
        self.possible = np.ones(whole.size, np.bool_)
        self.loose: set[str] = set()  # rows that no possible plan can break
        self.chosen: Codes | None = None
        self.pool = np.empty(0, np.int32)

    def select(self, than: Mapping[str, int]) -> Selection | None:
        done: list[Stage] = []
        before: list[tuple[Flags, set[str]]] = []  # what was possible and loose at each stage
        terms = list(self.terms)
        while len(done) < len(terms):
            term = terms[len(done)]
            before.append((self.possible.copy(), set(self.loose)))
            stage = None if self.run.should_stop else self._solve(term, self.terms[term], done)
            if stage is None:
                break
            done.append(stage)
            again = self._bettered(done)
            if again is not None:
                self.possible, self.loose = before[again]
                del done[again:], before[again:]
                continue
            if than.get(term, stage.value) != stage.value:
                break
        if self.chosen is None:
            return None
        finished = len(done) == len(self.terms) and all(s.bound == s.value for s in done)
        return Selection(np.sort(self.chosen), tuple(done), finished)

    def _bettered(self, done: list[Stage]) -> int | None:
        """The stage to redo: not proven, and its value undercut by the plan of a later one."""
        for place, stage in enumerate(done):
            if int(self.terms[stage.term][self.chosen].sum()) < stage.value:
                return place
        return None

    def _solve(self, term: str, cost: Counts, done: list[Stage]) -> Stage | None:
        """One stage; None when stopped or when nothing covers the units."""
        task = self._task(cost, done)
        where = np.flatnonzero(self.possible).astype(np.int32)
        place = np.full(len(self.possible), -1, np.int32)
        place[where] = np.arange(len(where))
        best = None if self.chosen is None else place[self.chosen]
        known = place[self.pool[self.possible[self.pool]]]
        found = solve_task(task, best, known, self.run, self.nodes)
        if found is None:
            return None
        plan, root, proof = found
        self.chosen, self.pool = where[plan], where[root.pool]
        value = int(task.cost[plan].sum())
        self.possible[where[~proof.possible]] = False
        if proof.root.split is None and _cannot_exceed(task, root.duals, value):
            self.loose.add(term)
        return Stage(term, value, proof.bound, proof.root)

    def _task(self, cost: Counts, done: list[Stage]) -> Task:
        """The stage over the columns still possible; the earlier terms are limits, if they bind."""
        limits = {row.name: row for row in self.whole.rows}
        for stage in done:
            limits[stage.term] = Row(stage.term, self.terms[stage.term], stage.value)
        rows = tuple(row for name, row in limits.items() if name not in self.loose)
        whole = self.whole
        return Task(whole.columns, whole.units, whole.place, cost, rows).kept(self.possible)


def _cannot_exceed(task: Task, duals: Duals, value: int) -> bool:
    """Whether no choice of possible columns costs more than the value: then it is no limit.

    A plan costs the bound, what its columns cost above their prices, and the prices of the limits
    for what it leaves of them.
    """
    possible = duals.possible(value)
    sizes = np.repeat(np.diff(task.columns.start), np.diff(task.columns.start))
    open_to = np.repeat(possible, np.diff(task.columns.start))
    place = task.place[open_to]

    def spread(cost: Counts) -> Floats:
        """The cost of each column shared out among its units."""
        return np.asarray((np.repeat(cost, np.diff(task.columns.start)) / sizes)[open_to])

    dearest = np.zeros(len(task.units))
    np.maximum.at(dearest, place, spread(duals.reduced))
    most = duals.bound + float(dearest.sum())
    for price, row in zip(duals.rows.tolist(), task.rows, strict=True):
        least = np.full(len(task.units), np.inf)
        np.minimum.at(least, place, spread(row.cost))
        most += price * max(0.0, row.most - float(least.sum()))
    return most < (value + 0.9) * duals.scale
