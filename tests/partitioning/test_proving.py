"""Small pieces are divided as well as can be, and the result says that it is proven."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from grids.partitioning import Problem, Result, check, read_problem, suggest_grids
from tests.bench.engine.districting import read_instance
from tests.partitioning.brute_force import hangs_together
from tests.partitioning.drawing import drawn, planar
from tests.real_data import real_file

BOUNDS = {"min_households": 300, "target_households": 400, "max_households": 500}


def checked(given: dict[str, Any], **options: Any) -> tuple[Problem, Result]:
    problem = read_problem(given)
    result = suggest_grids(problem, **options)
    assert check(problem, result) == list(result.violations)
    return problem, result


def codes(result: Result) -> set[str]:
    """The codes of the explanation."""
    return {reason.code for reason in result.explanation}


def best_halves(problem: Problem) -> float:
    """The least cut into two connected parts within the bounds, by trying every half."""
    low, high = problem.rules.min_households, problem.rules.max_households
    cuts = []
    for half in range(1, 1 << (problem.size - 1)):
        sides: tuple[list[int], list[int]] = ([], [])
        for unit in range(problem.size):
            sides[half >> unit & 1].append(unit)
        sizes = [int(problem.households[side].sum()) for side in sides]
        fits = all(low <= size <= high for size in sizes)
        if fits and all(hangs_together(problem, side) for side in sides):
            cuts.append(cut_between(problem, set(sides[0])))
    return min(cuts)


def cut_between(problem: Problem, side: set[int]) -> float:
    """The length of the borders between a side and the rest."""
    rows = zip(problem.edges.tolist(), problem.length.tolist(), strict=True)
    return float(sum(length for (a, b), length in rows if (a in side) != (b in side)))


def test_a_small_town_is_proven_and_carries_its_certificate() -> None:
    _, result = checked(planar(50, 1, (10, 60), **BOUNDS))
    assert result.status == "optimal"
    assert result.gap == 0
    [piece] = result.certificate["pieces"]
    assert piece["proven"]
    assert piece["bound"] == piece["value"] == pytest.approx(result.objective[0].value)
    assert "least_cut" in codes(result)


def test_bounds_too_tight_for_simple_starts_are_kept_all_the_same() -> None:
    """Sixteen units of 937 households, halves of 466 to 471."""
    given = planar(16, 3, (10, 100), parts=2)
    total = sum(unit["households"] for unit in given["units"])
    given["rules"] |= {"min_households": total // 2 - 2, "max_households": total - total // 2 + 2}
    problem, result = checked(given)
    assert result.status == "optimal"
    assert result.objective[0].value == best_halves(problem)


def test_where_sums_fit_but_the_ground_does_not_it_is_proven_impossible() -> None:
    """
    b   c    every way to cut off 20 of 40 takes the middle with it: the other side is in pieces
     \\ /
      a
     / \\
    d   e
    """
    sizes = {"a": 8, "b": 8, "c": 8, "d": 8, "e": 8}
    problem = drawn(sizes, "b-a-c d-a-e", min_households=15, max_households=25)
    result = suggest_grids(problem)
    assert result.status == "infeasible"
    [reason] = [reason for reason in result.explanation if reason.code == "proven_impossible"]
    assert reason.values["parts"] == [2, 2]
    assert "已证明" in reason.text_zh


def test_the_best_number_of_a_range_is_taken() -> None:
    given = planar(24, 2, (40, 60), min_households=200, max_households=700)
    _, range_ = checked(given | {"rules": given["rules"] | {"parts": [2, 4]}})
    alone = [
        checked(given | {"rules": given["rules"] | {"parts": parts}})[1] for parts in (2, 3, 4)
    ]
    assert {one.status for one in [range_, *alone]} == {"optimal"}
    assert range_.objective[0].value == min(one.objective[0].value for one in alone)


def test_a_barrier_left_inside_is_weighed_in_the_bound_too() -> None:
    given = planar(20, 4, (40, 60), min_households=200, max_households=700, parts=3)
    for edge in given["edges"][::3]:
        edge["barrier"] = "local"
    given["rules"]["inside_weight"] = 0.2
    _, result = checked(given)
    assert result.status == "optimal"
    assert result.objective[0].bound == pytest.approx(result.objective[0].value)


def test_what_is_weighed_besides_the_cut_or_is_too_large_claims_no_proof() -> None:
    small = planar(30, 5, (20, 60), **BOUNDS, objective={"cut": 1, "balance": 1})
    large = planar(160, 5, (20, 60), **BOUNDS)
    for given in (small, large):
        _, result = checked(given)
        assert result.status == "feasible"
        assert result.gap is None


def test_the_proof_is_the_same_whoever_computes_it() -> None:
    given = planar(40, 6, (10, 60), **BOUNDS)
    problem, alone = checked(given, seed=3)
    with ThreadPoolExecutor(2) as executor:
        shared = suggest_grids(problem, seed=3, executor=executor)
    assert np.array_equal(alone.labels, shared.labels)
    assert alone.certificate == shared.certificate


def test_a_community_of_one_grid_is_proven_too() -> None:
    _, result = checked(planar(10, 7, (30, 45), **BOUNDS))
    assert len(result.parts) == 1
    assert result.status == "optimal"


@pytest.mark.real_data
def test_the_only_division_of_a_state_is_found() -> None:
    """Maine in two halves of ±0.5 %: there is exactly one."""
    instance = read_instance(real_file("districting", "cut_edges_ME.json"))
    _, result = checked(instance.document)
    assert result.status == "optimal"
    assert result.objective[0].value == instance.optimum
