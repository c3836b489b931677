# ruff: noqa: C901, PLR0917 - a numba kernel of flat arrays
"""What every group costs, term by term, counted again from the problem alone."""

from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import shortest_path

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Flags, Floats, Problem
from grids.partitioning.verifying.groups import Listed

FAR = 1_000_000  # metres in place of a way that does not exist


def metres_to_sites(problem: Problem) -> Floats:
    """(n, s) metres from units to sites: as given, by borders crossed, or straight."""
    if problem.distances is not None:
        return problem.distances
    if problem.rules.distance == "hops":
        touch = np.zeros((problem.size, problem.size))
        touch[problem.edges[:, 0], problem.edges[:, 1]] = 1
        steps = shortest_path(touch, directed=False, unweighted=True, indices=problem.sites)
        return np.asarray(steps, np.float64).T
    there, here = problem.xy[problem.sites], problem.xy
    return np.hypot(here[:, None, 0] - there[:, 0], here[:, None, 1] - there[:, 1])


def costs_of(problem: Problem, groups: Listed) -> dict[str, Counts]:
    """Whole-number costs of every group by term, `weighted` too where weights are given."""
    rules = problem.rules
    total, largest, border = _sums(
        groups.start, groups.members, problem.households, *borders_of(problem), problem.size
    )
    costs = {
        "undersized": (total < rules.min_households).astype(np.int64),
        "change": total - largest,
        "distance": _walks(problem, groups),
        "cut": -border,
        "balance": np.rint(np.abs(total - rules.target)).astype(np.int64),
        "parts": np.ones(groups.size, np.int64),
    }
    if rules.objective and not rules.lexicographic:
        units = {"cut": 10.0}
        score = sum(w * (costs[term] / units.get(term, 1.0)) for term, w in rules.objective)
        costs["weighted"] = np.rint(1000.0 * np.asarray(score)).astype(np.int64)
    return costs


def admissible(problem: Problem, groups: Listed, near: dict[int, set[int]]) -> Flags:
    """Which groups also keep what a growing group may mend: service, and being one piece.

    An atom alone is always admissible: it is how things are.
    """
    keep = _served(problem, groups)
    if problem.rules.together:
        keep &= np.array([_is_one(own, near) for own in _each(groups)], np.bool_)
    return keep | groups.alone


def _each(groups: Listed) -> list[list[int]]:
    members, start = groups.members.tolist(), groups.start.tolist()
    return [members[a:b] for a, b in pairwise(start)]


def _is_one(units: list[int], near: dict[int, set[int]]) -> bool:
    left, waiting = set(units[1:]), [units[0]]
    while waiting:
        met = near[waiting.pop()] & left
        left -= met
        waiting += met
    return not left


def borders_of(problem: Problem) -> tuple[Counts, Counts, Counts]:
    """Borders by their first unit in CSR form: heads, the other unit, tenths of weighted metres."""
    rules = problem.rules
    tenths = []
    for (a, b), metres, code in zip(
        problem.edges.tolist(), problem.length.tolist(), problem.barrier.tolist(), strict=True
    ):
        factor = 1.0 if code < 0 else rules.barrier_weight.get(problem.barrier_names[code], 1.0)
        if problem.group[a] >= 0 and problem.group[a] == problem.group[b]:
            factor = rules.compound_weight
        tenths.append(round(10.0 * (metres * factor)))
    order = np.argsort(problem.edges[:, 0], kind="stable")
    counts = np.bincount(problem.edges[:, 0], minlength=problem.size)
    heads = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    ends = problem.edges[order, 1].astype(np.int64)
    return heads, ends, np.array(tenths, np.int64)[order]


