"""The figures of a few parts, summed over their own units: no error gathers, however many edits."""

from functools import cached_property

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.distances import site_distances
from grids.partitioning.evaluating.incidence import Incidence, incidence
from grids.partitioning.graph import border_weight, inside_weight, linking, sparse_matrix
from grids.partitioning.problem import Codes, Counts, Flags, Floats, Problem
from grids.partitioning.result import Part
from grids.partitioning.scorecard import known, polsby_popper, share_of


class Measure:
    """What never changes while labels do: borders by unit, what they weigh and link, who is near
    which site."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.incidence: Incidence = incidence(problem)
        self.links: Flags = linking(problem)
        self.along: Floats = np.where(problem.barrier >= 0, problem.length, 0.0)
        self.weight: Floats = border_weight(problem)
        self.inside: Floats = inside_weight(problem)

    @cached_property
    def within(self) -> Flags | None:
        """(n, s) units within the service radius of a site; None where nobody asks."""
        radius = self.problem.rules.service_radius
        if radius is None or not len(self.problem.sites):
            return None
        return np.asarray(site_distances(self.problem) <= radius)

    def parts(self, labels: Codes, numbers: Codes, spread: Counts) -> dict[int, Part]:
        """Figures of the parts `numbers` that have units; `spread` (groups,): parts a group has."""
        if not len(numbers):
            return {}
        place = np.full(int(max(labels.max(), numbers.max())) + 1, -1, np.int32)
        place[numbers] = np.arange(len(numbers), dtype=np.int32)
        some = _Some(self, labels, place, spread)
        return {
            number: some.part(row, str(number + 1))
            for row, number in enumerate(numbers.tolist())
            if some.units[row]
        }


class _Some:
    """Sums by part over the units of a few parts; `row` is a part's place among them."""

    def __init__(self, measure: Measure, labels: Codes, place: Codes, spread: Counts) -> None:
        """`place`: row of each part number, -1 for others; `spread`: parts each group lies in."""
        self.measure, self.labels, self.place = measure, labels, place
        self.count = int(place.max()) + 1
        self.own = np.flatnonzero(place[labels] >= 0).astype(np.int32)
        self.row = place[labels[self.own]]
        problem = measure.problem
        self.units = np.bincount(self.row, minlength=self.count)
        self.households = self._sum(problem.households.astype(np.float64)).astype(np.int64)
        self.population, self.area = self._sum(problem.population), self._sum(problem.area)
        borders = measure.incidence.of(self.own)
        ends = labels[problem.edges[borders]]
        self.apart = ends[:, 0] != ends[:, 1]
        self.borders, self.ends = borders, place[ends]
        self.border = self._border(problem.length)
        self.along = self._border(measure.along)
        self.perimeter = self._sum(problem.outer) + self.border
        self.pieces = self._pieces()
        self.split = self._split(spread)
        self.served = self._served()

    def _sum(self, values: Floats) -> Floats:
        return np.bincount(self.row, values[self.own], self.count).astype(np.float64)

    def _border(self, length: Floats) -> Floats:
        rows = self.ends[self.apart].ravel()
        metres = np.repeat(length[self.borders[self.apart]], 2)
        return np.bincount(rows[rows >= 0], metres[rows >= 0], self.count).astype(np.float64)

    def _pieces(self) -> Counts:
        problem = self.measure.problem
        inside = self.borders[~self.apart]
        edges = np.searchsorted(self.own, problem.edges[inside[self.measure.links[inside]]])
        matrix = sparse_matrix(len(self.own), edges, np.ones(len(edges)))
        _, piece = connected_components(matrix, directed=False)
        _, first = np.unique(piece, return_index=True)
        return np.bincount(self.row[first], minlength=self.count)

    def _split(self, spread: Counts) -> Counts:
        group = self.measure.problem.group[self.own]
        torn = (group >= 0) & (spread[group] > 1)
        pairs = np.unique(np.column_stack([self.row[torn], group[torn]]), axis=0)
        return np.bincount(pairs[:, 0], minlength=self.count)

    def _served(self) -> Counts | None:
        """Households served by a site of their part, or by any where the part has none."""
        within, problem = self.measure.within, self.measure.problem
        if within is None:
            return None
        site_row = self.place[self.labels[problem.sites]]
        own = self.row[:, None] == site_row[None, :]
        near = (within[self.own] & (own | ~own.any(axis=1, keepdims=True))).any(axis=1)
        return self._sum(problem.households * 1.0 * self._spread(near)).astype(np.int64)

    def _spread(self, near: Flags) -> Floats:
        flags = np.zeros(self.measure.problem.size)
        flags[self.own[near]] = 1.0
        return flags

    def part(self, row: int, name: str) -> Part:
        """The figures of one part, as `scorecard` gives them."""
        rules, households = self.measure.problem.rules, int(self.households[row])
        over = max(0, households - rules.max_households)
        under = min(0, households - rules.min_households)
        area, perimeter = known(self.area[row]), known(self.perimeter[row])
        population = known(self.population[row])
        served = None if self.served is None else share_of(self.served[row], households)
        return Part(
            id=name,
            units=int(self.units[row]),
            households=households,
            deviation=over or under,
            target_deviation=float(households - rules.target),
            pieces=int(self.pieces[row]),
            population=population,
            area=area,
            perimeter=perimeter,
            compactness=polsby_popper(area, perimeter),
            barrier_share=share_of(self.along[row], self.border[row]),
            compounds_split=int(self.split[row]),
            served_share=served,
            density=None if population is None or not area else population / area * 1e6,
        )
