# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - a numba kernel: flat arrays, one loop over a stack of choices
"""The groups of one head that cost less than their prices: taking or leaving, one node at a time.

Everything is counted in whole parts of a price. A branch is left as soon as nothing it may still
grow into is cheap enough: what the group has, and the best filling with what is left of its
neighbourhood, connected or not (a knapsack whose last item may be broken, Dantzig 1957).
"""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Flags, Floats

FREE, TAKEN, LEFT = 0, 1, 2
NEVER = 2**61  # dearer than any group


@compiled
def search_head(
    heads: Codes,
    ends: Codes,
    border_heads: Counts,
    border_ends: Counts,
    border: Counts,
    clash_heads: Counts,
    clash_ends: Counts,
    tie_heads: Counts,
    tie_ends: Counts,
    households: Counts,
    wanted: Flags,
    order: Counts,
    weight: Counts,
    base: Counts,
    numbers: Counts,
    outside: Counts,
    share: float,
    unit_heads: Counts,
    unit_x: Floats,
    unit_y: Floats,
    unit_households: Counts,
    box: Floats,
    out_heads: Counts,
    out_members: Codes,
    out_values: Counts,
) -> tuple[int, int, bool]:
    """Fill `out_*` with groups cheaper than the threshold; their number, the steps, all seen.

    `numbers`: root, must, server, least, most, fixed, short, walking, threshold, budget,
    strangers, found.
    """
    root, must, server, least, most = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
    fixed, short, walking = numbers[5], numbers[6], numbers[7]
    threshold, budget, strangers = numbers[8], numbers[9], numbers[10]
    n, count = len(households), len(order)
    mark = np.full(n, LEFT, np.int8)
    mark[order] = FREE
    mark[root] = FREE
    touch = np.zeros(n, np.int64)
    clash = np.zeros(n, np.int64)
    group = np.empty(n, np.int64)
    chosen = np.empty(n + 1, np.int64)
    took = np.zeros(n + 1, np.bool_)
    size, depth, total, paid, plain, torn, need, foreign = 0, 0, 0, 0, 0, 0, 0, 0
    found, steps = numbers[11], 0
    node, taking = root, True
    while True:
        chosen[depth], took[depth] = node, taking
        depth += 1
        steps += 1
        if taking:
            mark[node] = TAKEN
            group[size] = node
            size += 1
            total += households[node]
            foreign += outside[node]
            paid += weight[node]
            plain += base[node]
            if wanted[node]:
                need += 1
            for arc in range(heads[node], heads[node + 1]):
                touch[ends[arc]] += 1
            for arc in range(clash_heads[node], clash_heads[node + 1]):
                clash[clash_ends[arc]] += 1
            for arc in range(border_heads[node], border_heads[node + 1]):
                if mark[border_ends[arc]] == LEFT:
                    torn += border[arc]
        else:
            mark[node] = LEFT
            for arc in range(border_heads[node], border_heads[node + 1]):
                if mark[border_ends[arc]] == TAKEN:
                    torn += border[arc]
        dead = False
        if not taking:
            dead = node in (must, server)
        for arc in range(tie_heads[node], tie_heads[node + 1]):
            other = mark[tie_ends[arc]]
            if (taking and other == LEFT) or (not taking and other == TAKEN):
                dead = True
        if taking and not dead and size > 1 and need > 0:
            value = plain + torn + fixed
            for place in range(size):  # borders to what is still free are not saved either
                own = group[place]
                for arc in range(border_heads[own], border_heads[own + 1]):
                    if mark[border_ends[arc]] == FREE:
                        value += border[arc]
            if total < least:
                value += short
            fits = value < threshold
            if must >= 0 and mark[must] != TAKEN:
                fits = False
            if server >= 0 and mark[server] != TAKEN:
                fits = False
            if share > 0.0 and total - foreign < share * total:
                fits = False
            if fits:
                for place in range(size):
                    own = group[place]
                    for arc in range(tie_heads[own], tie_heads[own + 1]):
                        if mark[tie_ends[arc]] != TAKEN:
                            fits = False
            if fits and walking > 0:
                x, y, weights = 0.0, 0.0, 0
                for place in range(size):
                    own = group[place]
                    for unit in range(unit_heads[own], unit_heads[own + 1]):
                        weights += unit_households[unit]
                        x += unit_x[unit] * unit_households[unit]
                        y += unit_y[unit] * unit_households[unit]
                if weights > 0:
                    x, y = np.rint(x / weights), np.rint(y / weights)
                    if x < box[0, 0] or y < box[0, 1] or x > box[1, 0] or y > box[1, 1]:
                        fits = False  # it is met in the box its middle lies in
                walked = np.int64(0)
                for place in range(size):
                    own = group[place]
                    for unit in range(unit_heads[own], unit_heads[own + 1]):
                        dx, dy = unit_x[unit] - x, unit_y[unit] - y
                        away = np.sqrt(dx * dx + dy * dy)
                        walked += np.int64(np.rint(unit_households[unit] * away / 10.0))
                value += walking * walked
                fits = fits and value < threshold
            if fits:
                if found + 1 >= len(out_heads) or out_heads[found] + size > len(out_members):
                    return found, steps, False
                for place in range(size):
                    out_members[out_heads[found] + place] = group[place]
                out_heads[found + 1] = out_heads[found] + size
                out_values[found] = value
                found += 1
        if foreign > strangers:
            dead = True
        if not dead and depth <= n:
            # the least that may still come of it
            room, lack = most - total, least - total
            gained, filled, small, small_room = 0, 0, 0, lack - 1
            enough = NEVER
            others = strangers - foreign
            small_others = others
            most_others = others
            following = -1
            for place in range(count):
                other = order[place]
                if mark[other] != FREE:
                    continue
                if clash[other] > 0 or households[other] > room or outside[other] > most_others:
                    continue
                if following < 0 and touch[other] > 0:
                    following = other
                cost, size_of = weight[other], households[other]
                away = size_of > 0 and outside[other] == size_of
                if cost < 0:
                    part = min(size_of, room - filled)
                    if away:
                        part = min(part, others)
                        others -= part
                    gained += cost if part == size_of else (cost * part) // size_of
                    filled += part
                    part = min(size_of, max(small_room, 0))
                    if away:
                        part = min(part, small_others)
                        small_others -= part
                    small += cost if part == size_of else (cost * part) // size_of
                    small_room -= part
                elif filled < lack:
                    part = min(size_of, lack - filled)
                    if away:
                        part = min(part, others)
                        others -= part
                    if part > 0:
                        gained += (cost * part) // size_of
                        filled += part
                elif following >= 0:
                    break
            if filled >= lack:
                enough = gained
            if lack > 0:
                enough = min(enough, small + short)
            bound = paid + torn + fixed + enough
            if enough >= NEVER or bound >= threshold or following < 0:
                dead = True
            else:
                if steps >= budget:
                    return found, steps, False
                node, taking = following, True
                continue
        # back to the last one taken, which is left next
        while depth > 0:
            depth -= 1
            node = chosen[depth]
            if took[depth]:
                for arc in range(border_heads[node], border_heads[node + 1]):
                    if mark[border_ends[arc]] == LEFT:
                        torn -= border[arc]
                for arc in range(heads[node], heads[node + 1]):
                    touch[ends[arc]] -= 1
                for arc in range(clash_heads[node], clash_heads[node + 1]):
                    clash[clash_ends[arc]] -= 1
                size -= 1
                total -= households[node]
                foreign -= outside[node]
                paid -= weight[node]
                plain -= base[node]
                if wanted[node]:
                    need -= 1
                mark[node] = FREE
                break
            for arc in range(border_heads[node], border_heads[node + 1]):
                if mark[border_ends[arc]] == TAKEN:
                    torn -= border[arc]
            mark[node] = FREE
        if depth == 0:
            return found, steps, True
        taking = False