@compiled
def _sums(
    start: Counts,
    members: Counts,
    households: Counts,
    heads: Counts,
    ends: Counts,
    weight: Counts,
    size: int,
) -> tuple[Counts, Counts, Counts]:
    """Households, the largest unit, and the border inside, of every group."""
    groups = len(start) - 1
    total, largest = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
    border = np.zeros(groups, np.int64)
    owner = np.full(size, -1, np.int64)
    for group in range(groups):
        for place in range(start[group], start[group + 1]):
            unit = members[place]
            owner[unit] = group
            total[group] += households[unit]
            largest[group] = max(largest[group], households[unit])
        for place in range(start[group], start[group + 1]):
            unit = members[place]
            for arc in range(heads[unit], heads[unit + 1]):
                if owner[ends[arc]] == group:
                    border[group] += weight[arc]
    return total, largest, border


def _walks(problem: Problem, groups: Listed) -> Counts:
    """Household-metres to the best own site, else to the nearest, else to the middle."""
    if not len(problem.sites):
        place = np.rint(10.0 * problem.xy)
        return _to_middle(groups.start, groups.members, problem.households, place)
    metres = metres_to_sites(problem)
    metres = np.where(np.isfinite(metres), metres, FAR)
    walk = np.rint(metres * problem.households[:, None]).astype(np.int64)
    best, _ = _best_site(
        groups.start, groups.members, problem.sites, walk, np.zeros_like(walk), walk.min(axis=1)
    )
    return best


def _served(problem: Problem, groups: Listed) -> Flags:
    radius = problem.rules.service_radius
    if radius is None or not len(problem.sites):
        return np.ones(groups.size, np.bool_)
    inside = np.where(metres_to_sites(problem) <= radius, problem.households[:, None], 0)
    _, reached = _best_site(
        groups.start, groups.members, problem.sites, np.zeros_like(inside), inside, inside[:, 0]
    )
    total = np.add.reduceat(problem.households[groups.members], groups.start[:-1])
    return np.asarray(reached >= problem.rules.service_share * total)


@compiled
def _best_site(
    start: Counts, members: Counts, sites: Codes, walk: Counts, inside: Counts, nearest: Counts
) -> tuple[Counts, Counts]:
    """By group: the least walk to an own site, or to the nearest of all where it has none; and the
    most households inside the radius of one own site, -1 where it has none."""
    size = len(walk)
    heads = np.zeros(size + 1, np.int64)
    for unit in sites:
        heads[unit + 1] += 1
    heads = np.cumsum(heads)
    order = np.argsort(sites)
    groups = len(start) - 1
    least, most = np.zeros(groups, np.int64), np.full(groups, -1, np.int64)
    for group in range(groups):
        found = False
        for place in range(start[group], start[group + 1]):
            holder = members[place]
            for slot in range(heads[holder], heads[holder + 1]):
                site = order[slot]
                metres, reached = 0, 0
                for other in range(start[group], start[group + 1]):
                    metres += walk[members[other], site]
                    reached += inside[members[other], site]
                if not found or metres < least[group]:
                    least[group] = metres
                most[group] = max(most[group], reached)
                found = True
        if not found:
            for place in range(start[group], start[group + 1]):
                least[group] += nearest[members[place]]
    return least, most


@compiled
def _to_middle(start: Counts, members: Counts, households: Counts, place: Floats) -> Counts:
    """By group, household-metres to its middle; `place` in whole decimetres, and so the middle."""
    groups = len(start) - 1
    walked = np.zeros(groups, np.int64)
    for group in range(groups):
        weight, x, y = 0, 0.0, 0.0
        for slot in range(start[group], start[group + 1]):
            unit = members[slot]
            weight += households[unit]
            x += place[unit, 0] * households[unit]
            y += place[unit, 1] * households[unit]
        if weight > 0:
            x, y = np.rint(x / weight), np.rint(y / weight)
        for slot in range(start[group], start[group + 1]):
            unit = members[slot]
            dx, dy = place[unit, 0] - x, place[unit, 1] - y
            walked[group] += np.int64(np.rint(households[unit] * np.sqrt(dx * dx + dy * dy) / 10.0))
    return walked
