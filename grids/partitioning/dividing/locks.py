"""Locked units as rules every solver knows: of one present grid together, of two apart."""

from dataclasses import replace
from itertools import combinations

import numpy as np

from grids.partitioning.problem import Problem
from grids.partitioning.reading.consistency import refuse_contradictions


def with_locks(problem: Problem) -> Problem:
    """The problem with its locks written as `together` and `apart`.

    A lock holds a unit in its present part, whatever else that part gains or loses; units that
    belong to none now are free. Raises ProblemError where the locks contradict other rules.
    """
    groups = locked_groups(problem)
    if not groups:
        return problem
    rules = problem.rules
    apart = tuple(
        (one[0], two[0])
        for one, two in combinations(groups, 2)
        if problem.parent[one[0]] == problem.parent[two[0]]
    )
    held = replace(rules, together=(*rules.together, *groups), apart=(*rules.apart, *apart))
    locked = replace(problem, rules=held)
    refuse_contradictions(locked)
    return locked


def locked_groups(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """The locked units of every present part that has any."""
    locked = np.array(sorted(problem.rules.locked), np.int32)
    present = problem.current[locked]
    return tuple(
        tuple(locked[present == number].tolist()) for number in np.unique(present[present >= 0])
    )
