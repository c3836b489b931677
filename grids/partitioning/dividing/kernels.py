# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - numba kernels: flat arrays, one loop
"""The compiled kernels of dividing, in one file on purpose: numba's disk cache asks only whether
the file of a kernel has changed, not the files of the kernels it calls.

`anneal`: flips of single nodes between neighbouring parts (Kirkpatrick et al. 1983). A flip is
refused when the part it leaves would fall apart, tested only for flips otherwise accepted, by a
search from one of the node's neighbours that stops as soon as all the others are met.

`best_split`: a region split in two by random spanning trees, both sides connected by
construction. Trees are drawn by Kruskal with exponential clocks, so that dear borders tend to be
kept whole; every edge of the tree is a candidate cut, and the cost is found for all of them at
once (DeFord, Duchin and Solomon 2021 draw trees uniformly and take any balanced edge).

Random numbers are xorshift64* (Vigna 2016), the state handed in.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Bits, Codes, Counts, Flags, Floats

State = NDArray[np.uint64]


def new_state(generator: np.random.Generator) -> State:
    """A state for the kernels, drawn from the generator; never zero."""
    return generator.integers(1, 2**63, 1, dtype=np.uint64)


@compiled
def draw(state: State) -> float:
    """The next number, uniform in [0, 1)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 9007199254740992.0


@compiled
def pick(state: State, count: Any) -> int:
    """A whole number in [0, count)."""
    return int(draw(state) * count)


@compiled
def excess(households: float, bounds: Floats) -> float:
    """Price of a part's size; `bounds`: least, most, target, price outside, price off target."""
    outside = max(0.0, bounds[0] - households, households - bounds[1])
    return float(bounds[3] * outside + bounds[4] * abs(households - bounds[2]))


@compiled
def stays_whole(
    node: int,
    start: Codes,
    ends: Codes,
    link: Bits,
    label: Codes,
    mark: Counts,
    queue: Codes,
) -> bool:
    """Whether the node's part hangs together without it. `mark[-1]` is the last stamp used."""
    part = label[node]
    near = 0
    mark[-1] += 2
    goal, done = mark[-1], mark[-1] + 1
    first = -1
    for arc in range(start[node], start[node + 1]):
        if link[arc] and label[ends[arc]] == part:
            near += 1
            mark[ends[arc]] = goal
            first = ends[arc]
    if near <= 1:
        return True
    mark[node] = done
    mark[first] = done
    queue[0] = first
    left, head, tail = near - 1, 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for arc in range(start[here], start[here + 1]):
            other = ends[arc]
            if link[arc] and label[other] == part and mark[other] != done:
                if mark[other] == goal:
                    left -= 1
                    if left == 0:
                        return True
                mark[other] = done
                queue[tail] = other
                tail += 1
    return False


@compiled
def anneal(
    start: Codes,
    ends: Codes,
    weight: Floats,
    link: Bits,
    households: Counts,
    label: Codes,
    size: Counts,
    count: Codes,
    bounds: Floats,
    heat: Floats,
    steps: int,
    state: State,
    mark: Counts,
    queue: Codes,
) -> float:
    """Try `steps` flips while the temperature falls from heat[0] to heat[1].

    Changes `label`, `size` (households by part) and `count` (nodes by part); returns the change
    of the objective.
    """
    n = len(label)
    temperature = heat[0]
    cooling = (heat[1] / heat[0]) ** (256.0 / steps)
    gained = 0.0
    for step in range(steps):
        if step & 255 == 255:
            temperature *= cooling
        node = pick(state, n)
        degree = start[node + 1] - start[node]
        if degree == 0:
            continue
        arc = start[node] + pick(state, degree)
        here, there = label[node], label[ends[arc]]
        if here == there or link[arc] == 0 or count[here] == 1:
            continue
        change = 0.0
        for other in range(start[node], start[node + 1]):
            if label[ends[other]] == here:
                change += weight[other]
            elif label[ends[other]] == there:
                change -= weight[other]
        moved = households[node]
        if moved > 0:
            change += excess(size[here] - moved, bounds) - excess(size[here], bounds)
            change += excess(size[there] + moved, bounds) - excess(size[there], bounds)
        if change > 0.0 and draw(state) >= np.exp(-change / temperature):
            continue
        if not stays_whole(node, start, ends, link, label, mark, queue):
            continue
        label[node] = there
        size[here] -= moved
        size[there] += moved
        count[here] -= 1
        count[there] += 1
        gained += change
    return gained


@compiled
def root_of(root: Codes, node: int) -> int:
    """The root of the node's tree, halving the path."""
    while root[node] != node:
        root[node] = root[root[node]]
        node = root[node]
    return node


