"""Closing the gap of a term: a tree of relaxations, each with all the groups it calls for.

As in `branching`, but a node is split on the number of parts wherever that is broken, and what is
possible below a node is not listed: it is told by the splits above it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from math import floor

import numpy as np

from grids.partitioning.merging.branching import BROKEN, Node, Split, most_torn
from grids.partitioning.merging.generating.node import Cuts, Effort, Question, Solved, solve_node
from grids.partitioning.merging.tasks import is_plan
from grids.partitioning.problem import Codes

NODES = 24  # of one term at least, and UNIT_NODES over the number of units
UNIT_NODES = 2400
DEEPEST = 100


@dataclass(frozen=True, eq=False)
class Proof:
    """A tree, and the best plan met, as columns of the pool."""

    root: Node
    plan: Codes


@dataclass(order=True)
class _Open:
    bound: float
    number: int
    node: Node = field(compare=False)
    split: Split = field(compare=False)
    cuts: Cuts = field(compare=False)
    depth: int = field(compare=False)


def prove(question: Question, root: Solved, plan: Codes, effort: Effort) -> Proof:
    """Split from the root on, the least bound first, as far as nodes and effort go."""
    return _Tree(question, plan, effort).grow(root)


class _Tree:
    def __init__(self, question: Question, plan: Codes, effort: Effort) -> None:
        self.question, self.plan, self.effort = question, plan, effort
        self.value = int(question.pool.columns.costs[question.term][plan].sum())
        self.open: list[_Open] = []
        self.entered = 0
        self.most = max(NODES, UNIT_NODES // len(question.units))

    def grow(self, solved: Solved) -> Proof:
        root = self._enter(solved, Cuts(), DEEPEST)
        while self.open and self.entered < self.most:
            one = heappop(self.open)
            if one.node.duals.least >= self.value:
                break
            self._split(one)
        return Proof(root, self.plan)

    def _enter(self, solved: Solved, cuts: Cuts, depth: int, above: float = -np.inf) -> Node:
        """The node of a relaxation; open, unless it is closed or cannot be split."""
        rows = tuple(row.name for row in solved.task.rows)
        node = Node(solved.duals, rows, np.empty(0, np.int32))
        self.entered += 1
        if solved.duals.least >= self.value:
            return node
        split = _splitting(solved)
        if split is None and solved.relaxed.is_feasible:
            self._improve(solved)
        elif split is not None and depth:
            bound = max(above, solved.duals.bound / solved.duals.scale)
            heappush(self.open, _Open(bound, self.entered, node, split, cuts, depth))
        return node

    def _improve(self, solved: Solved) -> None:
        chosen = solved.relaxed.chosen
        cost = int(solved.task.cost[chosen].sum())
        if cost < self.value and is_plan(solved.task, chosen):
            self.plan, self.value = solved.where[chosen], cost

    def _split(self, one: _Open) -> None:
        """Both sides of a split, or neither."""
        sides = _sides(self.question, one.cuts, one.split)
        solved = []
        for cuts in sides:
            found = solve_node(self.question, cuts, self.effort)
            if found is None:
                self.entered = self.most
                return
            solved.append(found)
        one.node.split = one.split
        pairs = zip(solved, sides, strict=True)
        one.node.below = tuple(
            self._enter(found, cuts, one.depth - 1, one.bound) for found, cuts in pairs
        )


def bound_of(node: Node, limits: Mapping[str, int], value: int) -> int:
    """The bound a tree proves of plans within the limits; what does not raise it is cut off.

    `limits`: the most by name, perhaps less than when the tree was grown. At most the value.
    """
    duals = node.duals
    whole = sum(duals.units.tolist())
    prices = zip(node.rows, duals.rows.tolist(), strict=True)
    whole -= sum(price * limits[name] for name, price in prices)
    node.duals = replace(duals, bound=whole)
    own = min(value, node.duals.least)
    if node.below and own < value:
        sides: tuple[dict[str, int], ...] = ({}, {})
        if isinstance(node.split, int):
            sides = {"fewer": node.split}, {"more": -node.split - 1}
        best = min(
            bound_of(below, {**limits, **side}, value)
            for below, side in zip(node.below, sides, strict=True)
        )
        if best > own:
            return best
    node.split, node.below = None, ()
    return own


def _splitting(solved: Solved) -> Split | None:
    number = float(solved.relaxed.share.sum())
    if abs(number - round(number)) > BROKEN and solved.relaxed.missing < BROKEN:
        return floor(number)
    return most_torn(solved.task, solved.relaxed)


def _sides(question: Question, cuts: Cuts, split: Split) -> tuple[Cuts, Cuts]:
    if isinstance(split, int):
        numbers = cuts.numbers or {}
        return (
            replace(cuts, numbers={**numbers, "fewer": split}),
            replace(cuts, numbers={**numbers, "more": -split - 1}),
        )
    one, other = (int(question.pool.node[question.units[place]]) for place in split)
    pair = (one, other)
    return (
        replace(cuts, together=(*cuts.together, pair)),
        replace(cuts, apart=(*cuts.apart, pair)),
    )
