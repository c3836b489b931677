"""The relaxations of one search, and the separators they share."""

import numpy as np

from grids.partitioning.exact.hess_model import Hess
from grids.partitioning.exact.hess_relaxation import Relaxation, Relaxed, Separator
from grids.partitioning.exact.separators import separate
from grids.partitioning.problem import Flags, Floats
from grids.partitioning.running import Run

VIOLATED = 1e-3  # violation from which a separator is added
AT_ONCE = 2_000  # separators of one round at most
FIRST = 3  # nearest centres of a unit that get a separator before any is found violated
ROWS = 2_000  # separators above which those long slack are dropped
LATELY = 50  # solves a separator may be slack for
SMALLER = 0.5  # share of columns left from which a relaxation of its own is worth building


class Pool:
    """A relaxation of the whole ground and one of the part of it looked at now.

    Deep in the tree few pairs are open: a small programme built for them is solved many times
    faster than the whole one with most of its columns at zero. Every separator holds everywhere.
    """

    def __init__(self, model: Hess, may: Flags, run: Run) -> None:
        self.model, self.run = model, run
        self.known: dict[Separator, None] = dict.fromkeys(_first(model, may))
        self.whole = Relaxation(model, may, self.known, run)
        self.part = self.whole
        self.solves = 0

    def fit(self, may: Flags) -> Relaxation:
        """A relaxation that holds `may` and not much more."""
        count = may.sum()
        if count > SMALLER * len(self.whole.columns):
            return self._shortened()
        outside = (may & ~self.part.may).any()
        if outside or count <= SMALLER * len(self.part.columns):
            self.part = Relaxation(self.model, may, self.known, self.run)
        return self.part

    def at_root(self, may: Flags) -> Relaxation:
        """The relaxation of the whole ground, which is now no more than `may`."""
        if may.sum() < SMALLER * len(self.whole.columns):
            kept = self.whole.lately_tight(LATELY)
            self.whole = self.part = Relaxation(self.model, may, kept, self.run)
        return self.whole

    def _shortened(self) -> Relaxation:
        """The whole relaxation, built anew once many of its separators have long been slack."""
        rows = len(self.whole.separators)
        if rows >= ROWS:
            kept = self.whole.lately_tight(LATELY)
            if len(kept) < SMALLER * rows:
                self.whole = Relaxation(self.model, self.whole.may, kept, self.run)
        return self.whole

    def solve(
        self, relaxation: Relaxation, may: Flags, must: Flags, target: float
    ) -> Relaxed | None:
        """Solve and count."""
        self.solves += 1
        return relaxation.solve(may, must, target)

    def separate(self, relaxation: Relaxation, x: Floats) -> bool:
        """Add the separators x violates; whether there were any."""
        model = self.model
        count, head, body = separate(
            x, self.whole.may, model.start, model.ends, model.households, model.high,
            VIOLATED, AT_ONCE,
        )  # fmt: skip
        new: list[Separator] = []
        for (a, b, size), between in zip(head[:count].tolist(), body[:count], strict=True):
            separator = (a, b, tuple(sorted(between[:size].tolist())))
            if separator not in relaxation.held:
                new.append(separator)
        relaxation.add(new)
        self.known.update(dict.fromkeys(new))
        return bool(new)


def _first(model: Hess, may: Flags) -> list[Separator]:
    """x[a, b] <= x[b, b] for the nearest centres of every unit."""
    cost = np.where(may, model.cost, np.inf)
    np.fill_diagonal(cost, np.inf)
    nearest = np.argsort(cost, axis=1, kind="stable")[:, :FIRST]
    return [
        (a, int(b), (int(b),))
        for a in range(model.size)
        for b in nearest[a]
        if np.isfinite(cost[a, b])
    ]