@compiled
def best_split(
    nodes: Codes,
    place: Codes,
    start: Codes,
    ends: Codes,
    weight: Floats,
    link: Bits,
    households: Counts,
    bounds: Floats,
    parts: int,
    trees: int,
    state: State,
    side: Flags,
) -> tuple[float, int]:
    """Split `nodes` for `parts` parts in two; fill `side` (True: the first side).

    `place` (all nodes) is -1 everywhere and is left so. Returns the cost of the best cut, inf
    when there is none, and the number of parts meant for the first side. A side of less than a
    third of the parts is taken only where no tree offers better: peeling off part after part
    leaves a torn rest, and takes time that grows with the square of the parts.
    """
    n = len(nodes)
    for i in range(n):
        place[nodes[i]] = i
    arcs = 0
    total = 0
    for i in range(n):
        total += households[nodes[i]]
        for arc in range(start[nodes[i]], start[nodes[i] + 1]):
            if place[ends[arc]] > i:
                arcs += 1
    low, high = np.empty(arcs, np.int32), np.empty(arcs, np.int32)
    cost, joins = np.empty(arcs), np.empty(arcs, np.uint8)
    around = np.zeros(n)
    arcs = 0
    for i in range(n):
        for arc in range(start[nodes[i]], start[nodes[i] + 1]):
            j = place[ends[arc]]
            if j > i:
                low[arcs], high[arcs] = i, j
                cost[arcs], joins[arcs] = weight[arc], link[arc]
                around[i] += weight[arc]
                around[j] += weight[arc]
                arcs += 1
    for i in range(n):
        place[nodes[i]] = -1
    mean = max(cost.mean(), 1e-9) if arcs > 0 else 1.0
    root, parent = np.empty(n, np.int32), np.empty(n, np.int32)
    order, depth = np.empty(n, np.int32), np.empty(n, np.int32)
    head, after, to = np.empty(n, np.int32), np.empty(2 * n, np.int32), np.empty(2 * n, np.int32)
    key = np.empty(arcs)
    load, crowd = np.empty(n, np.int64), np.empty(n, np.int64)
    cut, inside = np.empty(n), np.empty(n)
    best, best_parts, best_lone = np.inf, 0, True
    for _ in range(trees):
        for arc in range(arcs):
            worth = max(cost[arc], 1e-3 * mean) if joins[arc] else 1e-300
            key[arc] = -np.log(1.0 - draw(state)) / worth
        for i in range(n):
            root[i], head[i], parent[i] = i, -1, -1
        used = 0
        for arc in np.argsort(key):
            if not joins[arc]:
                continue
            a, b = root_of(root, low[arc]), root_of(root, high[arc])
            if a != b:
                root[a] = b
                to[used], after[used] = high[arc], head[low[arc]]
                head[low[arc]] = used
                to[used + 1], after[used + 1] = low[arc], head[high[arc]]
                head[high[arc]] = used + 1
                used += 2
                if used == 2 * (n - 1):
                    break
        if used < 2 * (n - 1):
            break  # the region does not hang together: nothing to split
        order[0], depth[0], tail = 0, 0, 1
        for i in range(n):
            if i >= tail:
                break
            branch = head[order[i]]
            while branch >= 0:
                if to[branch] != parent[order[i]]:
                    parent[to[branch]] = order[i]
                    depth[to[branch]] = depth[order[i]] + 1
                    order[tail] = to[branch]
                    tail += 1
                branch = after[branch]
        for i in range(n):
            load[i], crowd[i] = households[nodes[i]], 1
            cut[i], inside[i] = around[i], 0.0
        for arc in range(arcs):
            a, b = low[arc], high[arc]
            while a != b:
                if depth[a] >= depth[b]:
                    a = parent[a]
                else:
                    b = parent[b]
            inside[a] += 2.0 * cost[arc]
        for i in range(tail - 1, 0, -1):
            node = order[i]
            cut[node] -= inside[node]
            load[parent[node]] += load[node]
            crowd[parent[node]] += crowd[node]
            cut[parent[node]] += cut[node]
        chosen = -1
        for i in range(1, tail):
            node = order[i]
            first, price = share_of(load[node], total, crowd[node], n, parts, bounds)
            lone = 3 * min(first, parts - first) < parts
            if (lone, cut[node] + price) < (best_lone, best):
                best_lone, best, best_parts, chosen = lone, cut[node] + price, first, node
        if chosen >= 0:
            side[:n] = False
            side[chosen] = True
            for i in range(1, tail):
                if side[parent[order[i]]]:
                    side[order[i]] = True
    return best, best_parts


@compiled
def share_of(
    load: int, total: int, crowd: int, nodes: int, parts: int, bounds: Floats
) -> tuple[int, float]:
    """How many of the parts a side of `load` households and `crowd` nodes should hold.

    Each side gets at least one and at most as many as it has nodes; also the price of the misfit.
    """
    if parts == 2:
        return 1, excess(load, bounds) + excess(total - load, bounds)
    least, most = max(1, parts - (nodes - crowd)), min(parts - 1, crowd)
    first = min(max(int(np.rint(load * parts / max(total, 1))), least), most)
    one, other = load / first, (total - load) / (parts - first)
    return first, first * excess(one, bounds) + (parts - first) * excess(other, bounds)


@compiled
def border_between(
    start: Codes, ends: Codes, weight: Floats, label: Codes, nodes: Codes, other: int
) -> float:
    """Weight of the border of `nodes` with the part `other`."""
    total = 0.0
    for node in nodes:
        for arc in range(start[node], start[node + 1]):
            if label[ends[arc]] == other:
                total += weight[arc]
    return total


@compiled
def match_along_borders(
    start: Codes,
    ends: Codes,
    weight: Floats,
    link: Bits,
    households: Counts,
    most: int,
    order: Codes,
) -> Codes:
    """(n,) the same name for two neighbours that are paired, a node's own for the others."""
    mate = np.full(len(households), -1, np.int32)
    for node in order:
        if mate[node] >= 0:
            continue
        best, dearest = -1, 0.0
        for arc in range(start[node], start[node + 1]):
            other = ends[arc]
            if not link[arc] or mate[other] >= 0 or weight[arc] <= dearest:
                continue
            if households[other] + households[node] <= most:
                best, dearest = other, weight[arc]
        mate[node] = node
        if best >= 0:
            mate[best] = node
    return mate
