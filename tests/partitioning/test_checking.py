"""The check finds what is broken, whatever the result says of itself."""

from dataclasses import replace

import numpy as np
import pytest

from grids.partitioning import Problem, Result, check, false_claims, suggest_grids
from tests.partitioning.drawing import drawn

RULES = {"min_households": 300, "max_households": 500}


def ring(**rules: object) -> Problem:
    """
    a(200) - b(200) - c(200) - d(200) - a
    """
    sizes = {"a": 200, "b": 200, "c": 200, "d": 200}
    return drawn(sizes, "a-b-c-d-a", **{**RULES, **rules})


def relabelled(problem: Problem, labels: list[int]) -> Result:
    return replace(suggest_grids(problem), labels=np.array(labels, np.int32))


@pytest.mark.parametrize(
    ("labels", "broken"),
    [
        ([0, 0, 1, 1], set()),
        ([0, 1, 0, 1], {"connected"}),
        ([0, 0, 0, 1], {"min_households", "max_households"}),
        ([0, 0, 0, 0], {"max_households"}),
        ([-1, 0, 0, 0], {"labels"}),
        ([0, 0, 1], {"labels"}),
    ],
)
def test_broken_rules_are_found(labels: list[int], broken: set[str]) -> None:
    problem = ring()
    assert {one.rule for one in check(problem, relabelled(problem, labels))} == broken


def test_broken_wishes_are_found() -> None:
    problem = ring(together=[["a", "d"]], apart=[["a", "b"]], parts=3)
    found = check(problem, relabelled(problem, [0, 0, 1, 1]))
    assert [one.rule for one in found] == ["parts", "together", "apart"]


def test_false_figures_are_found() -> None:
    problem = ring()
    result = suggest_grids(problem)
    assert false_claims(problem, result) == []
    swollen = replace(result.parts[0], households=450)
    lying = replace(result, parts=(swollen, *result.parts[1:]))
    assert [one.rule for one in false_claims(problem, lying)] == ["claimed_households"]
