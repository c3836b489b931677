"""Communities under the minimum are merged, as few households moved as can be."""

import numpy as np
import pytest

from grids.partitioning import ProblemError, check, read_problem, suggest_merges
from tests.partitioning.drawing import document, drawn, parts_of


def test_a_small_community_joins_the_neighbour_that_costs_least() -> None:
    """
    big(2900) - small(400) - mid(900) - far(1500)
    """
    problem = drawn({"big": 2900, "small": 400, "mid": 900, "far": 1500}, "big-small-mid-far")
    result = suggest_merges(problem)
    assert result.status == "optimal"
    assert frozenset({"small", "mid"}) in parts_of(problem, result.labels)
    assert [part.id for part in result.parts] == ["big", "mid", "far"]
    assert check(problem, result) == []


def test_who_is_large_enough_stays_alone() -> None:
    problem = drawn({"a": 1000, "b": 1200, "c": 1100}, "a-b-c-a")
    assert len(suggest_merges(problem).parts) == 3


def test_a_shortfall_is_named_and_explained_and_no_error() -> None:
    """
    big(2900) - small(400)      alone(100)
    """
    problem = drawn({"big": 2900, "small": 400, "alone": 100}, "big-small")
    result = suggest_merges(problem)
    assert result.status == "optimal"
    assert {one.units for one in result.violations} == {("small",), ("alone",)}
    told = {reason.units[0]: reason for reason in result.explanation if reason.units}
    assert "超上限" in told["small"].text_zh
    assert "没有相邻社区" in told["alone"].text_zh
    assert check(problem, result) == list(result.violations)


def test_no_merge_crosses_a_subdistrict() -> None:
    given = document({"a": 500, "b": 600}, "a-b")
    given["units"][0]["parent"], given["units"][1]["parent"] = "north", "south"
    result = suggest_merges(read_problem(given))
    assert len(result.parts) == 2
    told = [row for reason in result.explanation for row in reason.values.get("alternatives", [])]
    assert {row["obstacle"] for row in told} == {"parent"}


def test_no_merge_crosses_a_forbidden_barrier() -> None:
    given = document({"a": 500, "b": 600, "c": 700}, "a-b-c", forbidden_barriers=["river"])
    given["edges"][0]["barrier"] = "river"
    problem = read_problem(given)
    result = suggest_merges(problem)
    assert parts_of(problem, result.labels) == {frozenset("a"), frozenset("bc")}


def test_a_merged_community_has_a_site_within_reach() -> None:
    """
    a(500) - b(600) - c(1500); the only site is in b, 400 m from a, 2 km from c
    """
    given = document({"a": 500, "b": 600, "c": 1500}, "a-b-c a-c", service_radius=500)
    given["sites"], given["distances"] = [{"id": "s", "unit": "b"}], [[400], [0], [2000]]
    problem = read_problem(given)
    result = suggest_merges(problem)
    assert parts_of(problem, result.labels) == {frozenset("ab"), frozenset("c")}


def test_together_apart_and_locked_are_kept() -> None:
    """
    a(400) - b(700) - c(800) - d(900) - a
    """
    sizes = {"a": 400, "b": 700, "c": 800, "d": 900}
    free = drawn(sizes, "a-b-c-d-a")
    assert len(suggest_merges(free).parts) == 2
    apart = drawn(sizes, "a-b-c-d-a", apart=[["a", "b"]], together=[["c", "d"]])
    labels = suggest_merges(apart).labels
    assert labels[0] != labels[1]
    assert labels[2] == labels[3]
    locked = drawn(sizes, "a-b-c-d-a", locked=["a"])
    assert frozenset("a") in parts_of(locked, suggest_merges(locked).labels)


def test_the_number_of_parts_is_kept() -> None:
    problem = drawn({"a": 400, "b": 700, "c": 800, "d": 900}, "a-b-c-d-a", parts=1)
    assert len(suggest_merges(problem).parts) == 1
    crowded = drawn({"a": 2000, "b": 2000}, "a-b", parts=1)
    result = suggest_merges(crowded)
    assert result.status == "infeasible"
    assert [one.rule for one in result.violations] == ["parts"]


def test_the_price_of_an_alternative_is_stated() -> None:
    """
    x(950) - s(300) - y(1100): joining s to x moves 300, to y 300, but x needs s
    """
    problem = drawn({"x": 950, "s": 300, "y": 1100}, "x-s-y")
    result = suggest_merges(problem)
    assert parts_of(problem, result.labels) == {frozenset({"x", "s"}), frozenset("y")}
    told = next(reason for reason in result.explanation if reason.units[0] == "s")
    [row] = told.values["alternatives"]
    assert row["unit"] == "y"
    assert row["price"]["undersized"] == 0
    assert row["price"]["change"] == 950


def test_an_objective_merging_does_not_know_is_refused() -> None:
    problem = drawn({"a": 500, "b": 600}, "a-b", objective={"compactness": 1})
    with pytest.raises(ProblemError, match="compactness"):
        suggest_merges(problem)


def test_being_told_to_stop_answers_with_nobody_merged() -> None:
    problem = drawn({"a": 500, "b": 600}, "a-b")
    result = suggest_merges(problem, cancelled=lambda: True)
    assert result.status == "cancelled"
    assert np.array_equal(result.labels, [0, 1])


def test_units_kept_together_without_a_hall_near_enough_are_named() -> None:
    """a and b must stay together; the hall lies in c, which may not join them: too many."""
    given = document({"a": 600, "b": 700, "c": 2900}, "a-b-c", together=[["a", "b"]])
    for place, unit in enumerate(given["units"]):
        unit |= {"x": 1000.0 * place, "y": 0.0}
    given["sites"] = [{"id": "hall", "unit": "c"}]
    given["rules"]["service_radius"] = 500
    problem = read_problem(given)
    result = suggest_merges(problem)
    assert check(problem, result) == list(result.violations)
    assert [broken.rule for broken in result.violations] == ["service_radius"]
