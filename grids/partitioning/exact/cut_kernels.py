# ruff: noqa: C901, PLR0912, PLR0917, SIM110 - numba kernels: flat arrays, one loop
"""The compiled kernels of the frontier search, in one file for the sake of numba's cache.

A state is what a part looks like from the frontier: 4 bits a node, 0 outside the part, else the
number of the piece of the part it lies in, pieces numbered in the order they first appear.
"""

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Bits, Codes, Counts, Floats

DEAD, DONE = -1, -2  # no part comes of it; the part is complete
BITS = 4
WIDEST = 15  # nodes a frontier may hold
HAIR = 1e-9  # of a step: what rounding may take from a sum that just fits


@compiled
def extend(
    keys: Counts,
    width: int,
    inside: bool,
    slots: Codes,
    weight: Floats,
    link: Bits,
    keep: Codes,
) -> tuple[Counts, Floats]:
    """The states after the next node is put inside the part or outside, and half the border cut.

    `slots`, `weight`, `link`: frontier places of the node's earlier neighbours, and the borders
    to them; `keep`: places of the next frontier in the present one, the node itself at `width`.
    """
    after, cost = np.empty(len(keys), np.int64), np.zeros(len(keys))
    label, rank = np.empty(width + 1, np.int64), np.empty(width + 3, np.int64)
    for state in range(len(keys)):
        key = keys[state]
        for place in range(width):
            label[place] = (key >> (BITS * place)) & 15
        label[width] = width + 1 if inside else 0
        for near in range(len(slots)):
            other = label[slots[near]]
            if (other > 0) != inside:
                cost[state] += 0.5 * weight[near]
            elif inside and link[near] and other != label[width]:
                mine = label[width]
                for place in range(width + 1):
                    if label[place] == other:
                        label[place] = mine
        rank[:] = 0
        seen = 0
        now = np.int64(0)
        for place in range(len(keep)):
            piece = label[keep[place]]
            if piece > 0:
                if rank[piece] == 0:
                    seen += 1
                    rank[piece] = seen
                now |= rank[piece] << (BITS * place)
        lost = 0
        for place in range(width + 1):
            piece = label[place]
            if piece > 0 and rank[piece] == 0:
                rank[piece] = -1
                lost += 1
        if lost > 0:
            now = np.int64(DONE if lost == 1 and seen == 0 else DEAD)
        after[state] = now
    return after, cost


@compiled
def best_completions(
    first: Counts,
    child: Codes,
    cost: Floats,
    worth: Floats,
    load: Counts,
    steps: int,
) -> NDArray[np.float32]:
    """(states, steps) the least cost of completing a part with exactly so many steps of households.

    Of a part that is complete nothing is left: 0 at 0 steps. `worth` and `load` (n,): what a node
    inside is worth, and its households in steps.
    """
    best = np.full((first[-1], steps), np.inf, np.float32)
    for layer in range(len(first) - 2, -1, -1):
        own, price = load[layer], np.float32(worth[layer])
        for state in range(first[layer], first[layer + 1]):
            row = best[state]
            out = child[state, 0]
            if out == DONE:
                row[0] = cost[state, 0]
            elif out >= 0:
                paid = np.float32(cost[state, 0])
                for step in range(steps):
                    row[step] = best[out, step] + paid
            into = child[state, 1]
            paid = np.float32(cost[state, 1]) - price
            if into == DONE:
                if own < steps:
                    row[own] = min(row[own], paid)
            elif into >= 0:
                for step in range(own, steps):
                    value = best[into, step - own] + paid
                    row[step] = min(row[step], value)
    return best


@compiled
def reaches(
    row: NDArray[np.float32], least: float, most: float, wide: float, slack: Floats, left: float
) -> bool:
    """Whether a completion of at least `least` and at most `most` households costs at most `left`.

    `wide` households a step; `slack`: what the true households of a completion may be above and
    below its steps.
    """
    low = max(0, int(np.ceil((least - slack[0]) / wide - HAIR)))
    high = min(len(row) - 1, int(np.floor((most + slack[1]) / wide + HAIR)))
    for step in range(low, high + 1):
        if row[step] <= left:
            return True
    return False


@compiled
def leaves_divisible(
    inside: Bits,
    start: Codes,
    ends: Codes,
    link: Bits,
    households: Counts,
    bounds: Counts,
    others: Counts,
) -> bool:
    """Whether what lies outside may be divided, each piece of it by its households and nodes.

    `bounds`: least and most households of a part; `others`: fewest and most parts besides.
    """
    n = len(inside)
    seen = inside.copy()
    queue = np.empty(n, np.int64)
    fewest = most = 0
    for node in range(n):
        if seen[node]:
            continue
        seen[node] = 1
        queue[0] = node
        head, tail, load = 0, 1, 0
        while head < tail:
            here = queue[head]
            head += 1
            load += households[here]
            for arc in range(start[here], start[here + 1]):
                other = ends[arc]
                if link[arc] and not seen[other]:
                    seen[other] = 1
                    queue[tail] = other
                    tail += 1
        least = max(1, -(-load // max(bounds[1], 1)))
        highest = min(tail, load // bounds[0]) if bounds[0] > 0 else tail
        if least > highest:
            return False
        fewest += least
        most += highest
    return bool(fewest <= others[1] and most >= others[0])


@compiled
def list_parts(
    begin: int,
    first: Counts,
    child: Codes,
    cost: Floats,
    worth: Floats,
    households: Counts,
    best: NDArray[np.float32],
    bounds: Counts,
    others: Counts,
    wide: float,
    slack: Floats,
    limit: float,
    noise: float,
    start: Codes,
    ends: Codes,
    link: Bits,
    efforts: Counts,
    parts: Bits,
) -> int:
    """List the parts whose first node is that of layer `begin`, at most `limit` dear.

    `bounds`, `others`: as above; `slack` (n + 1, 2) by layer; `noise`: of the table; `efforts`:
    steps left and rows of `parts` used, both changed. Returns 1 when complete, 0 when it ran out
    of either.
    """
    n = len(worth)
    state, choice = np.empty(n + 1, np.int64), np.zeros(n + 1, np.int64)
    loads, bills = np.zeros(n + 1, np.int64), np.zeros(n + 1)
    inside = np.zeros(n, np.uint8)
    layer = begin
    state[begin] = first[begin]
    choice[begin] = 1
    while True:
        if choice[layer] == 2:
            inside[layer] = 0
            if layer == begin:
                return 1
            layer -= 1
            choice[layer] += 1
            continue
        efforts[0] -= 1
        if efforts[0] < 0:
            return 0
        pick, here = choice[layer], state[layer]
        inside[layer] = pick
        after = child[here, pick]
        load = loads[layer] + households[layer] * pick
        paid = bills[layer] + cost[here, pick] - worth[layer] * pick
        if (
            after == DONE
            and bounds[0] <= load <= bounds[1]
            and paid <= limit
            and leaves_divisible(inside, start, ends, link, households, bounds, others)
        ):
            if efforts[1] >= len(parts):
                return 0
            parts[efforts[1]] = inside
            efforts[1] += 1
        if after >= 0 and reaches(
            best[after],
            bounds[0] - load,
            bounds[1] - load,
            wide,
            slack[layer + 1],
            limit + noise - paid,
        ):
            layer += 1
            state[layer], loads[layer], bills[layer] = after, load, paid
            choice[layer] = 0
        else:
            choice[layer] += 1
