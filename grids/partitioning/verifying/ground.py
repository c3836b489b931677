"""What the rules say of the units of a merge, read again from the problem alone."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.problem import Counts, Flags, Problem


@dataclass(frozen=True, eq=False)
class Atoms:
    """The atoms of one piece: units, or units the rules keep together.

    `units` of each atom; `heads`, `near`: neighbours in CSR form; `small` (n,) those for whose
    sake others merge; `barred` (n, n) pairs that may not be in one group.
    """

    units: tuple[tuple[int, ...], ...]
    heads: Counts
    near: Counts
    households: Counts
    small: Flags
    barred: Flags


def atoms_of(problem: Problem) -> list[tuple[int, ...]]:
    """Units kept together, transitively, and every other unit alone; by first unit."""
    kept: list[set[int]] = []
    for group in problem.rules.together:
        touching = [one for one in kept if one & set(group)]
        kept = [one for one in kept if not one & set(group)]
        kept.append(set(group).union(*touching))
    bound = set().union(*kept) if kept else set()
    single = [(unit,) for unit in range(problem.size) if unit not in bound]
    return sorted([*single, *(tuple(sorted(one)) for one in kept)])


def walkable(problem: Problem) -> dict[int, set[int]]:
    """Who hangs together with whom: same parent, no forbidden barrier, more than a point."""
    near: dict[int, set[int]] = {unit: set() for unit in range(problem.size)}
    barred = set(problem.rules.forbidden_barriers)
    for (a, b), metres, code in zip(
        problem.edges.tolist(), problem.length.tolist(), problem.barrier.tolist(), strict=True
    ):
        name = problem.barrier_names[code] if code >= 0 else None
        if metres > 0 and name not in barred and problem.parent[a] == problem.parent[b]:
            near[a].add(b)
            near[b].add(a)
    return near


def piece_numbers(problem: Problem, near: dict[int, set[int]]) -> list[int]:
    """The number of the connected piece of each unit; units kept together hang together."""
    ties = {unit: set(others) for unit, others in near.items()}
    for group in atoms_of(problem):
        for unit in group:
            ties[unit] |= set(group)
    number = [-1] * problem.size
    for seed in range(problem.size):
        waiting = [seed] if number[seed] < 0 else []
        while waiting:
            unit = waiting.pop()
            if number[unit] < 0:
                number[unit] = seed
                waiting += ties[unit]
    return number


def atoms_in(problem: Problem, units: set[int], near: dict[int, set[int]]) -> Atoms:
    """The atoms that lie in a piece, and who touches whom there."""
    own = [group for group in atoms_of(problem) if group[0] in units]
    place = {unit: number for number, group in enumerate(own) for unit in group}
    ties = [
        sorted({place[other] for unit in group for other in near[unit]} - {number})
        for number, group in enumerate(own)
    ]
    households = np.array([sum(int(problem.households[u]) for u in g) for g in own], np.int64)
    small = households < problem.rules.min_households
    return Atoms(
        units=tuple(own),
        heads=np.cumsum([0, *(len(others) for others in ties)]).astype(np.int64),
        near=np.array([other for others in ties for other in others], np.int64),
        households=households,
        small=small if problem.rules.parts is None else np.ones(len(own), np.bool_),
        barred=_barred(problem, place, len(own)),
    )


def _barred(problem: Problem, place: dict[int, int], count: int) -> Flags:
    barred = np.zeros((count, count), np.bool_)
    for a, b in problem.rules.apart:
        if a in place and b in place:
            barred[place[a], place[b]] = barred[place[b], place[a]] = True
    for unit in problem.rules.locked:
        if unit in place:
            barred[place[unit], :] = barred[:, place[unit]] = True
    return barred
