# ruff: noqa: PLR0917 - numba kernels take flat arrays
"""Sums over the units of every column, in whole numbers."""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Floats


@compiled
def reached_sums(
    start: Counts, members: Codes, heads: Counts, sites: Counts, near: Counts
) -> Counts:
    """By column, the most households near one site that stands in it; -1 where none does.

    `heads`, `sites`: sites in CSR form by unit; `near` (n, s) households of the unit when it lies
    near the site, else 0.
    """
    best = np.full(len(start) - 1, -1, np.int64)
    for column in range(len(start) - 1):
        own = members[start[column] : start[column + 1]]
        for holder in own:
            for site in sites[heads[holder] : heads[holder + 1]]:
                reached = 0
                for unit in own:
                    reached += near[unit, site]
                best[column] = max(best[column], reached)
    return best


@compiled
def walking_sums(
    start: Counts, members: Codes, heads: Counts, sites: Counts, load: Counts, anywhere: Counts
) -> Counts:
    """By column, the least household-metres to one of its own sites, else to the nearest of all.

    `load` (n, s) household-metres of the unit to the site; `anywhere` (n,) to the nearest.
    """
    sums = np.zeros(len(start) - 1, np.int64)
    for column in range(len(start) - 1):
        own = members[start[column] : start[column + 1]]
        best = -1
        for holder in own:
            for site in sites[heads[holder] : heads[holder + 1]]:
                walked = 0
                for unit in own:
                    walked += load[unit, site]
                if best < 0 or walked < best:
                    best = walked
        if best < 0:
            best = 0
            for unit in own:
                best += anywhere[unit]
        sums[column] = best
    return sums


@compiled
def middle_sums(start: Counts, members: Codes, households: Counts, place: Floats) -> Counts:
    """By column, household-metres to its household-weighted middle.

    `place` (n, 2) whole decimetres; the middle is rounded to whole decimetres.
    """
    sums = np.zeros(len(start) - 1, np.int64)
    for column in range(len(start) - 1):
        own = members[start[column] : start[column + 1]]
        total, east, north = 0, 0.0, 0.0
        for unit in own:
            total += households[unit]
            east += households[unit] * place[unit, 0]
            north += households[unit] * place[unit, 1]
        if total > 0:
            east, north = np.rint(east / total), np.rint(north / total)
        for unit in own:
            right, up = place[unit, 0] - east, place[unit, 1] - north
            gap = np.sqrt(right * right + up * up)
            sums[column] += np.int64(np.rint(households[unit] * gap / 10.0))
    return sums


@compiled
def border_sums(
    start: Counts, members: Codes, heads: Counts, ends: Counts, weight: Counts
) -> Counts:
    """By column, the weight of the borders with both ends in it; each border stands once."""
    mark = np.full(len(heads) - 1, -1, np.int64)
    sums = np.zeros(len(start) - 1, np.int64)
    for column in range(len(start) - 1):
        own = members[start[column] : start[column + 1]]
        for unit in own:
            mark[unit] = column
        for unit in own:
            for arc in range(heads[unit], heads[unit + 1]):
                if mark[ends[arc]] == column:
                    sums[column] += weight[arc]
    return sums
