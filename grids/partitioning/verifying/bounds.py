"""Bounds for a piece with too many groups to list, from sums that can be done by hand."""

import numpy as np

from grids.partitioning.problem import Problem
from grids.partitioning.verifying.prices import FAR, borders_of, metres_to_sites


def plain_bounds(
    problem: Problem, units: tuple[int, ...], near: dict[int, set[int]], short: int
) -> dict[str, int]:
    """Whole-number bounds by term, for plans with at most `short` parts under the minimum."""
    return {
        "undersized": _least_undersized(problem, units, near),
        "change": _least_change(problem, units, short),
        "distance": _least_walk(problem, units),
        "cut": _least_cut(problem, units),
        "balance": 0,
        "parts": 1,
    }


def _least_undersized(problem: Problem, units: tuple[int, ...], near: dict[int, set[int]]) -> int:
    """Communities that can join nobody; one, where even all together are too few."""
    rules, count = problem.rules, problem.households.tolist()
    bound = {unit for group in rules.together for unit in group}
    stranded = [
        unit
        for unit in units
        if count[unit] < rules.min_households
        and unit not in bound
        and (
            unit in rules.locked
            or all(count[unit] + count[other] > rules.max_households for other in near[unit])
        )
    ]
    too_few = sum(count[unit] for unit in units) < rules.min_households
    return len(stranded) or int(too_few)


def _least_change(problem: Problem, units: tuple[int, ...], short: int) -> int:
    """All households but those of the k largest communities.

    Parts that reach the minimum are at most total // minimum, so k is that and `short`; each part
    keeps one community unchanged.
    """
    counts = sorted((int(problem.households[unit]) for unit in units), reverse=True)
    parts = short + sum(counts) // max(problem.rules.min_households, 1)
    return sum(counts[parts:])


def _least_walk(problem: Problem, units: tuple[int, ...]) -> int:
    """Everyone walks to the nearest site of all."""
    if not len(problem.sites):
        return 0
    metres = metres_to_sites(problem)[list(units)]
    metres = np.where(np.isfinite(metres), metres, FAR)
    walk = np.rint(metres * problem.households[list(units), None]).astype(np.int64)
    return int(walk.min(axis=1).sum())


def _least_cut(problem: Problem, units: tuple[int, ...]) -> int:
    """Every border inside the piece saved."""
    inside = set(units)
    heads, ends, tenths = borders_of(problem)
    first = np.repeat(np.arange(problem.size), np.diff(heads)).tolist()
    rows = zip(first, ends.tolist(), tenths.tolist(), strict=True)
    saved = [int(weight) for a, b, weight in rows if a in inside and b in inside]
    return -sum(saved)
