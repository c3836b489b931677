# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - a numba kernel: flat arrays, one loop over a stack of choices
"""A search for one group that costs less than its prices, where groups are too many to list.

From a head, the node of the largest unit in the group, one neighbour at a time is taken and later
refused. Nothing more is looked at where even the best of what is left could not bring the cost
under the prices: open neighbours by price per household, the last one broken, whether connected
or not. All sums are whole numbers, and twice what they stand for, so that half a border is whole.
"""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Counts, Flags, Floats

NONE, UNDERCUT, TOO_MANY = 0, 1, 2
IMPOSSIBLE = 2**62


@compiled
def undercut(
    heads: Counts,
    near: Counts,
    barred: Flags,
    tied: Counts,
    households: Counts,
    small: Flags,
    order: Counts,
    price: Counts,
    exact: Counts,
    cross_heads: Counts,
    cross_ends: Counts,
    cross: Counts,
    away: Counts,
    served: float,
    need: Counts,
    unit_heads: Counts,
    place: Floats,
    counts: Counts,
    group: Counts,
) -> tuple[int, int, int]:
    """NONE, UNDERCUT or TOO_MANY; the steps; and the size of the group, written to `group`.

    `order`: nodes that may come in, by price per household; `tied` (n,) number of the set a node
    stays with, -1 for none; `need`: head, two nodes that must come in or -1, the least and the
    most households, what every group and every undersized one costs besides, the price of walking
    to the middle, the most households that live too far away, the most steps.
    """
    head, first, second, least, most = need[0], need[1], need[2], need[3], need[4]
    besides, under, middle, strangers, limit = need[5], need[6], need[7], need[8], need[9]
    n = len(households)
    state = np.full(n, 2, np.int8)  # 0 open, 1 taken, 2 refused
    state[order] = 0
    beside, against = np.zeros(n, np.int64), np.zeros(n, np.int64)
    choice, took = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.bool_)
    size, level, total, far, wanted, steps = 0, 0, 0, 0, 0, 0
    sum_price, sum_exact, split = 0, 0, 0
    node, take = head, True
    while True:
        steps += 1
        if steps > limit:
            return 2, steps, 0
        choice[level], took[level] = node, take
        level += 1
        state[node] = 1 if take else 2
        for arc in range(cross_heads[node], cross_heads[node + 1]):
            if state[cross_ends[arc]] == (2 if take else 1):
                split += cross[arc]
        if take:
            group[size] = node
            size += 1
            total += households[node]
            far += away[node]
            wanted += 1 if small[node] else 0
            sum_price += price[node]
            sum_exact += exact[node]
            for arc in range(heads[node], heads[node + 1]):
                beside[near[arc]] += 1
            for other in order:
                if barred[node, other]:
                    against[other] += 1
        closed = far > strangers or (not take and node in (first, second))
        if tied[node] >= 0:
            for other in range(n):
                if tied[other] == tied[node] and state[other] == (2 if take else 1):
                    closed = True
        if take and not closed and size > 1 and wanted > 0 and total <= most:
            cost = besides + sum_exact + split + (under if total < least else 0)
            whole = first < 0 or state[first] == 1
            whole = whole and (second < 0 or state[second] == 1)
            whole = whole and total - far >= served * total
            for slot in range(size):
                own = group[slot]
                for arc in range(cross_heads[own], cross_heads[own + 1]):
                    if state[cross_ends[arc]] == 0:
                        cost += cross[arc]
                if tied[own] >= 0:
                    for other in range(n):
                        if tied[other] == tied[own] and state[other] != 1:
                            whole = False
            if whole and cost < 0:
                if middle > 0:
                    cost += middle * _walked(group, size, unit_heads, place, counts)
                if cost < 0:
                    return 1, steps, size
        following = -1
        if not closed:
            room, lack = most - total, least - total
            stay = lack - 1  # households a group that stays undersized may still take in
            guests, stay_guests = strangers - far, strangers - far
            best, filled, best_small = 0, 0, 0
            for other in order:
                if state[other] != 0 or against[other] > 0:
                    continue
                if households[other] > room or away[other] > strangers - far:
                    continue
                if beside[other] > 0 and following < 0:
                    following = other
                count = households[other]
                stranger = count > 0 and away[other] == count
                if price[other] >= 0 and filled >= lack:
                    if following >= 0:
                        break
                    continue
                part = min(count, (room if price[other] < 0 else lack) - filled)
                if stranger:
                    part = min(part, guests)
                    guests -= part
                best += price[other] if part == count else price[other] * part // max(count, 1)
                filled += part
                if price[other] < 0:
                    part = min(count, max(stay, 0))
                    if stranger:
                        part = min(part, stay_guests)
                        stay_guests -= part
                    best_small += (
                        price[other] if part == count else price[other] * part // max(count, 1)
                    )
                    stay -= part
            if filled < lack:
                best = 2**62
            if lack > 0:
                best = min(best, best_small + under)
            if best >= 2**61 or besides + sum_price + split + best >= 0:
                following = -1
        if following >= 0:
            node, take = following, True
            continue
        while level > 0:
            level -= 1
            node = choice[level]
            for arc in range(cross_heads[node], cross_heads[node + 1]):
                if state[cross_ends[arc]] == (2 if took[level] else 1):
                    split -= cross[arc]
            state[node] = 0
            if took[level]:
                size -= 1
                total -= households[node]
                far -= away[node]
                wanted -= 1 if small[node] else 0
                sum_price -= price[node]
                sum_exact -= exact[node]
                for arc in range(heads[node], heads[node + 1]):
                    beside[near[arc]] -= 1
                for other in order:
                    if barred[node, other]:
                        against[other] -= 1
                break
        if level == 0:
            return 0, steps, 0
        take = False


@compiled
def _walked(
    group: Counts, size: int, unit_heads: Counts, place: Floats, counts: Counts
) -> np.int64:
    """Household-metres of a group of nodes to its middle, as everybody counts them."""
    weight, x, y = 0, 0.0, 0.0
    for slot in range(size):
        for unit in range(unit_heads[group[slot]], unit_heads[group[slot] + 1]):
            weight += counts[unit]
            x += place[unit, 0] * counts[unit]
            y += place[unit, 1] * counts[unit]
    if weight > 0:
        x, y = np.rint(x / weight), np.rint(y / weight)
    walked = np.int64(0)
    for slot in range(size):
        for unit in range(unit_heads[group[slot]], unit_heads[group[slot] + 1]):
            dx, dy = place[unit, 0] - x, place[unit, 1] - y
            walked += np.int64(np.rint(counts[unit] * np.sqrt(dx * dx + dy * dy) / 10.0))
    return walked


@compiled
def by_price(price: Counts, households: Counts, allowed: Flags) -> Counts:
    """The nodes allowed, the cheapest per household first, compared without dividing."""
    order = np.flatnonzero(allowed)
    for one in range(len(order)):
        for other in range(one, 0, -1):
            a, b = order[other - 1], order[other]
            if price[a] * max(households[b], 1) <= price[b] * max(households[a], 1):
                break
            order[other - 1], order[other] = b, a
    return order
