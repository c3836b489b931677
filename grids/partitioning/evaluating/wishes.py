"""Rules over more than one part: how many there are, and who is with whom."""

from collections import Counter

import numpy as np

from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Part, Violation
from grids.partitioning.rules import Rules


def broken_by_part(problem: Problem, part: Part, units: Codes) -> tuple[Violation, ...]:
    """Bounds, connectedness and parents of one part with these units."""
    rules, names = problem.rules, problem.ids(units)
    parents = len(np.unique(problem.parent[units]))
    cases = (
        ("min_households", part.deviation < 0, part.households, rules.min_households),
        ("max_households", part.deviation > 0, part.households, rules.max_households),
        ("parent", parents > 1, parents, 1),
        ("connected", part.pieces > 1, part.pieces, 1),
    )
    return tuple(Violation(rule, names, value, limit) for rule, hit, value, limit in cases if hit)


def broken_wishes(problem: Problem, labels: Codes, parts: int) -> list[Violation]:
    """The number of parts, units together, apart, and locked where they are."""
    rules = problem.rules
    found = _wrong_number(rules, parts)
    for group in rules.together:
        met = len({int(labels[unit]) for unit in group})
        if met > 1:
            found.append(Violation("together", problem.ids(group), met, 1))
    for pair in rules.apart:
        if labels[pair[0]] == labels[pair[1]]:
            found.append(Violation("apart", problem.ids(pair), 1, 2))
    return found + _moved_locked(problem, labels)


def _wrong_number(rules: Rules, parts: int) -> list[Violation]:
    if rules.parts is None or rules.parts[0] <= parts <= rules.parts[1]:
        return []
    return [Violation("parts", (), parts, rules.parts[0 if parts < rules.parts[0] else 1])]


def _moved_locked(problem: Problem, labels: Codes) -> list[Violation]:
    """Pairs of locked units parted or joined; sought only among those not one to one."""
    locked = np.array([u for u in problem.rules.locked if problem.current[u] >= 0], np.int32)
    pairs = set(zip(problem.current[locked].tolist(), labels[locked].tolist(), strict=True))
    places, parts = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    doubtful = [
        unit
        for unit in locked.tolist()
        if places[int(problem.current[unit])] > 1 or parts[int(labels[unit])] > 1
    ]
    found = []
    for row, a in enumerate(doubtful):
        for b in doubtful[:row]:
            if (problem.current[a] == problem.current[b]) != (labels[a] == labels[b]):
                found.append(Violation("locked", problem.ids((b, a)), 1, 0))
    return found
