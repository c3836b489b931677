"""A division under change: flips in, changed figures and violations out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.evaluating.measuring import Measure
from grids.partitioning.evaluating.wishes import broken_by_part, broken_wishes
from grids.partitioning.problem import Codes, Counts, Floats, Problem
from grids.partitioning.result import Part, Violation
from grids.partitioning.scorecard import share_of


@dataclass(frozen=True)
class Totals:
    """Figures over all parts that have units: `cut`, `inside` in weighted metres, share or None."""

    parts: int
    in_bounds: int
    disconnected: int
    cut: float
    inside: float
    barrier_share: float | None
    compounds_split: int


@dataclass(frozen=True)
class Change:
    """What one operation did.

    `parts`: the new figures of every part it touched, None where the part has no unit left;
    `violations`: all rules broken now; `undo`: the flips that lead back.
    """

    parts: Mapping[int, Part | None]
    totals: Totals
    violations: tuple[Violation, ...]
    undo: Mapping[int, int]


class RunningDivision:
    """Labels and their figures, kept right from flip to flip (the manner of GerryChain).

    Only parts that gain or lose a unit are measured again: the borders, pieces and split compounds
    of any other part stay what they are. Part names are "1", "2", ... by number.
    """

    def __init__(
        self, problem: Problem, labels: NDArray[Any], measure: Measure | None = None
    ) -> None:
        """`labels` (n,) parts from 0; they are copied. `measure`: that of the same problem, where
        many divisions of it are under change at once."""
        self.problem = problem
        self.labels: Codes = np.array(labels, np.int32)
        self._measure = measure or Measure(problem)
        self._spread: Counts = np.zeros(len(problem.group_ids) + 1, np.int64)
        self._housed: dict[tuple[int, int], int] = {}
        self._house_all()
        self._lengths = np.zeros(4)  # cut, inside, border between parts, of it along barriers
        self._lengths += self._sum_borders(np.arange(len(problem.edges), dtype=np.int32))
        self.parts: dict[int, Part] = {}
        self._broken: dict[int, tuple[Violation, ...]] = {}
        self._measure_parts(np.unique(self.labels))

    @property
    def totals(self) -> Totals:
        """The figures over all parts."""
        cut, inside, border, along = self._lengths.tolist()
        return Totals(
            parts=len(self.parts),
            in_bounds=sum(part.deviation == 0 for part in self.parts.values()),
            disconnected=sum(part.pieces > 1 for part in self.parts.values()),
            cut=cut,
            inside=inside,
            barrier_share=share_of(along, border) if border > 1e-6 else None,
            compounds_split=int((self._spread[:-1] > 1).sum()),
        )

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Every hard rule of dividing that is broken now, as `check` finds them."""
        by_part = [one for number in sorted(self._broken) for one in self._broken[number]]
        return (*by_part, *broken_wishes(self.problem, self.labels, len(self.parts)))

    def apply(self, flips: Mapping[int, int]) -> Change:
        """Move units to parts; a number not yet used makes a new part.

        Raises IndexError for a unit that is not there, ValueError for a negative part; nothing
        has changed then.
        """
        units = np.array(sorted(flips), np.int64)
        if len(units) and not (units[0] >= 0 and units[-1] < self.problem.size):
            raise IndexError(f"没有单元 {units[0] if units[0] < 0 else units[-1]}，请重新选择。")
        to = np.array([flips[unit] for unit in units.tolist()], np.int64)
        if len(to) and to.min() < 0:
            raise ValueError(f"去处 {to.min()} 不是编号，请选择一个网格。")
        moved = self.labels[units] != to
        return self._move(units[moved].astype(np.int32), to[moved].astype(np.int32))

    def stand_on(self, measure: Measure, more: Codes, changed: Codes) -> None:
        """Go on with the same units on other ground, and `more` behind them, labelled so.

        `changed`: the units, new ones among them, of which anything is not as it was. Only their
        parts are measured again, those that touch them, and those a site left or came to.
        """
        former, self.problem, self._measure = self.problem, measure.problem, measure
        new = np.arange(len(self.labels), self.problem.size, dtype=np.int32)
        self.labels = np.append(self.labels, more).astype(np.int32)
        self._rehouse(new, more, 1)
        self._lengths = self._sum_borders(np.arange(len(self.problem.edges), dtype=np.int32))
        moved = former.sites != self.problem.sites
        units = [
            changed,
            self.problem.edges[measure.incidence.of(changed)].ravel(),
            former.sites[moved],
            self.problem.sites[moved],
        ]
        self._measure_parts(np.unique(self.labels[np.concatenate(units)]))

    def _move(self, units: Codes, to: Codes) -> Change:
        before = self.labels[units]
        borders = self._measure.incidence.of(units)
        self._lengths -= self._sum_borders(borders)
        self._rehouse(units, before, -1)
        self.labels[units] = to
        self._rehouse(units, to, 1)
        self._lengths += self._sum_borders(borders)
        touched = np.unique(np.concatenate([before, to]))
        self._measure_parts(touched)
        return Change(
            parts={number: self.parts.get(number) for number in touched.tolist()},
            totals=self.totals,
            violations=self.violations,
            undo=dict(zip(units.tolist(), before.tolist(), strict=True)),
        )

    def _sum_borders(self, borders: Codes) -> Floats:
        """Cut, inside, length and length along barriers of these borders, as labels are now."""
        ends = self.labels[self.problem.edges[borders]]
        apart, borders_apart = ends[:, 0] != ends[:, 1], borders[ends[:, 0] != ends[:, 1]]
        return np.array(
            [
                self._measure.weight[borders_apart].sum(),
                self._measure.inside[borders[~apart]].sum(),
                self.problem.length[borders_apart].sum(),
                self._measure.along[borders_apart].sum(),
            ]
        )

    def _house_all(self) -> None:
        """Units of every group in every part, and the parts each group lies in."""
        inside = self.problem.group >= 0
        wide = int(self.labels.max(initial=0)) + 1
        pairs = self.problem.group[inside].astype(np.int64) * wide + self.labels[inside]
        pairs, counts = np.unique(pairs, return_counts=True)
        groups, labels = np.divmod(pairs, wide)
        keys = zip(groups.tolist(), labels.tolist(), strict=True)
        self._housed = dict(zip(keys, counts.tolist(), strict=True))
        self._spread += np.bincount(groups, minlength=len(self._spread))

    def _rehouse(self, units: Codes, labels: Codes, step: int) -> None:
        """Count units in or out of their group's share of a part."""
        groups = self.problem.group[units]
        for key in zip(groups.tolist(), labels.tolist(), strict=True):
            if key[0] < 0:
                continue
            count = self._housed.get(key, 0) + step
            self._housed[key] = count
            if count == (1 if step > 0 else 0):
                self._spread[key[0]] += step

    def _measure_parts(self, numbers: Codes) -> None:
        found = self._measure.parts(self.labels, numbers, self._spread)
        for number in numbers.tolist():
            self.parts.pop(number, None)
            self._broken.pop(number, None)
        for number, part in found.items():
            self.parts[number] = part
            if part.deviation or part.pieces > 1:  # a part in two parents never hangs together
                units = np.flatnonzero(self.labels == number).astype(np.int32)
                self._broken[number] = broken_by_part(self.problem, part, units)
