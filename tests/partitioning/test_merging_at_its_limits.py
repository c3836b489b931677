"""Merging where it is hard: too many groups, odd shapes, contradictions, and being stopped."""

import json
import time
from typing import Any

import pytest

from grids.partitioning import (
    Problem,
    Result,
    check,
    false_claims,
    read_problem,
    read_result,
    suggest_merges,
    write_result,
)
from grids.partitioning.merging import branching, pieces, restricting
from grids.partitioning.running import Run
from tests.bench.engine.counties import make_county
from tests.partitioning.drawing import document, drawn, parts_of, planar
from tests.partitioning.stopping import SOON, Stopping


def honest(problem: Problem, result: Result) -> bool:
    """Whether the rules, the figures and the certificate hold, as read back from a file."""
    written = json.loads(json.dumps(write_result(problem, result)))
    back = read_result(problem, written)
    return check(problem, back) == list(back.violations) and not false_claims(problem, back)


def tiny(units: int = 120) -> Problem:
    """One subdistrict of communities of 100 to 400 households: far too many groups to list."""
    rules: dict[str, Any] = {"min_households": 1000, "max_households": 3000}
    return read_problem(planar(units, 5, (100, 400), **rules))


def test_too_many_groups_still_make_a_plan_with_its_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pieces, "COLUMN_LIMIT", 5_000)
    monkeypatch.setattr(restricting, "GROUPS_AT_MOST", 500)
    problem = tiny(22)
    result = suggest_merges(problem)
    assert result.violations == ()
    assert len(result.parts) == 5
    assert result.gap is not None
    assert result.gap < 0.05
    assert all(term.bound is not None and term.bound <= term.value for term in result.objective)
    assert honest(problem, result)


def dense_town_of_equals() -> Problem:
    """18 communities of 300 households, 53,614 groups: most plans are as good as many others."""
    rules: dict[str, Any] = {"min_households": 1000, "max_households": 3000}
    return read_problem(planar(18, 1, (300, 301), **rules))


def test_a_dense_town_of_equal_communities_is_proven() -> None:
    problem = dense_town_of_equals()
    result = suggest_merges(problem)
    assert result.status == "optimal"
    assert [term.value for term in result.objective[:2]] == [0, 14 * 300]
    assert honest(problem, result)


def test_nodes_over_many_groups_use_up_the_effort_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a node counts once for every group, no term that needs a split is proven."""
    monkeypatch.setattr(branching, "WIDE", 1)
    problem = dense_town_of_equals()
    result = suggest_merges(problem)
    assert result.status == "feasible"
    assert result.objective[0].value == result.objective[0].bound == 0
    assert honest(problem, result)


def test_nothing_is_kept_below_what_a_plan_met_later_has_closed() -> None:
    """Nobody stays undersized: no bound is below that, so the root needs nothing below it."""
    [piece] = suggest_merges(dense_town_of_equals()).certificate["pieces"]
    assert piece["stages"][0]["value"] == 0
    assert piece["stages"][0]["proof"].keys() == {"scale", "unit_duals", "row_duals"}


@pytest.mark.parametrize(
    "given",
    [
        document({"hub": 100, **{f"s{i}": 300 for i in range(9)}}, "hub-s0 hub-s1 hub-s2 hub-s3 "
                 "hub-s4 hub-s5 hub-s6 hub-s7 hub-s8"),
        document({f"p{i}": 400 for i in range(14)}, "-".join(f"p{i}" for i in range(14))),
        document({"a": 10, "b": 20, "c": 30}, ""),
        document({f"t{i}": 500 for i in range(9)}, "t0-t1-t2 t3-t4-t5 t6-t7-t8 t0-t3-t6 t1-t4-t7 "
                 "t2-t5-t8"),
        document({"a": 0, "b": 0, "c": 0}, "a-b-c"),
        document({"a": 2500, "b": 900, "c": 2600}, "a-b-c"),
        document({"huge": 9000, "a": 500, "b": 600}, "huge-a-b"),
        document({"a": 500, "b": 600, "c": 700}, "a-b-c", locked=["b"], apart=[["a", "c"]]),
        document({"a": 500, "b": 600, "c": 700}, "a-b-c", parts=[3, 3], together=[["a", "b"]]),
    ],
    ids=["star", "path", "islands", "ties", "nobody", "none fits", "too large", "locked", "parts"],
)  # fmt: skip
def test_odd_cases_are_answered_and_proven(given: dict[str, Any]) -> None:
    problem = read_problem(given)
    result = suggest_merges(problem)
    assert result.status in {"optimal", "infeasible"}
    assert honest(problem, result)


def test_two_large_communities_merge_only_for_the_sake_of_the_number() -> None:
    free = drawn({"a": 1200, "b": 1300}, "a-b")
    assert parts_of(free, suggest_merges(free).labels) == {frozenset("a"), frozenset("b")}
    one = drawn({"a": 1200, "b": 1300}, "a-b", parts=1)
    result = suggest_merges(one)
    assert parts_of(one, result.labels) == {frozenset("ab")}
    assert honest(one, result)


def test_a_least_number_of_parts_does_not_set_aside_who_stays_undersized() -> None:
    """Four parts leave four undersized and two only one, though both keep the number."""
    given = planar(6, 0, (100, 400), min_households=1000, max_households=3000, parts=[2, 4])
    problem = read_problem(given)
    result = suggest_merges(problem)
    assert [term.value for term in result.objective[:2]] == [1, 912]
    assert honest(problem, result)


@pytest.mark.parametrize("asked", [0, 50, 1_000, 10_000])
def test_being_cancelled_is_answered_soon(asked: int) -> None:
    """Whatever it was at: listing groups, choosing, proving, explaining."""
    problem = tiny(100)
    suggest_merges(tiny(10))  # compile
    with Stopping(asked) as stopping:
        result = suggest_merges(problem, cancelled=stopping)
    assert stopping.was_told
    assert stopping.calls < SOON
    assert result.status == "cancelled"
    assert honest(problem, result)


def test_listing_groups_ends_when_told() -> None:
    problem = tiny(12)
    nodes = pieces.contract(problem)
    [units] = pieces.pieces_of(problem, nodes)
    _, complete = pieces.piece_columns(problem, nodes, units, Run())
    assert complete
    _, complete = pieces.piece_columns(problem, nodes, units, Run(cancelled=lambda: True))
    assert not complete


class Ticking:
    """A clock that goes on by a millisecond whenever it is asked: no machine is slow by it."""

    def __init__(self) -> None:
        self.asked = 0
        self._began = time.monotonic()

    def monotonic(self) -> float:
        self.asked += 1
        return self._began + self.asked / 1000

    def time(self) -> float:
        return time.time()


def test_a_time_limit_is_kept_while_listing_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, clock = tiny(100), Ticking()
    monkeypatch.setattr("grids.partitioning.running.time", clock)
    result = suggest_merges(problem, time_limit=0.2)
    assert 200 <= clock.asked < 400  # it is late from the 200th time on, and soon asks no more
    assert result.status == "feasible"
    assert honest(problem, result)


def test_a_county_is_proven() -> None:
    problem = read_problem(make_county(60, 1))
    result = suggest_merges(problem)
    assert result.status == "optimal"
    assert honest(problem, result)
