"""Lower bounds for a piece whose groups are too many to list, or were not listed in time."""

from collections.abc import Mapping

import numpy as np

from grids.partitioning.distances import site_distances
from grids.partitioning.graph import border_weight, linking
from grids.partitioning.merging.columns import NO_WAY, TENTHS
from grids.partitioning.merging.selection import Stage
from grids.partitioning.problem import Codes, Problem


def bounded_stages(problem: Problem, units: Codes, values: Mapping[str, int]) -> tuple[Stage, ...]:
    """Stages without a tree: the value of each term, and a bound that can be summed by hand.

    None for `weighted`. Cut: at best every border inside the piece is saved.
    """
    inside = np.isin(problem.edges, units).all(axis=1)
    bounds = {
        "undersized": _stranded(problem, units),
        "change": _change(problem, units, values["undersized"]),
        "distance": _walk(problem, units),
        "cut": -int(np.rint(TENTHS * border_weight(problem)[inside]).sum()),
        "balance": 0,
        "parts": 1,
    }
    return tuple(Stage(term, value, bounds.get(term)) for term, value in values.items())


def better_bound(proven: Stage, summed: Stage) -> Stage:
    """The stage with the larger of a bound proven by a tree and one summed by hand."""
    if proven.bound is None or (summed.bound is not None and summed.bound >= proven.bound):
        return summed
    return proven


def _stranded(problem: Problem, units: Codes) -> int:
    """Small communities that can join nobody; one, where all together are too few."""
    rules, count = problem.rules, problem.households
    a, b = problem.edges[linking(problem)].T
    fits = count[a] + count[b] <= rules.max_households
    alone = count < rules.min_households
    alone[np.concatenate([a[fits], b[fits]])] = False
    locked = np.array(rules.locked, np.int64)
    alone[locked] = count[locked] < rules.min_households
    alone[[unit for group in rules.together for unit in group]] = False
    stranded = int(alone[units].sum())
    return stranded or int(count[units].sum() < rules.min_households)


def _change(problem: Problem, units: Codes, short: int) -> int:
    """Parts at the minimum are at most total // minimum, those under it at most `short`: all
    households change but those of as many largest communities."""
    counts = np.sort(problem.households[units])[::-1]
    parts = short + int(counts.sum()) // max(problem.rules.min_households, 1)
    return int(counts[parts:].sum())


def _walk(problem: Problem, units: Codes) -> int:
    """Everyone walks to the nearest site, whoever's it is."""
    if not len(problem.sites):
        return 0
    distance = site_distances(problem)[units]
    metres = np.where(np.isinf(distance), NO_WAY, distance).min(axis=1)
    return int(np.rint(problem.households[units] * metres).sum())
