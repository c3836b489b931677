# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - a numba kernel: flat arrays, one loop over a stack
"""Every connected group of nodes within the household maximum, each exactly once.

The enumeration of Wernicke (2006, ESU): a group is grown from its smallest node, and a neighbour
once passed over stays passed over, so no group is met twice. Branches are cut only by rules that
stay broken when a group grows: too many households, two nodes that must be apart.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Codes, Counts, Flags


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups in CSR form: group g holds `members[start[g]:start[g + 1]]`.

    `complete` is False when the enumeration stopped at its limit.
    """

    start: Counts
    members: Codes
    complete: bool

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.start) - 1


def connected_groups(
    start: Codes,
    ends: Codes,
    households: Counts,
    wanted: Flags,
    apart: Flags,
    maximum: int,
    limit: int,
) -> Groups:
    """Groups of two or more nodes holding a `wanted` node, and every single node.

    `start`, `ends`: linked neighbours in CSR form; `apart` (n, n) pairs that may not meet.
    """
    room = 1024
    while True:
        heads, members = np.empty(room + 1, np.int64), np.empty(room * 8, np.int32)
        count = _enumerate(start, ends, households, wanted, apart, maximum, heads, members)
        if count >= 0 or room >= limit:
            break
        room = min(room * 8, limit)
    if count < 0:
        return _singles(len(households))
    return Groups(heads[: count + 1].copy(), members[: heads[count]].copy(), complete=True)


def _singles(size: int) -> Groups:
    """The fallback when there are too many groups: everyone alone."""
    return Groups(np.arange(size + 1), np.arange(size, dtype=np.int32), complete=False)


@compiled
def _enumerate(
    start: Codes,
    ends: Codes,
    households: Counts,
    wanted: Flags,
    apart: Flags,
    maximum: int,
    heads: Counts,
    members: Codes,
) -> int:
    """Fill `heads`, `members`; the number of groups, or -1 when there is no more room."""
    n = len(households)
    frontier = np.empty((n + 1, n), np.int32)  # frontier[d]: what group of depth d may still take
    waiting = np.zeros(n + 1, np.int64)
    group = np.empty(n, np.int32)
    total = np.zeros(n + 1, np.int64)
    needed = np.zeros(n + 1, np.int64)
    seen = np.zeros(n, np.uint8)  # nodes of the group, of a frontier, or passed over
    first = np.zeros(n + 1, np.int64)  # frontier[d, first[d]:last[d]]: what depth d brought in
    last = np.zeros(n + 1, np.int64)
    heads[0] = 0
    count = 0
    for root in range(n):
        seen[:] = 0
        group[0] = root
        total[0] = households[root]
        needed[0] = 1 if wanted[root] else 0
        seen[root] = 1
        waiting[0] = 0
        for arc in range(start[root], start[root + 1]):
            if ends[arc] > root:
                frontier[0, waiting[0]] = ends[arc]
                waiting[0] += 1
                seen[ends[arc]] = 1
        first[0], last[0] = 0, waiting[0]
        depth = 0
        fresh = True
        while depth >= 0:
            if fresh and (depth == 0 or needed[depth] > 0):
                if count + 1 >= len(heads) or heads[count] + depth + 1 > len(members):
                    return -1
                for place in range(depth + 1):
                    members[heads[count] + place] = group[place]
                heads[count + 1] = heads[count] + depth + 1
                count += 1
            fresh = False
            if waiting[depth] == 0:
                for place in range(first[depth], last[depth]):
                    seen[frontier[depth, place]] = 0
                depth -= 1
                continue
            waiting[depth] -= 1
            node = frontier[depth, waiting[depth]]
            sum_with = total[depth] + households[node]
            if sum_with > maximum:
                continue
            clash = False
            for place in range(depth + 1):
                if apart[group[place], node]:
                    clash = True
                    break
            if clash:
                continue
            for place in range(waiting[depth]):
                frontier[depth + 1, place] = frontier[depth, place]
            size = waiting[depth]
            depth += 1
            first[depth] = size
            group[depth] = node
            total[depth] = sum_with
            needed[depth] = needed[depth - 1] + (1 if wanted[node] else 0)
            for arc in range(start[node], start[node + 1]):
                other = ends[arc]
                if other > root and seen[other] == 0:
                    seen[other] = 1
                    frontier[depth, size] = other
                    size += 1
            waiting[depth] = size
            last[depth] = size
            fresh = True
    return count
