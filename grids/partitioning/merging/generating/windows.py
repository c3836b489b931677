"""A plan bettered window by window: some neighbouring parts are chosen again, over the columns
made so far, while the others stay."""

from collections.abc import Sequence

import numpy as np

from grids.partitioning.graph import linking
from grids.partitioning.merging.columns import Columns
from grids.partitioning.merging.generating.pool import Pool
from grids.partitioning.merging.selection import select_columns
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.running import Run

WINDOW = 36  # units chosen again together, about
ROUNDS = 3
NODES = 40  # of a tree in a window


def better_plan(pool: Pool, chosen: Codes, terms: Sequence[str], run: Run) -> Codes:
    """The plan after so many rounds over all windows, no worse in the terms in their order.

    Windows begin at every second part in turn, so that each part is met in several.
    """
    if len(pool.members) <= 1.5 * WINDOW:
        return chosen
    for _ in range(ROUNDS):
        before = _worth(pool.columns, chosen, terms)
        for seed in _seeds(pool, chosen):
            if run.should_stop:
                return chosen
            chosen = _chosen_again(pool, chosen, seed, terms, run)
        if _worth(pool.columns, chosen, terms) == before:
            break
    return chosen


def _worth(columns: Columns, chosen: Codes, terms: Sequence[str]) -> list[int]:
    return [int(columns.costs[term][chosen].sum()) for term in terms]


def _seeds(pool: Pool, chosen: Codes) -> list[int]:
    """The first unit of every second part."""
    return [int(pool.columns.units(int(column))[0]) for column in chosen[::2]]


def _chosen_again(pool: Pool, chosen: Codes, seed: int, terms: Sequence[str], run: Run) -> Codes:
    """The plan with the parts around a unit chosen again."""
    columns, problem = pool.columns, pool.problem
    inside = _window(problem, columns, chosen, seed)
    units = np.sort(np.concatenate([columns.units(int(column)) for column in inside]))
    own = np.zeros(problem.size, np.bool_)
    own[units] = True
    keep = np.logical_and.reduceat(own[columns.members], columns.start[:-1])
    where = np.flatnonzero(keep).astype(np.int32)
    costs = {term: columns.costs[term][keep] for term in terms}
    known = np.searchsorted(where, inside).astype(np.int32)
    found = select_columns(columns.kept(keep), units, costs, run=run, nodes=NODES, known=known)
    if found is None:
        return chosen
    fresh = where[found.chosen]
    if _worth(columns, fresh, terms) >= _worth(columns, inside, terms):
        return chosen
    return np.sort(np.concatenate([np.setdiff1d(chosen, inside), fresh])).astype(np.int32)


def _window(problem: Problem, columns: Columns, chosen: Codes, seed: int) -> Codes:
    """Columns of the plan around a unit, ring by ring, until they hold enough units."""
    part = np.full(problem.size, -1)
    for number, column in enumerate(chosen.tolist()):
        part[columns.units(column)] = number
    a, b = part[problem.edges[linking(problem)]].T
    reached, ring, units = {int(part[seed])}, [int(part[seed])], 0
    sizes = np.diff(columns.start)[chosen]
    units = int(sizes[ring[0]])
    while ring and units < 1.5 * WINDOW:
        beside = {*a[np.isin(b, ring)].tolist(), *b[np.isin(a, ring)].tolist()} - reached - {-1}
        ring = []
        for number in sorted(beside):
            if units < 1.5 * WINDOW:
                reached.add(number)
                ring.append(number)
                units += int(sizes[number])
    return np.sort(chosen[sorted(reached)])
