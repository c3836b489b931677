# ruff: noqa: C901, PLR0912, PLR0917 - numba kernels: flat arrays, one loop
"""The compiled kernels of weighing parts and choosing among them."""

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Flags, Floats


@compiled
def half_borders(parts: Flags, start: Codes, ends: Codes, weight: Floats) -> Floats:
    """(c,) half the weight between each of the (c, n) parts and the rest."""
    found = np.zeros(len(parts))
    for part in range(len(parts)):
        for node in range(parts.shape[1]):
            if parts[part, node]:
                for arc in range(start[node], start[node + 1]):
                    if not parts[part, ends[arc]]:
                        found[part] += 0.5 * weight[arc]
    return found


@compiled
def best_cover(
    begin: Counts,
    masks: NDArray[np.uint64],
    reduced: Floats,
    half: Floats,
    load: Counts,
    households: int,
    bounds: Counts,
    others: Counts,
    limits: Floats,
    efforts: Counts,
    chosen: Counts,
) -> int:
    """The cheapest choice of parts that covers every node once.

    Parts lie sorted by first node, then reduced cost: those of node v at `begin[v]` to
    `begin[v + 1]`. `masks` (c, words) the nodes of each; `half`: half its border; `load`: its
    households, of `households` in all; `bounds`: least and most households of a part; `others`:
    fewest and most parts.
    `limits`: most the halves may sum to, most the reduced costs may sum to, the least reduced cost
    if negative, and by how much a choice must be better than the last; the first two fall as
    choices are found. `efforts`: steps left. Fills `chosen`; returns the number of parts, 0 when
    there is no choice.
    """
    n, words = len(begin) - 1, masks.shape[1]
    most = others[1]
    covered = np.zeros((most + 1, words), np.uint64)
    spent, paid = np.zeros(most + 1), np.zeros(most + 1)
    rest = np.zeros(most + 1, np.int64)
    rest[0] = households
    node, at = np.zeros(most + 1, np.int64), np.zeros(most + 1, np.int64)
    at[0] = begin[0]
    depth = found = 0
    while depth >= 0:
        part = at[depth]
        at[depth] += 1
        efforts[0] -= 1
        if efforts[0] < 0:
            return found
        left = (most - depth - 1) * limits[2]
        if part >= begin[node[depth] + 1] or spent[depth] + reduced[part] + left > limits[1]:
            depth -= 1
            continue
        clash = False
        for word in range(words):
            if masks[part, word] & covered[depth, word]:
                clash = True
        after = rest[depth] - load[part]
        open_ = most - depth - 1
        if clash or after < 0 or after > open_ * bounds[1]:
            continue
        if after < bounds[0] * max(0, others[0] - depth - 1):
            continue
        here = depth + 1
        for word in range(words):
            covered[here, word] = covered[depth, word] | masks[part, word]
        nearest = node[depth] + 1
        while nearest < n and (covered[here, nearest >> 6] >> np.uint64(nearest & 63)) & np.uint64(
            1
        ):
            nearest += 1
        spent[here], paid[here] = spent[depth] + reduced[part], paid[depth] + half[part]
        if nearest == n:
            if here >= others[0] and paid[here] <= limits[0]:
                better = limits[0] - (paid[here] - limits[3])
                limits[0] -= better
                limits[1] -= better
                found = here
                for place in range(here):
                    chosen[place] = at[place] - 1
        elif here < most:
            node[here], rest[here], at[here] = nearest, after, begin[nearest]
            depth = here
    return found