@compiled
def search_served(
    heads: Codes,
    ends: Codes,
    border_heads: Counts,
    border_ends: Counts,
    border: Counts,
    clash_heads: Counts,
    clash_ends: Counts,
    tie_heads: Counts,
    tie_ends: Counts,
    households: Counts,
    wanted: Flags,
    order: Counts,
    weight: Counts,
    base: Counts,
    numbers: Counts,
    servers: Counts,
    server_nodes: Counts,
    outside: Counts,
    share: float,
    unit_heads: Counts,
    unit_x: Floats,
    unit_y: Floats,
    unit_households: Counts,
    box: Floats,
    out_heads: Counts,
    out_members: Codes,
    out_values: Counts,
) -> tuple[int, int, bool]:
    """The same, once for every site that may serve the group: `servers`, in `server_nodes`."""
    found, steps, complete = 0, 0, True
    budget = numbers[9]
    root = numbers[0]
    for place in range(len(servers)):
        numbers[2] = server_nodes[place] if server_nodes[place] != root else -1
        numbers[9], numbers[11] = budget - steps, found
        found, more, whole = search_head(
            heads, ends, border_heads, border_ends, border, clash_heads, clash_ends, tie_heads,
            tie_ends, households, wanted, order, weight, base, numbers, outside[servers[place]],
            share, unit_heads, unit_x, unit_y, unit_households, box, out_heads, out_members,
            out_values,
        )  # fmt: skip
        steps += more
        if not whole:
            complete = False
            if steps >= budget or found + 1 >= len(out_heads):
                break
    return found, steps, complete
