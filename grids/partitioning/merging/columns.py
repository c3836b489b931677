"""Columns of the set partitioning: the groups that keep every hard rule, and what each costs."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.distances import site_distances
from grids.partitioning.graph import border_weight, sparse_matrix
from grids.partitioning.merging.enumeration import Groups
from grids.partitioning.problem import Codes, Counts, Flags, Floats, Problem

# Costs are whole numbers, so that a gap below one is a proof: metres and weights in tenths.
TENTHS = 10.0
NO_WAY = 1e6  # metres that stand for a site nobody can walk to
USUAL_TERMS = ("change", "distance", "cut")
MERGE_TERMS = ("undersized", *USUAL_TERMS)


@dataclass(frozen=True, eq=False)
class Columns:
    """Groups of units in CSR form (`start`, `members`) and whole-number costs by term.

    `undersized` 1 when under the minimum; `change` households that come under another community;
    `distance` households x metres to the best site of the group; `cut` tenths of weighted metres
    of border *saved* by merging, negative. `households` of each group.
    """

    start: Counts
    members: Codes
    households: Counts
    costs: dict[str, Counts]

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.start) - 1

    def units(self, column: int) -> Codes:
        """The units of one column, sorted."""
        return np.sort(self.members[self.start[column] : self.start[column + 1]])

    def kept(self, keep: Flags) -> "Columns":
        """Only the columns flagged."""
        sizes = np.diff(self.start)
        start = np.concatenate([[0], np.cumsum(sizes[keep])])
        costs = {term: cost[keep] for term, cost in self.costs.items()}
        return Columns(start, self.members[np.repeat(keep, sizes)], self.households[keep], costs)

    def holding(self, unit: int) -> Flags:
        """Which columns hold the unit."""
        return np.logical_or.reduceat(self.members == unit, self.start[:-1])


def price_columns(problem: Problem, groups: Groups) -> Columns:
    """Cost every group."""
    households = problem.households[groups.members]
    total = np.add.reduceat(households, groups.start[:-1])
    largest = np.maximum.reduceat(households, groups.start[:-1])
    costs = {
        "undersized": (total < problem.rules.min_households).astype(np.int64),
        "change": total - largest,
        "distance": np.rint(_walking(problem, groups)).astype(np.int64),
        "cut": -np.rint(TENTHS * _border_inside(problem, groups)).astype(np.int64),
    }
    return Columns(groups.start, groups.members, total, costs)


def within_service(problem: Problem, columns: Columns) -> Flags:
    """Groups with a site of their own near enough to enough of their households."""
    radius = problem.rules.service_radius
    if radius is None or not len(problem.sites):
        return np.ones(columns.size, np.bool_)
    starts, members = columns.start[:-1], columns.members
    near = site_distances(problem) <= radius
    served = np.zeros(columns.size, np.bool_)
    for site, unit in enumerate(problem.sites):
        own = np.logical_or.reduceat(members == unit, starts)
        reached = np.add.reduceat(problem.households[members] * near[members, site], starts)
        served |= own & (reached >= problem.rules.service_share * columns.households)
    return served


def _walking(problem: Problem, groups: Groups) -> Floats:
    """Household-metres to the best site of each group.

    A group without a site walks to the nearest site anywhere; where there is no site at all, to
    its own household-weighted middle.
    """
    if not len(problem.sites):
        return _to_the_middle(problem, groups)
    starts, members = groups.start[:-1], groups.members
    distance = site_distances(problem)
    metres = np.where(np.isinf(distance), NO_WAY, distance)
    load = problem.households[:, None] * metres
    best = np.full(groups.size, np.inf)
    for site, unit in enumerate(problem.sites):
        own = np.logical_or.reduceat(members == unit, starts)
        best = np.where(own, np.minimum(best, np.add.reduceat(load[members, site], starts)), best)
    anywhere = np.add.reduceat(load.min(axis=1)[members], starts)
    return np.where(np.isinf(best), anywhere, best)


def _to_the_middle(problem: Problem, groups: Groups) -> Floats:
    starts, sizes = groups.start[:-1], np.diff(groups.start)
    weight = problem.households[groups.members].astype(np.float64)
    total = np.maximum(np.add.reduceat(weight, starts), 1.0)
    place = problem.xy[groups.members]
    middle = np.add.reduceat(place * weight[:, None], starts) / total[:, None]
    gap = place - np.repeat(middle, sizes, axis=0)
    return np.asarray(np.add.reduceat(np.hypot(gap[:, 0], gap[:, 1]) * weight, starts))


def _border_inside(problem: Problem, groups: Groups) -> Floats:
    """Weighted border between the units of each group, each border counted from both ends."""
    ends = np.concatenate([problem.edges, problem.edges[:, ::-1]])
    matrix = sparse_matrix(problem.size, ends, np.tile(border_weight(problem), 2))
    return 0.5 * _border_sums(
        matrix.indptr, matrix.indices, matrix.data, groups.start, groups.members, problem.size
    )


@compiled
def _border_sums(  # noqa: PLR0917 - a numba kernel takes flat arrays
    start: Codes, ends: Codes, weight: Floats, heads: Counts, members: Codes, size: int
) -> Floats:
    mark = np.full(size, -1, np.int64)
    sums = np.zeros(len(heads) - 1)
    for group in range(len(heads) - 1):
        for place in range(heads[group], heads[group + 1]):
            mark[members[place]] = group
        for place in range(heads[group], heads[group + 1]):
            for arc in range(start[members[place]], start[members[place] + 1]):
                if mark[ends[arc]] == group:
                    sums[group] += weight[arc]
    return sums
