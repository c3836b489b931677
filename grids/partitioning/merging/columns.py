"""Columns of the set partitioning: the groups that keep every hard rule, and what each costs.

Every cost is a whole number summed from whole numbers, so that nobody who sums them in another
order comes to another figure: households x metres are rounded for each unit and site, weighted
metres of border to tenths for each border.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.distances import site_distances
from grids.partitioning.graph import border_weight, sparse_matrix
from grids.partitioning.merging.enumeration import Groups
from grids.partitioning.merging.kernels import border_sums, middle_sums, reached_sums, walking_sums
from grids.partitioning.problem import Codes, Counts, Flags, Problem

TENTHS = 10.0
NO_WAY = 1e6  # metres that stand for a site nobody can walk to
USUAL_TERMS = ("change", "distance", "cut")
MERGE_TERMS = ("undersized", *USUAL_TERMS)


@dataclass(frozen=True, eq=False)
class Columns:
    """Groups of units in CSR form (`start`, `members`) and whole-number costs by term.

    `undersized` 1 when under the minimum; `change` households that come under another community;
    `distance` households x metres to the best site of the group; `cut` tenths of weighted metres
    of border *saved* by merging, negative; `parts` 1. `households` of each group.
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
        "distance": _walking(problem, groups),
        "cut": -_border_inside(problem, groups),
        "parts": np.ones(groups.size, np.int64),
    }
    return Columns(groups.start, groups.members, total, costs)


def within_service(problem: Problem, columns: Columns) -> Flags:
    """Groups with a site of their own near enough to enough of their households."""
    radius = problem.rules.service_radius
    if radius is None or not len(problem.sites):
        return np.ones(columns.size, np.bool_)
    near = problem.households[:, None] * (site_distances(problem) <= radius)
    heads, sites = _sites_by_unit(problem)
    reached = reached_sums(columns.start, columns.members, heads, sites, near)
    return np.asarray(reached >= problem.rules.service_share * columns.households)


def _sites_by_unit(problem: Problem) -> tuple[Counts, Counts]:
    """Sites in CSR form by the unit they stand in."""
    order = np.argsort(problem.sites, kind="stable")
    counts = np.bincount(problem.sites, minlength=problem.size)
    return np.concatenate([[0], np.cumsum(counts)]), order


def _walking(problem: Problem, groups: Groups) -> Counts:
    """Household-metres to the best site of each group.

    A group without a site walks to the nearest site anywhere; where there is no site at all, to
    its own household-weighted middle.
    """
    if not len(problem.sites):
        place = np.rint(TENTHS * problem.xy)
        return middle_sums(groups.start, groups.members, problem.households, place)
    distance = site_distances(problem)
    metres = np.where(np.isinf(distance), NO_WAY, distance)
    load = np.rint(problem.households[:, None] * metres).astype(np.int64)
    heads, sites = _sites_by_unit(problem)
    return walking_sums(groups.start, groups.members, heads, sites, load, load.min(axis=1))


def _border_inside(problem: Problem, groups: Groups) -> Counts:
    """Tenths of weighted metres of border between the units of each group."""
    tenths = np.rint(TENTHS * border_weight(problem))
    matrix = sparse_matrix(problem.size, problem.edges, tenths)
    return border_sums(
        groups.start,
        groups.members,
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int64),
        matrix.data.astype(np.int64),
    )
