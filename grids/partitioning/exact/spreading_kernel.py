# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - a numba kernel: flat arrays, one loop over a heap
"""The compiled kernel of the spreading bound: balls around nodes, and what passes their trees."""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Floats


@compiled
def pack(
    nodes: Codes,
    start: Codes,
    ends: Codes,
    border: Codes,
    weight: Floats,
    households: Counts,
    most: float,
    far: float,
    growth: float,
    threshold: float,
    load: Floats,
    length: Floats,
) -> tuple[float, float, int]:
    """Grow the ball of each of `nodes` and pack its tree where it is as good as the threshold.

    A ball is grown by shortest ways until it holds `far` households; of all its sizes that with
    the least Σ h·d / (h(S) - most) is taken, by the amount that fills its tightest border.
    Changes `load` (shares of weight) and `length`; returns what was packed, the least of those
    ratios, and how many balls were packed.
    """
    n = len(households)
    arcs = len(ends)
    distance, parent = np.full(n, np.inf), np.full(n, -1, np.int32)
    way, settled = np.full(n, -1, np.int32), np.zeros(n, np.uint8)
    key, waiting = np.empty(arcs + 1), np.empty(arcs + 1, np.int32)
    order, touched, below = np.empty(n, np.int32), np.empty(n, np.int32), np.zeros(n)
    packed, least, taken = 0.0, np.inf, 0
    for root in nodes:
        key[0], waiting[0], distance[root], touched[0] = 0.0, root, 0.0, root
        heap, seen, count = 1, 1, 0
        inside, walked, ratio, best, gain = 0.0, 0.0, np.inf, 0, 0.0
        while heap > 0:
            far_off, node = key[0], waiting[0]
            heap -= 1
            last_key, last = key[heap], waiting[heap]
            hole = 0
            while True:
                child = 2 * hole + 1
                if child >= heap:
                    break
                if child + 1 < heap and key[child + 1] < key[child]:
                    child += 1
                if key[child] >= last_key:
                    break
                key[hole], waiting[hole] = key[child], waiting[child]
                hole = child
            key[hole], waiting[hole] = last_key, last
            if settled[node]:
                continue
            settled[node] = 1
            order[count] = node
            count += 1
            inside += households[node]
            walked += households[node] * far_off
            if inside > most and walked / (inside - most) < ratio:
                ratio, best, gain = walked / (inside - most), count, inside - most
            if inside > far:
                break
            for arc in range(start[node], start[node + 1]):
                other = ends[arc]
                there = far_off + length[border[arc]]
                if settled[other] or there >= distance[other]:
                    continue
                if distance[other] == np.inf:
                    touched[seen] = other
                    seen += 1
                distance[other], parent[other], way[other] = there, node, border[arc]
                place = heap
                heap += 1
                while place > 0 and key[(place - 1) // 2] > there:
                    key[place] = key[(place - 1) // 2]
                    waiting[place] = waiting[(place - 1) // 2]
                    place = (place - 1) // 2
                key[place], waiting[place] = there, other
        least = min(least, ratio)
        if best > 0 and ratio <= threshold:
            amount = np.inf
            for at in range(best):
                below[order[at]] = households[order[at]]
            for at in range(best - 1, 0, -1):
                node = order[at]
                if below[node] > 0:
                    amount = min(amount, weight[way[node]] / below[node])
                below[parent[node]] += below[node]
            if amount < np.inf:
                for at in range(1, best):
                    node = order[at]
                    share = amount * below[node] / weight[way[node]]
                    load[way[node]] += share
                    length[way[node]] *= 1.0 + growth * share
                packed += amount * gain
                taken += 1
        for at in range(seen):
            distance[touched[at]], settled[touched[at]] = np.inf, 0
    return packed, least, taken
