"""However a division is changed, its running figures are those of a fresh scorecard."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import Part, Problem, Result, check, read_problem, scorecard
from grids.partitioning.assembling import canonical
from grids.partitioning.evaluating import RunningDivision
from tests.partitioning.drawing import document, drawn, planar

RULES = {"min_households": 300, "target_households": 400, "max_households": 500}
TOGETHER = ["u1", "u2", "u3"]
CLASSES = (None, "river", "local")


def town(units: int, seed: int, **rules: Any) -> Problem:
    """A random map with compounds, barriers, parents, sites, unknown areas and wishes."""
    rng = np.random.default_rng(seed)
    given = planar(units, seed, (0, 60), **RULES, **rules)
    for unit in given["units"]:
        unit |= {
            "group": f"g{rng.integers(6)}" if rng.random() < 0.5 else None,
            "parent": "west" if unit["x"] < 500 or unit["id"] in TOGETHER else "east",
            "current": f"now{rng.integers(3)}",
            "area": None if rng.random() < 0.02 else float(rng.integers(1, 900)),
            "population": float(rng.integers(0, 200)),
            "outer": float(rng.integers(0, 30)),
        }
    for edge in given["edges"]:
        edge["barrier"] = CLASSES[int(rng.integers(3))]
    given["sites"] = [{"id": f"s{i}", "unit": f"u{i * 7}"} for i in range(3)]
    return read_problem(given)


def flips(problem: Problem, parts: int, rng: np.random.Generator) -> dict[int, int]:
    units = rng.choice(problem.size, int(rng.integers(0, 12)), replace=False)
    return {int(unit): int(rng.integers(parts + 1)) for unit in units}


def fresh(problem: Problem, labels: Any) -> tuple[Part, ...]:
    """The scorecard's figures of the parts that have units, as the running ones are named."""
    names = tuple(str(number + 1) for number in np.unique(labels).tolist())
    return scorecard(
        problem, np.unique(labels, return_inverse=True)[1].astype(np.int32), names
    ).parts


def found_by_check(problem: Problem, labels: Any) -> set[Any]:
    result = Result("divide", "feasible", canonical(labels), (), (), (), (), 0, "", 0.0)
    return {(one.rule, frozenset(one.units), one.value) for one in check(problem, result)}


@settings(max_examples=15, deadline=None)
@given(st.integers(20, 90), st.integers(0, 10_000))
def test_after_random_flips_everything_is_as_measured_anew(units: int, seed: int) -> None:
    problem = town(
        units, seed, parts=[3, 5], service_radius=300, inside_weight=0.2, distance="euclidean",
        forbidden_barriers=["river"], together=[TOGETHER], apart=[["u4", "u5"]],
        locked=["u6", "u7", "u8", "u9"],
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    division = RunningDivision(problem, rng.integers(0, 4, units))
    for _ in range(6):
        division.apply(flips(problem, 5, rng))
        card = scorecard(problem, canonical(division.labels))
        for mine, theirs in zip(
            (division.parts[number] for number in sorted(division.parts)),
            fresh(problem, division.labels),
            strict=True,
        ):
            assert vars(mine) == pytest.approx(vars(theirs))
        totals = division.totals
        assert totals.parts == len(card.parts)
        for name in ("in_bounds", "disconnected", "compounds_split"):
            assert getattr(totals, name) == getattr(card, name)
        for name in ("cut", "inside", "barrier_share"):
            assert getattr(totals, name) == pytest.approx(getattr(card, name))
        named = {(one.rule, frozenset(one.units), one.value) for one in division.violations}
        assert named == found_by_check(problem, division.labels)


def test_a_change_names_the_parts_it_touched_and_the_way_back() -> None:
    """
    a(200) - b(150) - c(300) - d(100)
    """
    problem = drawn({"a": 200, "b": 150, "c": 300, "d": 100}, "a-b-c-d", **RULES)
    division = RunningDivision(problem, np.array([0, 0, 1, 1]))
    before = (division.parts.copy(), division.totals)
    change = division.apply({1: 1, 3: 1})
    assert {number: part and part.households for number, part in change.parts.items()} == {
        0: 200,
        1: 550,
    }
    assert {one.rule for one in change.violations} == {"min_households", "max_households"}
    assert change.undo == {1: 0}
    division.apply(change.undo)
    assert (division.parts, division.totals) == before


def test_a_part_may_be_emptied_and_another_begun() -> None:
    problem = drawn({"a": 400, "b": 400}, "a-b", **RULES)
    division = RunningDivision(problem, np.array([0, 1]))
    change = division.apply({1: 7})
    assert change.parts[1] is None
    assert change.parts[7] == replace(division.parts[0], id="8")
    assert (change.totals.parts, change.violations) == (2, ())


def test_nothing_changes_when_nothing_moves() -> None:
    problem = read_problem(document({"a": 400, "b": 400}, "a-b", **RULES))
    division = RunningDivision(problem, np.array([0, 1]))
    change = division.apply({0: 0})
    assert (change.parts, change.undo, change.totals) == ({}, {}, division.totals)


@pytest.mark.parametrize("bad", [{5: 0}, {-1: 0}, {0: -1}])
def test_a_move_that_cannot_be_changes_nothing(bad: dict[int, int]) -> None:
    problem = drawn({"a": 400, "b": 400}, "a-b", **RULES)
    division = RunningDivision(problem, np.array([0, 1]))
    with pytest.raises((IndexError, ValueError), match="请"):
        division.apply({1: 0, **bad})
    assert division.labels.tolist() == [0, 1]
