"""Units that the rules keep together."""

from grids.partitioning.problem import Problem


def bundles(problem: Problem) -> list[list[int]]:
    """Units that must share a part, transitively: every bundle of two or more, sorted."""
    root = list(range(problem.size))

    def find(unit: int) -> int:
        while root[unit] != unit:
            root[unit] = root[root[unit]]
            unit = root[unit]
        return unit

    for group in problem.rules.together:
        for unit in group[1:]:
            a, b = sorted((find(group[0]), find(unit)))
            root[b] = a
    members: dict[int, list[int]] = {}
    for unit in range(problem.size):
        members.setdefault(find(unit), []).append(unit)
    return [units for units in members.values() if len(units) > 1]
