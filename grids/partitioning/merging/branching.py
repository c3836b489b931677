"""Closing the gap between a relaxation and the best plan: a tree whose leaves carry prices.

A node is split on two units: in one part, or in two (Ryan and Foster 1981). Columns that do not
fit, and columns too dear for a plan as good as the best, are left out below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from grids.partitioning.merging.relaxation import NOISE, Relaxed, relax
from grids.partitioning.merging.tasks import Duals, Task, is_plan
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.running import Run

DEEPEST = 200  # levels of a tree, so that it can be written, read and walked through


@dataclass(eq=False)
class Node:
    """One node of the tree: prices, and where they do not close it, two nodes below.

    `split`: places of the two units; `together`, `apart`: the nodes below, both or none;
    `columns`: those of the task that a plan below the node may hold.
    """

    duals: Duals
    columns: Codes
    split: tuple[int, int] | None = None
    together: "Node | None" = None
    apart: "Node | None" = None

    def leaves(self) -> Iterator["Node"]:
        """The nodes without nodes below."""
        if self.together is None or self.apart is None:
            yield self
        else:
            yield from self.together.leaves()
            yield from self.apart.leaves()


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
    """A node to be split on two units, the least bound first; `depth`: levels it may grow."""

    bound: float
    number: int
    node: Node = field(compare=False)
    split: tuple[int, int] = field(compare=False)
    depth: int = field(compare=False)


def prove(task: Task, root: Relaxed, plan: Codes | None, run: Run, nodes: int) -> Proof:
    """Find the best plan, and prove it to be the best, as far as `nodes` nodes go.

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
        root, first = self._enter(self.task, columns, relaxed, DEEPEST)
        self._follow(first)
        while self.open:
            self._follow(heappop(self.open))
        leaves = list(root.leaves())
        possible = np.zeros(self.task.size, np.bool_)
        for leaf in leaves:
            possible[leaf.columns] = True
        bound = min([self.value, *(leaf.duals.least for leaf in leaves)])
        return Proof(root, self.plan, bound, possible)

    def _enter(
        self, task: Task, columns: Codes, relaxed: Relaxed, depth: int
    ) -> tuple[Node, _Open | None]:
        """The node of a task over these columns, and where it is to be split."""
        duals, torn = relaxed.duals, None
        if duals.least < self.value:
            torn = _most_torn(task, relaxed)
            if torn is None and relaxed.is_feasible:
                self._improve(columns[relaxed.chosen])
        node = Node(duals.kept(slice(0, 0)), columns[duals.possible(self.value)])
        self.entered += 1
        bound = duals.bound / duals.scale
        return node, torn and _Open(bound, self.entered, node, torn, depth)

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
            (one.node.together, left), (one.node.apart, right) = below
            opened = sorted(side for side in (left, right) if side is not None)
            for side in opened[1:]:
                heappush(self.open, side)
            one = opened[0] if opened else None

    def _below(self, one: _Open) -> list[tuple[Node, _Open | None]] | None:
        """The nodes with the two units together and apart; None when there is no going on."""
        columns, (a, b) = one.node.columns, one.split
        flags = np.zeros(self.task.size, np.bool_)
        flags[columns] = True
        task = self.task.kept(flags)
        one_side, other = task.holding(a), task.holding(b)
        solved = []
        for fits in (one_side == other, ~(one_side & other)):
            self.left -= 1
            own = task.kept(fits)
            relaxed = relax(own, self.run) if self.left >= 0 else None
            if relaxed is None:
                return None
            solved.append((own, columns[fits], relaxed))
        return [self._enter(*side, one.depth - 1) for side in solved]


def _most_torn(task: Task, relaxed: Relaxed) -> tuple[int, int] | None:
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
