# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - a numba kernel: flat arrays, one loop over a stack of choices
"""Every admissible group of one piece, found by taking or refusing one neighbour at a time.

For each seed, the smallest node of its groups, the first undecided neighbour of the group is
taken, later refused. Every sequence of choices ends in another set, so each is met exactly once.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Counts, Flags, Problem
from grids.partitioning.verifying.ground import Atoms

MOST = 4_000_000  # groups the check will hold


@dataclass(frozen=True, eq=False)
class Listed:
    """All groups in CSR form over units; `alone` those of one atom.

    `full` is False when there are more than MOST.
    """

    start: Counts
    members: Counts
    alone: Flags
    full: bool = True

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.start) - 1

    def kept(self, keep: Flags) -> "Listed":
        """Only the groups flagged."""
        sizes = np.diff(self.start)
        start = np.concatenate([[0], np.cumsum(sizes[keep])])
        return Listed(start, self.members[np.repeat(keep, sizes)], self.alone[keep])


def list_groups(problem: Problem, atoms: Atoms) -> Listed:
    """Every group of a piece: each atom alone, and each connected set within the rules."""
    room = 4096
    while True:
        start, members = np.zeros(room + 1, np.int64), np.zeros(16 * room, np.int64)
        count = _list(
            atoms.heads, atoms.near, atoms.households, atoms.small, atoms.barred,
            problem.rules.max_households, start, members,
        )  # fmt: skip
        if count >= 0:
            return _over_units(atoms, start[: count + 1], members[: start[count]])
        if room >= MOST:
            nothing = np.zeros(0, np.int64)
            return Listed(np.zeros(1, np.int64), nothing, nothing.astype(np.bool_), full=False)
        room *= 4


def _over_units(atoms: Atoms, start: Counts, members: Counts) -> Listed:
    sizes = np.array([len(own) for own in atoms.units], np.int64)
    ends = np.concatenate([[0], np.cumsum(sizes[members])])
    if (sizes == 1).all():
        units = np.array([own[0] for own in atoms.units], np.int64)[members]
    else:
        units = np.array([unit for atom in members.tolist() for unit in atoms.units[atom]])
    return Listed(ends[start], units, np.diff(start) == 1)


@compiled
def _list(
    heads: Counts,
    near: Counts,
    households: Counts,
    small: Flags,
    barred: Flags,
    most: int,
    start: Counts,
    members: Counts,
) -> int:
    """Fill `start`, `members`; the number of groups, or -1 when there is no more room."""
    n = len(households)
    mark = np.zeros(n, np.int8)  # 0 undecided, 1 taken, 2 refused
    group = np.zeros(n, np.int64)
    choice = np.zeros(n, np.int64)  # the node decided at each step
    took = np.zeros(n, np.bool_)
    count = 0
    for seed in range(n):
        mark[:] = 0
        mark[:seed] = 2
        mark[seed] = 1
        group[0], size, total, wanted = seed, 1, households[seed], 1 if small[seed] else 0
        steps = 0
        fresh = True
        while True:
            if fresh and (size == 1 or wanted > 0):
                if count + 1 >= len(start) or start[count] + size > len(members):
                    return -1
                for place in range(size):
                    members[start[count] + place] = group[place]
                start[count + 1] = start[count] + size
                count += 1
            fresh = False
            found = -1
            for place in range(size):
                for arc in range(heads[group[place]], heads[group[place] + 1]):
                    if mark[near[arc]] == 0:
                        found = near[arc]
                        break
                if found >= 0:
                    break
            if found >= 0:
                fits = total + households[found] <= most
                for place in range(size):
                    if barred[group[place], found]:
                        fits = False
                choice[steps], took[steps] = found, fits
                steps += 1
                mark[found] = 1 if fits else 2
                if fits:
                    group[size] = found
                    size += 1
                    total += households[found]
                    wanted += 1 if small[found] else 0
                    fresh = True
                continue
            while steps > 0 and not took[steps - 1]:
                steps -= 1
                mark[choice[steps]] = 0
            if steps == 0:
                break
            node = choice[steps - 1]
            took[steps - 1] = False
            mark[node] = 2
            size -= 1
            total -= households[node]
            wanted -= 1 if small[node] else 0
    return count
