"""Branch and cut for the Hess model: relaxations split on a centre or a unit until none is left."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from grids.partitioning.exact.hess_lagrangian import Prices, settle_by_price
from grids.partitioning.exact.hess_model import Hess, centres
from grids.partitioning.exact.hess_pool import Pool
from grids.partitioning.exact.hess_relaxation import (
    Interrupted,
    Relaxed,
)
from grids.partitioning.exact.separators import propagate
from grids.partitioning.problem import Codes, Flags, Floats
from grids.partitioning.running import Run

WHOLE = 1e-6  # distance from 0 or 1 below which a value counts as whole
VIOLATED = 1e-3  # violation from which a separator is added
AT_ONCE = 2_000  # separators of one round at most
PROBED = 6  # branchings solved on both sides before one is chosen
ROWS = 2_000  # separators above which those long slack are dropped
FEWER = 0.7  # share of columns left below which the relaxation is built anew


@dataclass(order=True)
class Node:
    """A subproblem: what may and must be, and a bound of it; the smallest bound comes first."""

    bound: float
    number: int
    may: Flags = field(compare=False)
    must: Flags = field(compare=False)


@dataclass
class Best:
    """The best division known: labels, its value."""

    label: Codes | None
    value: float


class Tree:
    """The search: open nodes, the best division, one relaxation for all of them."""

    def __init__(self, model: Hess, may: Flags, best: Best, run: Run) -> None:
        self.model, self.best, self.run = model, best, run
        self.pool = Pool(model, may, run)
        self.open = [Node(-np.inf, 0, may.copy(), np.zeros_like(may))]
        self.prices: Prices | None = None  # those of the first relaxation
        self.nodes = 0
        self.numbers = 0

    @property
    def target(self) -> float:
        """A bound above this ends a node."""
        return self.model.target_below(self.best.value)

    @property
    def bound(self) -> float:
        """What no division can be below."""
        lowest = self.open[0].bound if self.open else np.inf
        return min(self.best.value, lowest)

    def grow(self, solves: int) -> bool:
        """Search until nothing is open; False when stopped before, or after so many solves."""
        while self.open:
            node = self._next()
            if node.bound > self.target:
                continue
            try:
                if self.run.should_stop or self.pool.solves >= solves:
                    raise Interrupted
                for child in sorted(self._expand(node), reverse=True):
                    self._push(child)
            except Interrupted:
                heapq.heappush(self.open, node)
                return False
        return True

    def _next(self) -> Node:
        """The open node of the smallest bound; the latest one while no division is known."""
        if np.isfinite(self.best.value):
            return heapq.heappop(self.open)
        latest = max(range(len(self.open)), key=lambda place: self.open[place].number)
        node = self.open.pop(latest)
        heapq.heapify(self.open)
        return node

    def _push(self, node: Node) -> None:
        self.numbers += 1
        node.number = self.numbers
        heapq.heappush(self.open, node)

    def _expand(self, node: Node) -> list[Node]:
        """The children of a node; none when it holds nothing better than what is known."""
        self.nodes += 1
        may, must = node.may, node.must
        while True:
            solved = self._tighten(may, must)
            if solved is None or self._accept(solved.x, may):
                return []
            if self.nodes == 1 and self.prices is None:
                self.prices = self.pool.whole.prices()
                may &= settle_by_price(self.model, self.prices, may, self.target)
                continue
            branched = self._branch(solved, may, must)
            if branched is not None:
                return branched

    def _settled(self, may: Flags, must: Flags) -> bool:
        model = self.model
        return bool(
            propagate(
                may, must, model.start, model.ends, model.households,
                model.low, model.high, *model.parts,
            )
        )  # fmt: skip

    def _tighten(self, may: Flags, must: Flags) -> Relaxed | None:
        """Solve, settle by reduced costs and separate until nothing more is found."""
        while self._settled(may, must):
            relaxation = self.pool.at_root(may) if self.nodes == 1 else self.pool.fit(may)
            solved = self.pool.solve(relaxation, may, must, self.target)
            if solved is None:
                return None
            room = self.target - solved.value
            never = may & ~must & (solved.reduced > room) & (solved.x < WHOLE)
            always = may & ~must & (solved.reduced < -room) & (solved.x > 1 - WHOLE)
            may &= ~never
            must |= always
            if not self._settled(may, must):
                return None
            new = self.pool.separate(relaxation, solved.x)
            if not new and not (solved.x[~may] > WHOLE).any() and (solved.x[must] > 0.5).all():
                return solved
        return None

    def _accept(self, x: Floats, may: Flags) -> bool:
        """Whether x is a division; it is kept when it is the best."""
        if (np.minimum(x, 1 - x)[may] > WHOLE).any():
            return False
        label = np.unique(x.argmax(axis=1), return_inverse=True)[1].astype(np.int32)
        size = np.bincount(label, self.model.households)
        if (size < self.model.low).any() or (size > self.model.high).any():
            return False
        _, value = centres(self.model, label)
        if value < self.best.value:
            self.best = Best(label, value)
        return True

    def _branch(self, solved: Relaxed, may: Flags, must: Flags) -> list[Node] | None:
        """Two children of the most telling branching; None when probing settled something."""
        best, score = None, -1.0
        for unit, centre in self._candidates(solved.x, may, must):
            pair = [self._child(may, must, (unit, centre), inside) for inside in (True, False)]
            if None in pair:
                if pair[1] is None:
                    must[unit, centre] = True
                if pair[0] is None:
                    may[unit, centre] = False
                return None
            gains = [max(child.bound - solved.value, 1e-6) for child in pair if child]
            if gains[0] * gains[1] > score:
                best, score = pair, gains[0] * gains[1]
        return [child for child in best or () if child]

    def _candidates(self, x: Floats, may: Flags, must: Flags) -> Iterator[tuple[int, int]]:
        """Undecided centres, else undecided units; those furthest from whole first."""
        undecided = np.where(may & ~must, np.minimum(x, 1 - x), -1.0)
        open_centres = undecided.diagonal()
        if (open_centres > WHOLE).any():
            for centre in np.argsort(-open_centres, kind="stable")[:PROBED].tolist():
                if open_centres[centre] > WHOLE:
                    yield centre, centre
            return
        weight = undecided * (1.0 + self.model.households[:, None])
        for flat in np.argsort(-weight, axis=None, kind="stable")[:PROBED].tolist():
            unit, centre = divmod(flat, self.model.size)
            if undecided[unit, centre] > WHOLE or (weight <= WHOLE).all():
                yield unit, centre

    def _child(self, may: Flags, must: Flags, pair: tuple[int, int], inside: bool) -> Node | None:
        """The subproblem with unit `pair[0]` inside, or not, of centre `pair[1]`; None: empty."""
        may, must = may.copy(), must.copy()
        if inside:
            must[pair] = True
        else:
            may[pair] = False
        if not self._settled(may, must):
            return None
        solved = self.pool.solve(self.pool.fit(may), may, must, self.target)
        return None if solved is None else Node(solved.value, 0, may, must)
