# ruff: noqa: C901, PLR0912, PLR0917 - numba kernels: flat arrays, one loop
"""Connectedness of parts around centres: what follows from it, and the rows that demand it.

Kernels in one file on purpose: numba's disk cache asks only whether the file of a kernel has
changed. Arrays `may`, `must` (nodes, nodes): unit i may, must lie in the part of centre j.

A set C of nodes separates a from b when every way from b to a within the part of b, of at most
`high` households, passes C; then x[a, b] <= sum of x[c, b] over C. It may be b alone: then the
row says that a has no centre where none is. Validi, Buchanan and Lykhovyd 2022, "Imposing
contiguity constraints in political districting models", call these length-U a,b-separators.
"""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Flags, Floats

SLIGHT = 1e-9  # flow below which an arc counts as full


@compiled
def lightest_ways(
    source: int, start: Codes, ends: Codes, households: Counts, may: Flags, way: Counts
) -> None:
    """Fill `way`: fewest households on a way from the source, both ends counted; -1: none.

    `may` (nodes,) the nodes it may pass. Dijkstra, quadratic: graphs are small here.
    """
    n = len(households)
    done = np.zeros(n, np.bool_)
    way[:] = -1
    way[source] = households[source]
    for _ in range(n):
        here = -1
        for node in range(n):
            if not done[node] and way[node] >= 0 and (here < 0 or way[node] < way[here]):
                here = node
        if here < 0:
            break
        done[here] = True
        for arc in range(start[here], start[here + 1]):
            other = ends[arc]
            if may[other] and not done[other]:
                further = way[here] + households[other]
                if way[other] < 0 or further < way[other]:
                    way[other] = further


@compiled
def reached_without(
    source: int, without: int, start: Codes, ends: Codes, may: Flags, seen: Flags, queue: Codes
) -> None:
    """Fill `seen`: nodes to be met from the source over nodes it may pass, not over `without`."""
    seen[:] = False
    seen[source] = True
    queue[0] = source
    head, tail = 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for arc in range(start[here], start[here + 1]):
            other = ends[arc]
            if may[other] and other != without and not seen[other]:
                seen[other] = True
                queue[tail] = other
                tail += 1


@compiled
def settle_units(may: Flags, must: Flags, least: int, most: int) -> int:
    """What follows from "one centre each" and from the number of centres; -1: impossible.

    Returns how many entries were settled.
    """
    n = len(may)
    settled, open_, sure = 0, 0, 0
    for j in range(n):
        open_ += may[j, j]
        sure += must[j, j]
    if open_ < least or sure > most:
        return -1
    for j in range(n):
        if may[j, j] and not must[j, j]:
            if sure == most:
                may[j, j] = False
                settled += 1
            elif open_ == least:
                must[j, j] = True
                settled += 1
    for i in range(n):
        count, only = 0, -1
        for j in range(n):
            if may[i, j] and not may[j, j]:
                may[i, j] = False
                settled += 1
            if must[i, j] and not may[i, j]:
                return -1
            if may[i, j]:
                count += 1
                if only < 0 or must[i, j]:
                    only = j
        if count == 0:
            return -1
        if count > 1 and must[i, only]:
            for j in range(n):
                if may[i, j] and j != only:
                    may[i, j] = False
                    settled += 1
                    if must[i, j]:
                        return -1
            count = 1
        if count == 1 and not (must[i, only] and must[only, only]):
            must[i, only] = True
            must[only, only] = True
            settled += 1
    return settled


@compiled
def settle_part(
    j: int, may: Flags, must: Flags, start: Codes, ends: Codes, households: Counts,
    low: int, high: int, way: Counts, seen: Flags, queue: Codes,
) -> int:  # fmt: skip
    """What follows for the part of centre j from hanging together and from its bounds; -1: none."""
    n = len(households)
    settled, sure, total = 0, 0, 0
    column = may[:, j].copy()
    lightest_ways(j, start, ends, households, column, way)
    for i in range(n):
        if must[i, j]:
            sure += households[i]
    for i in range(n):
        if not column[i]:
            continue
        room = high if must[i, j] else high - (sure - (households[j] if must[j, j] else 0))
        beyond = way[i] < 0 or way[i] > high
        if not must[i, j] and households[i] + (households[j] if i != j else 0) > room:
            beyond = True
        if beyond:
            column[i] = False
            settled += 1
            if must[i, j]:
                return -1
        else:
            total += households[i]
    if not column[j] or total < low:
        if must[j, j] or sure > 0:
            return -1
        column[:] = False
        settled += 1
    if sure > high:
        return -1
    may[:, j] = column
    if not must[j, j]:
        return settled
    for cut in range(n):
        if not column[cut] or must[cut, j]:
            continue
        reached_without(j, cut, start, ends, column, seen, queue)
        total, lost = 0, False
        for i in range(n):
            if seen[i]:
                total += households[i]
            elif must[i, j]:
                lost = True
        if lost or total < low:
            must[cut, j] = True
            settled += 1
    return settled


