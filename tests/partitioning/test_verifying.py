"""A certificate is proven again without a solver, and a false one is refused by name."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grids.partitioning import (
    Problem,
    false_claims,
    read_problem,
    read_result,
    suggest_merges,
    write_result,
)
from tests.partitioning.drawing import document, planar

Change = Callable[[dict[str, Any]], Any]


def solved(given: dict[str, Any]) -> tuple[Problem, dict[str, Any]]:
    """The problem and its RESULT document, as a file would give it back."""
    problem = read_problem(given)
    written = write_result(problem, suggest_merges(problem))
    return problem, json.loads(json.dumps(written))


def refused(problem: Problem, written: dict[str, Any]) -> list[str]:
    return [one.rule for one in false_claims(problem, read_result(problem, written))]


def odd() -> dict[str, Any]:
    """Five small communities in two rings, where the relaxation makes two parts and a half.

    a(600) - b(600) - c(600) - a     any two make 1,200; three would pass the maximum of 1,300
    """
    return document(
        {"a": 600, "b": 600, "c": 600, "d": 700, "e": 600}, "a-b-c-a c-d-e-c", max_households=1300
    )


def torn() -> dict[str, Any]:
    """Two rings of three, where the relaxation takes halves that add up to four whole parts.

    a - b - c - a    c - g(1250) - d    d - e - f - d    all others have 600
    """
    households = dict.fromkeys("abcdef", 600) | {"g": 1250}
    return document(households, "a-b-c-a c-g-d d-e-f-d", max_households=1300)


def stage(written: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = written["certificate"]["pieces"][0]["stages"][number]
    return found


def test_a_gap_is_closed_by_stored_branches() -> None:
    problem, written = solved(torn())
    assert written["status"] == "optimal"
    assert "split" in stage(written)["proof"]
    assert refused(problem, written) == []


def test_a_broken_number_of_parts_is_closed_by_fewer_and_more() -> None:
    problem, written = solved(odd())
    assert written["status"] == "optimal"
    assert stage(written)["proof"]["split_parts"] == 2
    assert refused(problem, written) == []


def test_a_tree_holds_too_where_groups_are_searched_instead_of_listed() -> None:
    problem, written = solved(torn())
    not_all_looked_at(written)
    assert refused(problem, written) == []


def raise_dual(written: dict[str, Any]) -> None:
    proof = stage(written)["proof"]
    proof["unit_duals"][0] += proof["scale"]


def forget_branch(written: dict[str, Any]) -> None:
    del stage(written)["proof"]["split"]


def repeat_branch(written: dict[str, Any]) -> None:
    proof = stage(written)["proof"]
    proof["apart"] = proof["together"]


def forget_number(written: dict[str, Any]) -> None:
    del stage(written)["proof"]["split_parts"]


def other_number(written: dict[str, Any]) -> None:
    """What is proven of at most one part says nothing of two."""
    proof = stage(written)["proof"]
    proof["split_parts"] -= 1


def repeat_number(written: dict[str, Any]) -> None:
    proof = stage(written)["proof"]
    proof["more"] = proof["fewer"]


def broken_number(written: dict[str, Any]) -> None:
    stage(written)["proof"]["split_parts"] = 2.5


def drop_columns(written: dict[str, Any]) -> None:
    written["certificate"]["pieces"][0]["columns"] -= 1


def drop_piece(written: dict[str, Any]) -> None:
    written["certificate"]["pieces"].clear()


def other_hash(written: dict[str, Any]) -> None:
    written["input_hash"] = "0" * 64


def other_rules(written: dict[str, Any]) -> None:
    written["certificate"]["rules"]["max_households"] += 1


def better_value(written: dict[str, Any]) -> None:
    written["objective"][1] -= 1


def better_bound(written: dict[str, Any]) -> None:
    written["bound"][1] += 1


def lower_stage_bound(written: dict[str, Any]) -> None:
    stage(written, 1)["bound"] -= 1


def no_certificate(written: dict[str, Any]) -> None:
    written["certificate"] = {}


def no_proof(written: dict[str, Any]) -> None:
    stage(written, 1)["proof"] = None


def not_all_looked_at(written: dict[str, Any]) -> None:
    written["certificate"]["pieces"][0]["complete"] = False


def negative_price(written: dict[str, Any]) -> None:
    stage(written, 1)["proof"]["row_duals"] = {"undersized": -1}


def huge_price(written: dict[str, Any]) -> None:
    stage(written)["proof"]["unit_duals"][0] = -(2**63)


def dearer_plan(written: dict[str, Any]) -> None:
    written["labels"] = {**written["labels"], "e": written["labels"]["c"]}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (raise_dual, "reduced_cost"),
        (forget_branch, "claimed_bound"),
        (repeat_branch, "reduced_cost"),
        (drop_columns, "certificate_columns"),
        (drop_piece, "certificate_pieces"),
        (other_hash, "claimed_input_hash"),
        (other_rules, "certificate_rules"),
        (better_value, "claimed_value"),
        (better_bound, "claimed_bound"),
        (lower_stage_bound, "claimed_bound"),
        (no_certificate, "unproven"),
        (no_proof, "certificate_malformed"),
        (negative_price, "negative_price"),
        (huge_price, "certificate_overflow"),
    ],
)
def test_a_false_certificate_is_refused_by_name(change: Change, named: str) -> None:
    problem, written = solved(torn())
    change(written)
    assert refused(problem, written) == [named]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (forget_number, "claimed_bound"),
        (other_number, "claimed_bound"),
        (repeat_number, "certificate_malformed"),
        (broken_number, "certificate_malformed"),
    ],
)
def test_a_false_number_of_parts_is_refused_by_name(change: Change, named: str) -> None:
    problem, written = solved(odd())
    change(written)
    assert refused(problem, written) == [named]


rich = st.builds(
    lambda units, seed: {
        **planar(
            units,
            seed,
            (100, 2000),
            min_households=1000,
            max_households=3000,
            service_radius=600,
            service_share=0.5,
            apart=[["u0", "u1"]],
            together=[["u2", "u3"]],
            objective=["change", "distance", "cut"],
        ),
        "sites": [{"id": "s", "unit": "u2"}, {"id": "t", "unit": "u4"}],
    },
    st.integers(6, 14),
    st.integers(0, 10_000),
)


@settings(max_examples=30, deadline=None)
@given(rich)
def test_every_certificate_of_ours_is_proven_again(given: dict[str, Any]) -> None:
    problem, written = solved(given)
    assert written["status"] == "optimal"
    assert refused(problem, written) == []


@settings(max_examples=30, deadline=None)
@given(rich, st.data())
def test_no_certificate_survives_a_dearer_plan(given: dict[str, Any], data: st.DataObject) -> None:
    """Two parts joined, with every figure and value of the certificate made to fit."""
    problem, written = solved(given)
    assume(len(written["parts"]) > 1)
    names = [part["id"] for part in written["parts"]]
    one, other = data.draw(st.permutations(names))[:2]
    forged = deepcopy(written)
    forged["labels"] = {u: one if p == other else p for u, p in written["labels"].items()}
    forged["parts"] = [part for part in written["parts"] if part["id"] != other]
    for part in forged["parts"]:
        part["households"] = sum(
            unit["households"]
            for unit in given["units"]
            if forged["labels"][unit["id"]] == part["id"]
        )
    assert refused(problem, forged) != []


@settings(max_examples=30, deadline=None)
@given(rich, st.data())
def test_no_higher_bound_is_believed(given: dict[str, Any], data: st.DataObject) -> None:
    problem, written = solved(given)
    pieces = written["certificate"]["pieces"]
    piece = data.draw(st.sampled_from([p for p in pieces if p["stages"]]))
    place = data.draw(st.integers(0, 3))
    prices = piece["stages"][place]["proof"]
    unit = data.draw(st.integers(0, len(piece["units"]) - 1))
    prices["unit_duals"][unit] += 2 * prices["scale"]
    written["bound"][place] += 1
    assert refused(problem, written) != []
