"""The bound: prices for nodes at which no part is a bargain, found by column generation.

At any prices y (nodes) and μ (per part), with r the least reduced cost of all parts within the
bounds, every division into m parts costs `Σ y - m μ + Σ reduced costs >= Σ y - m μ + m min(0, r)`.
Prices between those of the best bound so far and those of the relaxation are tried first, for
those of the relaxation leap about (Wentges 1997).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from grids.partitioning.exact.cut_case import TOLERANCE, Case
from grids.partitioning.exact.cut_choice import label_of
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_frontier import Ways
from grids.partitioning.exact.cut_master import Master, Relaxed
from grids.partitioning.exact.cut_pricing import Listing, Prices, Pricing, steps_for
from grids.partitioning.problem import Codes

CALM = 0.7  # share of the best prices in those tried first
EACH, FEW, MANY, MOST = (
    20,
    100_000,
    3_000_000,
    30_000_000,
)  # parts and search steps a first node and pricing


@dataclass(frozen=True, eq=False)
class Bound:
    """The best bound, the prices that prove it, and the least reduced cost there, at most 0."""

    value: float
    prices: Prices
    least: float


class Climb:
    """Prices and parts improved in turn, until the bound is good enough or can rise no more."""

    def __init__(self, case: Case, ways: Ways, master: Master) -> None:
        self.case, self.ways, self.master = case, ways, master
        self.steps = steps_for(case, ways)
        self.best = Bound(-np.inf, Prices(np.zeros(case.size), 0.0), -np.inf)
        self.label: Codes | None = None  # a division the relaxation happened upon

    def begin(self, centres: Iterable[Prices]) -> None:
        """Start from the best of some prices, and from parts that are bargains there."""
        for prices in centres:
            listing = self._priced(prices)
            self._take_bound(prices, listing)
            self.master.add(listing.parts)

    @property
    def effort(self) -> Effort:
        """What may still be done."""
        return self.master.effort

    def round(self) -> bool:
        """Solve the relaxation, price parts; whether anything may still be gained."""
        relaxed = self.master.relax()
        self._look_at(relaxed)
        share = CALM
        while not self.effort.is_spent:
            prices = self.best.prices.mixed(relaxed.prices, share)
            listing = self._priced(prices)
            self._take_bound(prices, listing)
            if self.master.add(listing.parts):
                return True
            if share == 0 or relaxed.value - self.best.value < 1e-4:
                break
            share = share / 2 if share > 0.2 else 0.0
        return False

    def _look_at(self, relaxed: Relaxed) -> None:
        """A relaxation without halves is a division."""
        halves = np.minimum(relaxed.share, np.abs(1 - relaxed.share)).max(initial=0.0)
        if relaxed.missed < TOLERANCE and halves < TOLERANCE:
            chosen = self.master.parts[relaxed.share > 0.5]
            if (chosen.sum(axis=0) == 1).all():
                self.label = label_of(chosen)

    def _priced(self, prices: Prices) -> Listing:
        """Bargains at these prices: the greatest first, then any, then with more patience."""
        pricing = Pricing(self.case, self.ways, self.steps, prices, self.effort)
        floor = pricing.floor
        ladder = [(floor * share, FEW) for share in (0.5, 0.25, 0.1) if floor * share < -0.1]
        for limit, steps in [*ladder, *((-TOLERANCE, steps) for steps in (FEW, MANY, MOST))]:
            listing = pricing.cheap(limit, EACH, steps)
            floor = max(floor, listing.floor)
            if len(listing.parts) or (listing.complete and limit == -TOLERANCE):
                break
        return replace(listing, floor=floor)

    def _take_bound(self, prices: Prices, listing: Listing) -> None:
        least = min(0.0, listing.floor)
        value = prices.earned(self.case) + self.case.most * least
        if value > self.best.value:
            self.best = Bound(value, prices, least)
