"""Every division of a small graph into connected groups, by trying them all."""

from collections.abc import Iterator

from grids.partitioning import Problem
from grids.partitioning.problem import Floats


def divisions(units: list[int]) -> Iterator[list[list[int]]]:
    """Every set partition of the units."""
    if not units:
        yield []
        return
    head, *rest = units
    for division in divisions(rest):
        yield [[head], *division]
        for place, group in enumerate(division):
            yield [*division[:place], [head, *group], *division[place + 1 :]]


def hangs_together(problem: Problem, units: list[int]) -> bool:
    """Whether the units are connected by borders among them."""
    reached, before = {units[0]}, 0
    while len(reached) > before:
        before = len(reached)
        for a, b in problem.edges.tolist():
            if a in units and b in units and {a, b} & reached:
                reached |= {a, b}
    return len(reached) == len(units)


def best_merge(problem: Problem) -> tuple[int, int, int]:
    """Fewest undersized, then fewest households that change, then least cut in tenths."""
    return min(
        _merge_cost(problem, division)
        for division in divisions(list(range(problem.size)))
        if all(_may_merge(problem, group) for group in division)
    )


def _may_merge(problem: Problem, group: list[int]) -> bool:
    total = int(problem.households[group].sum())
    return len(group) == 1 or (
        total <= problem.rules.max_households and hangs_together(problem, group)
    )


def _merge_cost(problem: Problem, division: list[list[int]]) -> tuple[int, int, int]:
    totals = [int(problem.households[group].sum()) for group in division]
    small = sum(total < problem.rules.min_households for total in totals)
    change = sum(
        total - int(problem.households[group].max())
        for total, group in zip(totals, division, strict=True)
    )
    part = {unit: number for number, group in enumerate(division) for unit in group}
    inside = sum(
        round(10 * length)
        for (a, b), length in zip(problem.edges.tolist(), problem.length.tolist(), strict=True)
        if part[a] == part[b]
    )
    return small, change, -inside


def best_cut(problem: Problem, parts: int) -> float | None:
    """Least cut into so many connected parts within the bounds, None when there is none."""
    low, high = problem.rules.min_households, problem.rules.max_households
    costs = [
        _cut(problem, division)
        for division in divisions(list(range(problem.size)))
        if len(division) == parts
        and all(low <= int(problem.households[group].sum()) <= high for group in division)
        and all(hangs_together(problem, group) for group in division)
    ]
    return min(costs, default=None)


def _cut(problem: Problem, division: list[list[int]]) -> float:
    part = {unit: number for number, group in enumerate(division) for unit in group}
    return sum(
        float(length)
        for (a, b), length in zip(problem.edges.tolist(), problem.length.tolist(), strict=True)
        if part[a] != part[b]
    )


def best_distance(problem: Problem, parts: int, distance: Floats) -> float | None:
    """Least households × distance to the best centre of each of so many connected parts."""
    low, high = problem.rules.min_households, problem.rules.max_households
    costs = [
        sum(_distance(problem, group, distance) for group in division)
        for division in divisions(list(range(problem.size)))
        if len(division) == parts
        and all(low <= int(problem.households[group].sum()) <= high for group in division)
        and all(hangs_together(problem, group) for group in division)
    ]
    return min(costs, default=None)


def _distance(problem: Problem, group: list[int], distance: Floats) -> float:
    return min(
        sum(float(problem.households[unit]) * float(distance[unit, centre]) for unit in group)
        for centre in group
    )
