"""Divide a small piece at the least cut, and prove it where the effort allows.

Parts are priced until the bound can rise no more; then all parts that could be in a better
division, those whose reduced cost does not exceed the gap, are listed and chosen among
(Baldacci, Christofides and Mingozzi 2008 do so for routes).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from grids.partitioning.exact.cut_bound import EACH, Bound, Climb
from grids.partitioning.exact.cut_case import TOLERANCE, Case
from grids.partitioning.exact.cut_choice import Wanted, choose
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_frontier import ways_through
from grids.partitioning.exact.cut_master import Master
from grids.partitioning.exact.cut_pricing import Prices, Pricing
from grids.partitioning.exact.proof import Proof
from grids.partitioning.problem import Codes, Flags

FENCE = 3.0  # the price of a node at first, in mean borders
FIRST_LIMIT = 0.5  # reduced cost up to which parts are listed first, in mean borders; doubled
FEW_LISTED, FEW_STEPS = 2_000, 100_000  # parts and search steps a first node, where a trial is
MOST_LISTED = 60_000  # parts a first node to choose among
FIRST_CEILING, RAISE = 0.1, 1.5  # of all borders; on from there
SEARCH = 20_000_000  # search steps a first node when listing


def prove_cut(case: Case, starts: Iterable[Codes], effort: Effort) -> Proof:
    """The division of least cut; `starts`: labels of nodes, in the order of the case.

    `value` and `bound` are in the weights of the ground. What is proven does not hang on `effort`
    or on the clock; what is found does on `effort`.
    """
    return _Hunt(case, starts, effort).proof()


class _Hunt:
    """The best division and the best bound so far."""

    def __init__(self, case: Case, starts: Iterable[Codes], effort: Effort) -> None:
        self.case, self.effort = case, effort
        self.label: Codes | None = None
        self.value, self.bound = np.inf, 0.0
        self.ceiling = FIRST_CEILING * case.total
        self.best: Bound | None = None
        self.master = Master(case, effort, FENCE)
        for label in starts:
            self._meet(label)

    def _meet(self, label: Codes) -> None:
        """Take up a division, and those of its parts that keep the bounds."""
        parts: Flags = label[None, :] == np.arange(label.max() + 1)[:, None]
        sizes = parts @ self.case.households
        self.master.add(parts[(sizes >= self.case.low) & (sizes <= self.case.high)])
        if self.case.keeps(label) and self.case.cut_of(label) < self.value - TOLERANCE:
            self.label, self.value = label, self.case.cut_of(label)

    @property
    def target(self) -> float:
        """The most a division looked for may cost."""
        return self.case.improved(self.value) if self.label is not None else self.ceiling

    def proof(self) -> Proof:
        """Without a division, look for one under a low ceiling first and raise it step by step."""
        settled = self.case.is_hopeless
        while not settled:
            if not self._search():
                break
            settled = self.label is not None or self.ceiling >= self.case.total
            self.ceiling = min(self.case.total, RAISE * self.ceiling)
        return self._answer(settled)

    def _search(self) -> bool:
        """Whether it is settled what there is up to the target: by borders alone, or by prices."""
        if self.bound > self.target + TOLERANCE:
            return True
        ways = ways_through(self.case, self.target)
        if ways is None:
            return False
        climb = Climb(self.case, ways, self.master)
        if self._settled_by_borders(climb):
            return True
        climb.begin(self._centres())
        self._climb(climb)
        self.best = climb.best
        return self.bound > self.target + TOLERANCE or self._settled(climb)

    def _settled_by_borders(self, climb: Climb) -> bool:
        """A part of a division has no more border than the division: often there are few such."""
        prices = Prices(np.zeros(self.case.size), 0.0)
        pricing = Pricing(self.case, climb.ways, climb.steps, prices, self.effort)
        listing = pricing.cheap(self.target / 2, FEW_LISTED, FEW_STEPS)
        self.master.add(_cheapest_of_each_node(self.case, listing.parts))
        return listing.complete and self._choose(listing.parts, Bound(0.0, prices, 0.0))

    def _centres(self) -> list[Prices]:
        """The best prices known, and each household worth the same, little or much."""
        share = self.case.households / max(1, int(self.case.households.sum()))
        known = [] if self.best is None else [self.best.prices]
        return known + [
            Prices(np.asarray(part * self.target * share), 0.0) for part in (0.0, 0.5, 1.0)
        ]

    def _climb(self, climb: Climb) -> None:
        while not self.effort.is_spent:
            going = climb.round()
            if climb.label is not None:
                self._meet(climb.label)
            self.bound = max(self.bound, climb.best.value)
            if self.bound > self.target + TOLERANCE:
                return
            if not going:
                if self.master.relax().missed < TOLERANCE or self.master.fence > self.case.total:
                    return
                self.master.fence_in(4 * self.master.fence)

    def _settled(self, climb: Climb) -> bool:
        """List what could be better, little by little, and choose: whether no doubt is left."""
        best = climb.best
        self._choose(self.master.parts, best)
        pricing = Pricing(self.case, climb.ways, climb.steps, best.prices, self.effort)
        others = best.prices.earned(self.case) + (self.case.most - 1) * best.least
        limit = FIRST_LIMIT
        while self.bound <= self.target + TOLERANCE:
            whole = limit >= self.target - others
            limit = min(limit, self.target - others + TOLERANCE)
            listing = pricing.cheap(limit, MOST_LISTED, SEARCH)
            if not listing.complete or not self._choose(listing.parts, best):
                return False
            if whole:
                break
            self.bound = max(self.bound, others + limit)
            limit *= 2
        return True

    def _choose(self, parts: Flags, best: Bound) -> bool:
        """Take the best choice among the parts; False when it may not be the best."""
        wanted = Wanted(self.target, best.prices, best.least)
        choice = choose(self.case, parts, wanted, self.effort)
        if choice.label is not None:
            self._meet(choice.label)
        return choice.proven

    def _answer(self, proven: bool) -> Proof:
        unit, certificate = self.case.unit, _certificate(self.case, self.best)
        if self.label is None:
            bound = np.inf if proven else self.bound * unit
            return Proof(None, np.inf, bound, proven, certificate)
        value = self.case.cut_of(self.label)
        bound = value if proven else min(value, self._rounded_up(self.bound))
        label = np.empty(self.case.size, np.int32)
        label[self.case.order] = self.label
        return Proof(label, value * unit, bound * unit, proven, certificate)

    def _rounded_up(self, bound: float) -> float:
        """Values differ from the one found by whole grains."""
        if not self.case.grain:
            return bound
        steps = np.floor((self.value - bound) / self.case.grain + TOLERANCE)
        return float(self.value - steps * self.case.grain)


def _cheapest_of_each_node(case: Case, parts: Flags) -> Flags:
    """Of the parts that hold a node, the few with the least border; for every node."""
    rows = parts[np.argsort(case.half_borders(parts), kind="stable")[: EACH * case.size]]
    first = (np.cumsum(rows, axis=0, dtype=np.int32) <= EACH) & rows
    return np.asarray(rows[first.any(axis=1)])


def _certificate(case: Case, best: Bound | None) -> dict[str, Any]:
    """How many parts were allowed, and the prices the bound rests on, where it rests on prices."""
    certificate: dict[str, Any] = {"kind": "least_cut", "parts": [case.fewest, case.most]}
    if best is None:
        return certificate
    prices = np.empty(case.size)
    prices[case.order] = best.prices.node * case.unit
    return certificate | {
        "node_prices": prices.tolist(),
        "part_price": best.prices.part * case.unit,
        "least_reduced_cost": best.least * case.unit,
    }
