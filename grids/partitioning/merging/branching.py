"""Closing the gap between a relaxation and the best plan: a tree whose leaves carry prices.

A node is split on the number of parts where the relaxation has a broken one: at most so many, or
more. Otherwise it is split on two units: in one part, or in two (Ryan and Foster 1981). Columns
that do not fit, and columns too dear for a plan as good as the best, are left out below it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import floor

import numpy as np

from grids.partitioning.merging.relaxation import NOISE, Relaxed, relax
from grids.partitioning.merging.tasks import Duals, Row, Task, is_plan
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.running import Run

WIDE = 10_000  # columns that take about as long to price as a small node takes in all
Split = tuple[int, int] | int  # places of two units, or a number of parts
BROKEN = 1e-4  # from a whole number of parts: more than the solver errs
FEW_PARTS = 8  # of more, one more or less changes little: two units part the plans better
DEEPEST = 200  # levels of a tree, so that it can be written, read and walked through


@dataclass(eq=False)
class Node:
    """One node of the tree: prices, and where they do not close it, two nodes below.

    `rows`: names of the limits priced; `columns`: those of the task that a plan below the node may
    hold; `below`: the nodes with the two units of the split in one part and in two, or with at
    most that number of parts and with more; none in a leaf.
    """

    duals: Duals
    rows: tuple[str, ...]
    columns: Codes
    split: Split | None = None
    below: tuple["Node", ...] = ()

    def leaves(self) -> Iterator["Node"]:
        """The nodes without nodes below."""
        if not self.below:
            yield self
        for node in self.below:
            yield from node.leaves()

    def prune(self, value: int) -> None:
        """Forget what lies below nodes that a plan of the value, met later, has closed."""
        if self.duals.least >= value:
            self.split, self.below = None, ()
        for node in self.below:
            node.prune(value)


@dataclass(frozen=True, eq=False)
class Proof:
    """A tree, the bound its leaves prove, and the columns a plan of the value may still hold.

    `plan`: the best plan known, or met on the way; None when there is none.
    """

    root: Node
    plan: Codes | None
    bound: int
    possible: Flags


@dataclass(order=True)
class _Open:
    """A node to be split, the least bound first; `depth`: levels it may grow.

    `numbers`: the limits on the number of parts that splits above it have set, by name.
    """

    bound: float
    number: int
    node: Node = field(compare=False)
    split: Split = field(compare=False)
    numbers: Mapping[str, int] = field(compare=False)
    depth: int = field(compare=False)


def prove(task: Task, root: Relaxed, plan: Codes | None, run: Run, nodes: int) -> Proof:
    """Find the best plan, and prove it to be the best, as far as `nodes` nodes go.

    Once a plan is known, a node counts once more for every `WIDE` columns it is solved over, so
    that many groups do not take long, and without a clock.
    `plan`: one that is known, perhaps not the best.
    """
    return _Tree(task, plan, run, nodes).grow(root)


class _Tree:
    """The most promising node is split first, and followed down until it ends in a leaf."""

    def __init__(self, task: Task, plan: Codes | None, run: Run, nodes: int) -> None:
        self.task, self.plan, self.run, self.left = task, plan, run, nodes
        dearest = len(task.units) * int(np.abs(task.cost).max(initial=0)) + 1
        self.value = dearest if plan is None else int(task.cost[plan].sum())
        self.open: list[_Open] = []
        self.entered = 0

    def grow(self, relaxed: Relaxed) -> Proof:
        columns = np.arange(self.task.size, dtype=np.int32)
        root, first = self._enter(_Side(self.task, columns, {}), relaxed, DEEPEST)
        self._follow(first)
        while self.open:
            self._follow(heappop(self.open))
        root.prune(self.value)
        root.columns = columns[relaxed.duals.possible(self.value)]
        leaves = list(root.leaves())
        possible = np.zeros(self.task.size, np.bool_)
        for leaf in leaves:
            possible[leaf.columns] = True
        bound = min([self.value, *(leaf.duals.least for leaf in leaves)])
        return Proof(root, self.plan, bound, possible)

    def _enter(self, side: "_Side", relaxed: Relaxed, depth: int) -> tuple[Node, _Open | None]:
        """The node of a task over these columns, and where it is to be split."""
        duals, split = relaxed.duals, None
        if duals.least < self.value:
            split = _splitting(side.task, relaxed)
            if split is None and relaxed.is_feasible:
                self._improve(side.columns[relaxed.chosen])
        rows = tuple(row.name for row in side.task.rows)
        node = Node(duals.kept(slice(0, 0)), rows, side.columns[duals.possible(self.value)])
        self.entered += 1
        if split is None:
            return node, None
        bound = duals.bound / duals.scale
        return node, _Open(bound, self.entered, node, split, side.numbers, depth)

    def _improve(self, plan: Codes) -> None:
        cost = int(self.task.cost[plan].sum())
        if cost < self.value and is_plan(self.task, plan):
            self.plan, self.value = plan, cost

    def _follow(self, one: _Open | None) -> None:
        """Split a node, then the better of the two below, and so on down."""
        while one is not None and one.node.duals.least < self.value and one.depth:
            below = self._below(one)
            if below is None:
                return
            one.node.split = one.split
            one.node.below = tuple(node for node, _ in below)
            opened = sorted(side for _, side in below if side is not None)
            for side in opened[1:]:
                heappush(self.open, side)
            one = opened[0] if opened else None

    def _below(self, one: _Open) -> list[tuple[Node, _Open | None]] | None:
        """The nodes on both sides of the split; None when there is no going on."""
        flags = np.zeros(self.task.size, np.bool_)
        flags[one.node.columns] = True
        solved = []
        for side in _sides(_Side(self.task.kept(flags), one.node.columns, one.numbers), one.split):
            self.left -= 1 if self.plan is None else 1 + side.task.size // WIDE
            relaxed = relax(side.task, self.run) if self.left >= 0 else None
            if relaxed is None:
                return None
            solved.append((side, relaxed))
        return [self._enter(side, relaxed, one.depth - 1) for side, relaxed in solved]


@dataclass(frozen=True, eq=False)
class _Side:
    """The task of a node over `columns` of the whole task, its number of parts limited."""

    task: Task
    columns: Codes
    numbers: Mapping[str, int]

    def kept(self, keep: Flags) -> "_Side":
        """The same over the columns flagged."""
        return replace(self, task=self.task.kept(keep), columns=self.columns[keep])

    def limited(self) -> "_Side":
        """The same with a row for each limit on the number of parts."""
        ones = np.ones(self.task.size, np.int64)
        signs = {"fewer": ones, "more": -ones}
        rows = [Row(name, signs[name], most) for name, most in self.numbers.items()]
        return replace(self, task=replace(self.task, rows=(*self.task.rows, *rows)))


def _sides(whole: _Side, split: Split) -> tuple[_Side, _Side]:
    """Two units together and apart; or at most so many parts and more."""
    if isinstance(split, int):
        numbers = {"fewer": split}, {"more": -split - 1}
        few, many = (replace(whole, numbers={**whole.numbers, **one}) for one in numbers)
        return few.limited(), many.limited()
    one, other = (whole.task.holding(place) for place in split)
    whole = whole.limited()
    return whole.kept(one == other), whole.kept(~(one & other))


def _splitting(task: Task, relaxed: Relaxed) -> Split | None:
    """The broken number of parts, else two units; None when no column taken parts any two."""
    number = float(relaxed.share.sum())
    if number < FEW_PARTS and abs(number - round(number)) > BROKEN:
        return floor(number)
    return most_torn(task, relaxed)


def most_torn(task: Task, relaxed: Relaxed) -> tuple[int, int] | None:
    """The two units most nearly half in one part, None when no column taken parts any two.

    A pair counts only where a column taken holds one of the two without the other, so that both
    sides of the split are smaller tasks.
    """
    shared = np.zeros((len(task.units), len(task.units)))
    for column, share in zip(relaxed.pool, relaxed.share, strict=True):
        if share > NOISE:
            own = task.place[task.columns.start[column] : task.columns.start[column + 1]]
            shared[np.ix_(own, own)] += share
    covered = np.diag(shared)
    single = np.maximum(covered[:, None], covered[None, :]) - shared
    torn = np.triu((shared > NOISE) & (single > NOISE), 1)
    if not torn.any():
        return None
    half = np.where(torn, np.abs(shared - 0.5), 1.0)
    a, b = np.unravel_index(int(half.argmin()), half.shape)
    return int(a), int(b)
