"""Closing the gap between a relaxation and the best plan: a tree whose leaves carry prices.

A node is split on two units: in one part, or in two (Ryan and Foster 1981). Columns that do not
fit, and columns too dear for a plan as good as the best, are left out below it.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.merging.relaxation import NOISE, Relaxed, relax
from grids.partitioning.merging.tasks import Duals, Task
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.running import Run


@dataclass(frozen=True, eq=False)
class Node:
    """One node of the tree: prices, and where they do not close it, two nodes below.

    `split`: places of the two units; `together`, `apart`: the nodes below, both or none.
    """

    duals: Duals
    split: tuple[int, int] | None = None
    together: "Node | None" = None
    apart: "Node | None" = None


@dataclass(frozen=True, eq=False)
class Proof:
    """A tree, the bound its leaves prove, and the columns a plan of the value may still hold.

    `closed`: no plan below the value is possible; `better`: a plan below the value, met on the
    way; the tree is then of no use.
    """

    root: Node
    bound: int
    closed: bool
    possible: Flags
    better: Codes | None = None


def prove(task: Task, root: Relaxed, value: int | None, run: Run, nodes: int) -> Proof:
    """Prove that no plan costs less than `value`, as far as `nodes` nodes go.

    Without a value the first plan met is the better one.
    """
    dearest = len(task.units) * int(np.abs(task.cost).max(initial=0)) + 1
    return _Tree(task, dearest if value is None else value, run, nodes).grow(root)


class _Tree:
    def __init__(self, task: Task, value: int, run: Run, nodes: int) -> None:
        self.task, self.value, self.run, self.left = task, value, run, nodes
        self.bound = value
        self.possible = np.zeros(task.size, np.bool_)
        self.better: Codes | None = None

    def grow(self, root: Relaxed) -> Proof:
        node = self._node(self.task, root, np.arange(self.task.size, dtype=np.int32))
        closed = self.bound >= self.value
        return Proof(node, self.bound, closed, self.possible, self.better)

    def _node(self, task: Task, relaxed: Relaxed, columns: Codes) -> Node:
        """The node of a task over these columns of the whole, and all below it."""
        duals, split = relaxed.duals, None
        if duals.least < self.value and self.better is None:
            split = _most_torn(task, relaxed)
            if split is None and relaxed.is_feasible:
                self.better = columns[relaxed.chosen]
        if split is None:
            return self._leaf(duals, columns)
        possible = duals.possible(self.value)
        duals, columns, task = duals.kept(possible), columns[possible], task.kept(possible)
        one, other = task.holding(split[0]), task.holding(split[1])
        together = self._below(task, duals, columns, one == other)
        return Node(duals, split, together, self._below(task, duals, columns, ~(one & other)))

    def _below(self, task: Task, above: Duals, columns: Codes, fits: Flags) -> Node:
        self.left -= 1
        task, columns = task.kept(fits), columns[fits]
        go_on = self.left >= 0 and self.better is None
        relaxed = relax(task, self.run) if go_on else None
        if relaxed is None:
            return self._leaf(above.kept(fits), columns)
        return self._node(task, relaxed, columns)

    def _leaf(self, duals: Duals, columns: Codes) -> Node:
        self.bound = min(self.bound, duals.least)
        self.possible[columns[duals.possible(self.value)]] = True
        return Node(duals)


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
