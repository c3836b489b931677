"""The cheapest cells that would join a piece cut off to the rest of its unit."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags, Floats
from grids.partitioning.evaluating import Measure
from grids.proposals.drafting.around import labels_around, pieces_of
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan

A_CELL = 0.01  # households a cell without any counts for: of equal ways the shortest
TRIES = 6
MOST_CELLS = 6_000  # among which a way is looked for: beyond, the search takes too long


def bridge(plan: Plan, piece: Codes, main: Codes, number: int) -> Codes | None:
    """The cells with the fewest households between `piece` and `main`, both of grid `number`,
    whose units can spare them in one piece; None where no such way was found.

    Looked for among the units beside the piece only; where a way would cut one of them in two,
    the next best without that cell is tried, a few times; not among too many cells.
    """
    measure = plan.ground.measure(Level.GRID, plan.kind)
    free = _may_be_given(plan, measure, piece, number)
    if int(free.sum()) + len(main) > MOST_CELLS:
        return None
    for _ in range(TRIES):
        taken = _cheapest(plan, measure, piece, main, free)
        if taken is None or _can_be_spared(plan, measure, taken):
            return taken
        free[taken] = False
    return None


def _cheapest(plan: Plan, measure: Measure, piece: Codes, main: Codes, free: Flags) -> Codes | None:
    """The way through `free` cells with the fewest households (Dijkstra 1959)."""
    rows = np.unique(np.concatenate([piece, main, np.flatnonzero(free).astype(np.int32)]))
    cost = np.where(free[rows], plan.ground.households[rows] + A_CELL, 1e-9)
    metres, before, _ = dijkstra(
        _ways(measure, rows, cost),
        indices=np.searchsorted(rows, piece),
        min_only=True,
        return_predecessors=True,
    )
    ends = np.searchsorted(rows, main)
    goal = int(ends[metres[ends].argmin()])
    if not np.isfinite(metres[goal]):
        return None
    path = rows[_walk(before, goal)]
    return np.asarray(np.sort(path[free[path]]))


def _may_be_given(plan: Plan, measure: Measure, piece: Codes, number: int) -> Flags:
    """(n,) cells of the units beside the piece that nothing holds where they are."""
    beside = labels_around(measure, plan.labels, piece) - {number, NOBODY}
    units = [one for one in beside if not plan.units[one].locked]
    free = np.isin(plan.labels, units) & ~plan.locked
    if not plan.consolidates:
        free &= plan.own_community() == (plan.units[number].parent or NOBODY)
    return np.asarray(free)


def _ways(measure: Measure, rows: Codes, cost: Floats) -> Any:
    """The graph over `rows` (sorted) whose arcs cost what the cell they lead to does."""
    problem = measure.problem
    borders = measure.incidence.of(rows)
    borders = borders[measure.links[borders]]
    ends = np.searchsorted(rows, problem.edges[borders]).clip(max=len(rows) - 1)
    inside = (rows[ends] == problem.edges[borders]).all(axis=1)
    a, b = np.unique(ends[inside], axis=0).T  # a pair has a border for each class it runs along
    arcs = (np.concatenate([cost[b], cost[a]]), (np.concatenate([a, b]), np.concatenate([b, a])))
    graph: Any = csr_array  # scipy ships no types
    return graph(arcs, shape=(len(rows), len(rows)))


def _walk(before: Codes, goal: int) -> list[int]:
    """The nodes from a source to `goal`."""
    path = [goal]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return path


def _can_be_spared(plan: Plan, measure: Measure, taken: Codes) -> bool:
    """Whether no unit that gives these cells falls apart, or ends, by it."""
    for giver in np.unique(plan.labels[taken]).tolist():
        rest = np.setdiff1d(plan.rows_of(giver), taken)
        if len(pieces_of(measure, rest)) != plan.grids.parts[giver].pieces:
            return False
    return True
