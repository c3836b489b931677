"""Figures of any division, whoever drew it."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.distances import site_distances
from grids.partitioning.graph import border_weight, components, inside_weight, linking
from grids.partitioning.problem import Codes, Counts, Flags, Floats, Problem
from grids.partitioning.result import Part


@dataclass(frozen=True)
class Scorecard:
    """Per part and over all: `cut` and `inside` in weighted metres, shares 0 to 1 or None.

    `in_bounds`: parts within [min, max]; `disconnected`: parts in more than one piece;
    `compounds_split`: compounds whose units lie in more than one part.
    """

    parts: tuple[Part, ...]
    households: int
    in_bounds: int
    disconnected: int
    cut: float
    inside: float
    barrier_share: float | None
    compounds: int
    compounds_split: int
    served_share: float | None
    mean_compactness: float | None


def scorecard(problem: Problem, labels: Codes, names: tuple[str, ...] = ()) -> Scorecard:
    """The figures of `labels` (n,), parts 0..k-1; `names` are part ids, "1".."k" by default."""
    count = int(labels.max()) + 1
    names = names or tuple(str(number + 1) for number in range(count))
    figures = _Figures(problem, labels, count)
    parts = tuple(figures.part(number, names[number]) for number in range(count))
    apart = figures.apart
    compact = [part.compactness for part in parts if part.compactness is not None]
    return Scorecard(
        parts=parts,
        households=int(problem.households.sum()),
        in_bounds=sum(part.deviation == 0 for part in parts),
        disconnected=sum(part.pieces > 1 for part in parts),
        cut=float(border_weight(problem)[apart].sum()),
        inside=float(inside_weight(problem)[~apart].sum()),
        barrier_share=share_of(
            problem.length[apart & (problem.barrier >= 0)].sum(), problem.length[apart].sum()
        ),
        compounds=len(problem.group_ids),
        compounds_split=figures.split,
        served_share=figures.served_overall(),
        mean_compactness=float(np.mean(compact)) if compact else None,
    )


def units_by_part(labels: Codes, count: int) -> list[Codes]:
    """The units of each of the parts 0..count-1, in their order."""
    order = np.argsort(labels, kind="stable").astype(np.int32)
    return np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1])


def share_of(part: float, whole: float) -> float | None:
    """Part over whole, None of nothing."""
    return float(part / whole) if whole > 0 else None


class _Figures:
    """Sums by part, taken once for all parts."""

    def __init__(self, problem: Problem, labels: Codes, count: int) -> None:
        self.problem, self.labels, self.count = problem, labels, count
        a, b = problem.edges[:, 0], problem.edges[:, 1]
        self.apart: Flags = labels[a] != labels[b]
        self.units = np.bincount(labels, minlength=count)
        self.households = self._sum(problem.households.astype(np.float64)).astype(np.int64)
        self.population, self.area = self._sum(problem.population), self._sum(problem.area)
        self.border = self._border(problem.length)
        self.along = self._border(np.where(problem.barrier >= 0, problem.length, 0.0))
        self.perimeter = self._sum(problem.outer) + self.border
        self.pieces = self._pieces()
        self.split, self.torn = self._split_groups()
        self.served = self._served()

    def _sum(self, values: Floats) -> Floats:
        return np.bincount(self.labels, values, self.count).astype(np.float64)

    def _border(self, length: Floats) -> Floats:
        ends = self.labels[self.problem.edges[self.apart]].ravel()
        return np.bincount(ends, np.repeat(length[self.apart], 2), self.count).astype(np.float64)

    def _pieces(self) -> Codes:
        link = linking(self.problem) & ~self.apart
        _, piece = components(self.problem.size, self.problem.edges, link)
        _, first = np.unique(piece, return_index=True)
        return np.bincount(self.labels[first], minlength=self.count).astype(np.int32)

    def _split_groups(self) -> tuple[int, Counts]:
        """How many compounds lie in more than one part, and (count,) how many of them in each."""
        inside = self.problem.group >= 0
        pairs = self.problem.group[inside].astype(np.int64) * self.count + self.labels[inside]
        group, label = np.divmod(np.unique(pairs), self.count)
        split = np.bincount(group, minlength=len(self.problem.group_ids)) > 1
        return int(split.sum()), np.bincount(label[split[group]], minlength=self.count)

    def _served(self) -> Floats | None:
        """(n,) 1 where the unit lies within the radius of the site that serves its part."""
        radius, problem = self.problem.rules.service_radius, self.problem
        if radius is None or not len(problem.sites):
            return None
        distance = site_distances(problem)
        own = self.labels[problem.sites][None, :] == self.labels[:, None]
        has_own = own.any(axis=1, keepdims=True)
        nearest = np.where(own | ~has_own, distance, np.inf).min(axis=1)
        return np.asarray(nearest <= radius, np.float64)

    def served_overall(self) -> float | None:
        """Share of all households within the radius."""
        if self.served is None:
            return None
        households = self.problem.households
        return share_of(float((self.served * households).sum()), float(households.sum()))

    def part(self, number: int, name: str) -> Part:
        """The figures of one part."""
        rules, households = self.problem.rules, int(self.households[number])
        over = max(0, households - rules.max_households)
        under = min(0, households - rules.min_households)
        area, perimeter = known(self.area[number]), known(self.perimeter[number])
        population = known(self.population[number])
        return Part(
            id=name,
            units=int(self.units[number]),
            households=households,
            deviation=over or under,
            target_deviation=float(households - rules.target),
            pieces=int(self.pieces[number]),
            population=population,
            area=area,
            perimeter=perimeter,
            compactness=polsby_popper(area, perimeter),
            barrier_share=share_of(self.along[number], self.border[number]),
            compounds_split=int(self.torn[number]),
            served_share=self._served_share(number),
            density=None if population is None or not area else population / area * 1e6,
        )

    def _served_share(self, number: int) -> float | None:
        if self.served is None:
            return None
        inside = self.labels == number
        counts = self.problem.households[inside]
        return share_of(float((self.served[inside] * counts).sum()), float(counts.sum()))


def polsby_popper(area: float | None, perimeter: float | None) -> float | None:
    """Polsby and Popper 1991: 4πA/P²."""
    if area is None or not perimeter:
        return None
    return float(4 * np.pi * area / perimeter**2)


def known(value: float) -> float | None:
    """The number, None where it is not one."""
    return None if np.isnan(value) else float(value)