@compiled
def propagate(
    may: Flags, must: Flags, start: Codes, ends: Codes, households: Counts,
    low: int, high: int, least: int, most: int,
) -> bool:  # fmt: skip
    """Settle in place what follows from `may` and `must`; False when nothing is possible."""
    n = len(households)
    way, seen, queue = np.empty(n, np.int64), np.empty(n, np.bool_), np.empty(n, np.int32)
    while True:
        settled = settle_units(may, must, least, most)
        if settled < 0:
            return False
        for j in range(n):
            if may[j, j]:
                found = settle_part(
                    j, may, must, start, ends, households, low, high, way, seen, queue
                )
                if found < 0:
                    return False
                settled += found
        if settled == 0:
            return True


@compiled
def opposite_arcs(start: Codes, ends: Codes) -> Codes:
    """(a,) the arc that runs the other way."""
    back = np.empty(len(ends), np.int32)
    for here in range(len(start) - 1):
        for arc in range(start[here], start[here + 1]):
            for other in range(start[ends[arc]], start[ends[arc] + 1]):
                if ends[other] == here:
                    back[arc] = other
    return back


@compiled
def way_with_room(
    a: int, b: int, start: Codes, ends: Codes, back: Codes, room: Floats, may: Flags,
    through: Floats, along: Floats, parent: Codes, queue: Codes,
) -> bool:  # fmt: skip
    """Fill `parent` with a search from b for a; states 2v: at the door of v, 2v+1: behind it."""
    parent[:] = -1
    parent[2 * b] = 2 * b
    queue[0] = 2 * b
    head, tail = 0, 1
    while head < tail:
        state = queue[head]
        head += 1
        if state == 2 * a:
            return True
        v = state // 2
        if state % 2 == 0:
            if room[v] - through[v] > SLIGHT and parent[state + 1] < 0:
                parent[state + 1] = state
                queue[tail] = state + 1
                tail += 1
            for arc in range(start[v], start[v + 1]):
                behind = 2 * ends[arc] + 1
                if along[back[arc]] > SLIGHT and parent[behind] < 0:
                    parent[behind] = state
                    queue[tail] = behind
                    tail += 1
        else:
            if through[v] > SLIGHT and parent[state - 1] < 0:
                parent[state - 1] = state
                queue[tail] = state - 1
                tail += 1
            for arc in range(start[v], start[v + 1]):
                u = ends[arc]
                if may[u] and u != b and parent[2 * u] < 0:
                    parent[2 * u] = state
                    queue[tail] = 2 * u
                    tail += 1
    return False


@compiled
def push(
    a: int, b: int, start: Codes, ends: Codes, back: Codes, room: Floats,
    through: Floats, along: Floats, parent: Codes,
) -> float:  # fmt: skip
    """Send as much as goes along the way found; how much that is."""
    amount = 2.0
    for send in range(2):
        state = 2 * a
        while state != 2 * b:
            before = parent[state]
            v, u = state // 2, before // 2
            if u == v:
                forward = before % 2 == 0
                if send == 0:
                    amount = min(amount, room[v] - through[v] if forward else through[v])
                else:
                    through[v] += amount if forward else -amount
            else:
                forward = before % 2 == 1
                for arc in range(start[u], start[u + 1]):
                    if ends[arc] == v:
                        if send == 0 and not forward:
                            amount = min(amount, along[back[arc]])
                        elif send == 1 and forward:
                            along[arc] += amount
                        elif send == 1:
                            along[back[arc]] -= amount
            state = before
    return amount


@compiled
def separate(
    x: Floats, may: Flags, start: Codes, ends: Codes, households: Counts, high: int,
    least: float, most: int,
) -> tuple[int, Codes, Codes]:  # fmt: skip
    """Separators violated by x (nodes, nodes) by more than `least`, at most `most` of them.

    Returns their number; (most, 3) a, b and size; (most, nodes) the separating nodes. Each is a
    minimum cut of the part of b with x[:, b] as room of the nodes, made minimal with respect to
    the households on the way.
    """
    n, count = len(households), 0
    head, body = np.empty((most, 3), np.int32), np.empty((most, n), np.int32)
    back = opposite_arcs(start, ends)
    through, along = np.empty(n), np.empty(len(ends))
    parent, queue = np.empty(2 * n, np.int32), np.empty(2 * n, np.int32)
    way = np.empty(n, np.int64)
    for b in range(n):
        if not may[b, b]:
            continue
        column, room = may[:, b].copy(), x[:, b].copy()
        for a in range(n):
            if a == b or not column[a] or room[a] <= least:
                continue
            through[:], along[:] = 0.0, 0.0
            flow = 0.0
            while flow < room[a] - least and way_with_room(
                a, b, start, ends, back, room, column, through, along, parent, queue
            ):
                flow += push(a, b, start, ends, back, room, through, along, parent)
            if flow >= room[a] - least:
                continue
            size = 0
            passable = column.copy()
            for v in range(n):
                if column[v] and v != a and parent[2 * v] >= 0 and parent[2 * v + 1] < 0:
                    body[count, size] = v
                    size += 1
                    passable[v] = v == b
            place = 0
            while place < size and not (size == 1 and body[count, 0] == b):
                v = body[count, place]
                passable[v] = True
                lightest_ways(b, start, ends, households, passable, way)
                if v != b and (way[a] < 0 or way[a] > high):
                    size -= 1
                    body[count, place] = body[count, size]
                else:
                    passable[v] = v == b
                    place += 1
            head[count, 0], head[count, 1], head[count, 2] = a, b, size
            count += 1
            if count == most:
                return count, head, body
    return count, head, body
