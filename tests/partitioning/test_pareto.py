"""The front holds every plan that no other beats, each once, each with its proof."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grids.partitioning import (
    Problem,
    check,
    false_claims,
    pareto_merges,
    read_problem,
    read_result,
    write_result,
)
from tests.partitioning.brute_force import divisions, hangs_together
from tests.partitioning.drawing import planar

Vector = tuple[int, int, int]


def sited(units: int, seed: int) -> dict[str, Any]:
    """A random map with two sites, so that fewer moved and shorter walks pull apart."""
    rules: dict[str, Any] = {"min_households": 1000, "max_households": 2600}
    sites = [{"id": "s", "unit": "u0"}, {"id": "t", "unit": "u3"}]
    return {**planar(units, seed, (100, 1600), **rules), "sites": sites}


def vector_of(problem: Problem, division: list[list[int]]) -> tuple[int, Vector]:
    """Undersized parts, and number of parts, households moved, household-metres."""
    counts, rules = problem.households, problem.rules
    gap = problem.xy[:, None, :] - problem.xy[problem.sites][None, :, :]
    load = np.rint(counts[:, None] * np.hypot(gap[..., 0], gap[..., 1])).astype(int)
    small = sum(int(counts[group].sum()) < rules.min_households for group in division)
    moved = sum(int(counts[group].sum() - counts[group].max()) for group in division)
    walked = 0
    for group in division:
        own = [site for site, unit in enumerate(problem.sites.tolist()) if unit in group]
        walked += min(
            (int(load[group, site].sum()) for site in own),
            default=int(load[group].min(axis=1).sum()),
        )
    return small, (len(division), moved, walked)


def allowed(problem: Problem, group: list[int]) -> bool:
    counts, rules = problem.households[group], problem.rules
    return len(group) == 1 or (
        int(counts.sum()) <= rules.max_households
        and int(counts.min()) < rules.min_households
        and hangs_together(problem, group)
    )


def front_by_force(problem: Problem) -> list[Vector]:
    found = [
        vector_of(problem, division)
        for division in divisions(list(range(problem.size)))
        if all(allowed(problem, group) for group in division)
    ]
    least = min(small for small, _ in found)
    vectors = {vector for small, vector in found if small == least}
    return sorted(
        one
        for one in vectors
        if not any(
            other != one and all(x <= y for x, y in zip(other, one, strict=True))
            for other in vectors
        )
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 7), st.integers(0, 10_000))
@example(6, 277)  # limits no plan can keep, with costs in the millions
@example(6, 662831)  # a limit in the millions, kept by a thousandth of a column less
def test_the_front_equals_brute_force(units: int, seed: int) -> None:
    problem = read_problem(sited(units, seed))
    front = pareto_merges(problem)
    assert front.complete
    assert list(front.vectors) == front_by_force(problem)
    for point in front.points:
        back = read_result(problem, json.loads(json.dumps(write_result(problem, point))))
        assert back.status == "optimal"
        assert check(problem, back) == list(back.violations)
        assert false_claims(problem, back) == []


def wide() -> Problem:
    return read_problem(sited(12, 4))


def test_a_limit_on_points_is_kept_and_said() -> None:
    whole = pareto_merges(wide())
    some = pareto_merges(wide(), points=3)
    assert whole.complete
    assert len(whole.points) > 3
    assert not some.complete
    assert len(some.points) == 3
    assert set(some.vectors) < set(whole.vectors)


def test_a_point_that_is_beaten_is_refused() -> None:
    problem = wide()
    point = pareto_merges(problem).points[0]
    written = json.loads(json.dumps(write_result(problem, point)))
    written["certificate"]["limits"]["distance"] = 0
    assert [one.rule for one in false_claims(problem, read_result(problem, written))] == ["limit"]


@pytest.mark.parametrize("calls", [0, 5, 50])
def test_a_search_that_is_stopped_gives_the_points_so_far(calls: int) -> None:
    asked = iter(range(calls))
    front = pareto_merges(wide(), cancelled=lambda: next(asked, None) is None)
    assert not front.complete
    assert len(front.points) < len(pareto_merges(wide()).points)
