"""Fewer groups where all are too many: lower maximum first, then small neighbours paired.

What is left out is not looked at, so nothing is proven; every group still keeps every rule.
"""

import numpy as np

from grids.partitioning.graph import sparse_matrix
from grids.partitioning.merging.enumeration import Ground, Groups, connected_groups, singles
from grids.partitioning.problem import Codes
from grids.partitioning.running import Run

GROUPS_AT_MOST = 50_000


def some_groups(ground: Ground, minimum: int, maximum: int, run: Run) -> Groups:
    """Groups up to a lowered maximum; of paired nodes where even these are too many."""
    n = len(ground.households)
    owner = np.arange(n, dtype=np.int32)
    coarse = ground
    while not run.should_stop:
        for most in ((minimum + maximum) // 2, minimum + minimum // 4):
            limit = min(maximum, max(most, int(coarse.households.max())))
            groups = connected_groups(coarse, limit, GROUPS_AT_MOST, run)
            if groups.complete:
                return _expanded(groups, owner, n)
        paired = _pair(coarse, minimum)
        if paired is None:
            break
        owner, coarse = paired[owner], _coarser(coarse, paired)
    return singles(n)


def _pair(ground: Ground, minimum: int) -> Codes | None:
    """(n,) the coarse node of each node: the smallest joins its smallest free neighbour.

    None when no two together stay under the minimum.
    """
    n, count = len(ground.households), ground.households
    mate = np.full(n, -1, np.int32)
    for node in np.argsort(count, kind="stable").tolist():
        near = ground.ends[ground.start[node] : ground.start[node + 1]]
        free = near[(mate[near] < 0) & ~ground.apart[node, near] & (near != node)]
        free = free[count[free] + count[node] < minimum]
        if mate[node] < 0 and len(free):
            other = int(free[np.argmin(count[free])])
            mate[node], mate[other] = other, node
    if (mate < 0).all():
        return None
    first = np.where(mate < 0, np.arange(n), np.minimum(np.arange(n), mate))
    return np.unique(first, return_inverse=True)[1].astype(np.int32)


def _coarser(ground: Ground, owner: Codes) -> Ground:
    """The ground with nodes of one owner made one."""
    count = int(owner.max()) + 1
    begin = np.repeat(np.arange(len(owner)), np.diff(ground.start))
    ends = np.stack([owner[begin], owner[ground.ends]], axis=1)
    ends = ends[ends[:, 0] != ends[:, 1]]
    matrix = sparse_matrix(count, ends, np.ones(len(ends)))
    wanted, apart = np.zeros(count, np.bool_), np.zeros((count, count), np.bool_)
    wanted[owner[ground.wanted]] = True
    a, b = np.nonzero(ground.apart)
    apart[owner[a], owner[b]] = True
    return Ground(
        start=matrix.indptr.astype(np.int32),
        ends=matrix.indices.astype(np.int32),
        households=np.bincount(owner, ground.households, count).astype(np.int64),
        wanted=wanted,
        apart=apart,
    )


def _expanded(groups: Groups, owner: Codes, n: int) -> Groups:
    """Groups over the nodes themselves, and every node alone."""
    own = np.split(np.argsort(owner, kind="stable"), np.cumsum(np.bincount(owner))[:-1])
    lists = [[node] for node in range(n)]
    start, members = groups.start.tolist(), groups.members.tolist()
    for group in range(groups.size):
        nodes = [n for coarse in members[start[group] : start[group + 1]] for n in own[coarse]]
        if len(nodes) > 1:
            lists.append(nodes)
    heads = np.cumsum([0, *map(len, lists)])
    return Groups(heads, np.array([n for one in lists for n in one], np.int32), complete=False)
