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
from grids.partitioning.running import Run

STRIDE = 200_000  # steps between two looks at the clock: a few milliseconds
FINISHED, NO_ROOM, PAUSED = 0, 1, 2
ROOT, DEPTH, FRESH, COUNT = 0, 1, 2, 3  # places in the cursor


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups in CSR form: group g holds `members[start[g]:start[g + 1]]`.

    `complete` is False when the enumeration stopped at its limit, or was stopped.
    """

    start: Counts
    members: Codes
    complete: bool

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.start) - 1


@dataclass(frozen=True, eq=False)
class Ground:
    """What groups grow on: linked neighbours in CSR form, households, and what may be in one.

    `wanted` nodes of which a group of two or more holds one; `apart` (n, n) pairs that never meet.
    """

    start: Codes
    ends: Codes
    households: Counts
    wanted: Flags
    apart: Flags


def connected_groups(ground: Ground, maximum: int, limit: int, run: Run) -> Groups:
    """Groups of two or more nodes holding a `wanted` node, and every single node.

    With more than `limit` groups, or when the run is stopped: everyone alone, not complete.
    """
    n = len(ground.households)
    stack = _new_stack(n)
    heads, members = np.zeros(1025, np.int64), np.empty(16_384, np.int32)
    status = PAUSED
    while status != FINISHED:
        if run.should_stop:
            return singles(n)
        if status == NO_ROOM:
            if stack[-1][COUNT] > limit:
                return singles(n)
            heads = np.concatenate([heads, np.zeros(len(heads), np.int64)])
            members = np.concatenate([members, np.empty(len(members) + n, np.int32)])
        status = _advance(
            ground.start, ground.ends, ground.households, ground.wanted, ground.apart,
            maximum, *stack, heads, members, STRIDE,
        )  # fmt: skip
    count = int(stack[-1][COUNT])
    if count > limit:
        return singles(n)
    return Groups(heads[: count + 1].copy(), members[: heads[count]].copy(), complete=True)


def singles(size: int) -> Groups:
    """Everyone alone: what is left when there are too many groups or no time for them."""
    return Groups(np.arange(size + 1), np.arange(size, dtype=np.int32), complete=False)


def _new_stack(n: int) -> tuple[Codes, Counts, Codes, Flags, Counts]:
    """Frontiers by depth, five numbers by depth, the group, who was seen, and the cursor."""
    cursor = np.array([-1, -1, 0, 0], np.int64)
    return (
        np.empty((n + 1, n), np.int32),
        np.zeros((5, n + 1), np.int64),
        np.empty(n, np.int32),
        np.zeros(n, np.bool_),
        cursor,
    )


@compiled
def _advance(
    start: Codes,
    ends: Codes,
    households: Counts,
    wanted: Flags,
    apart: Flags,
    maximum: int,
    frontier: Codes,
    numbers: Counts,
    group: Codes,
    seen: Flags,
    cursor: Counts,
    heads: Counts,
    members: Codes,
    steps: int,
) -> int:
    """Go on filling `heads`, `members` for so many steps; FINISHED, NO_ROOM or PAUSED.

    `frontier[d, :waiting[d]]`: what the group of depth d may still take, of which
    `frontier[d, first[d]:last[d]]` came in at depth d; `seen`: nodes of the group, of a frontier,
    or passed over.
    """
    n = len(households)
    waiting, total, needed = numbers[0], numbers[1], numbers[2]
    first, last = numbers[3], numbers[4]
    root, depth, count = cursor[0], cursor[1], cursor[3]
    fresh = cursor[2] == 1
    status = 2
    for _ in range(steps):
        if depth < 0:
            root += 1
            if root >= n:
                status = 0
                break
            seen[:] = False
            group[0] = root
            total[0] = households[root]
            needed[0] = 1 if wanted[root] else 0
            seen[root] = True
            waiting[0] = 0
            for arc in range(start[root], start[root + 1]):
                if ends[arc] > root:
                    frontier[0, waiting[0]] = ends[arc]
                    waiting[0] += 1
                    seen[ends[arc]] = True
            first[0], last[0] = 0, waiting[0]
            depth = 0
            fresh = True
        if fresh and (depth == 0 or needed[depth] > 0):
            if count + 1 >= len(heads) or heads[count] + depth + 1 > len(members):
                status = 1
                break
            for place in range(depth + 1):
                members[heads[count] + place] = group[place]
            heads[count + 1] = heads[count] + depth + 1
            count += 1
        fresh = False
        if waiting[depth] == 0:
            for place in range(first[depth], last[depth]):
                seen[frontier[depth, place]] = False
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
            if other > root and not seen[other]:
                seen[other] = True
                frontier[depth, size] = other
                size += 1
        waiting[depth] = size
        last[depth] = size
        fresh = True
    cursor[0], cursor[1], cursor[3] = root, depth, count
    cursor[2] = 1 if fresh else 0
    return status
