"""Grids around centres through the front door: proven, explained, or refused with a reason."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grids.partitioning import (
    Problem,
    ProblemError,
    Term,
    check,
    false_claims,
    read_problem,
    suggest_grids,
    write_result,
)
from grids.partitioning.commands import main
from tests.bench.engine.districting import read_instance
from tests.partitioning.drawing import document, parts_of, planar
from tests.real_data import real_file

FAR = {"objective": {"distance": 1}, "distance": "hops"}


def divided(given: dict[str, Any], **options: Any) -> tuple[Problem, Any]:
    problem = read_problem(given)
    result = suggest_grids(problem, **options)
    assert check(problem, result) == list(result.violations)
    assert not false_claims(problem, result)
    return problem, result


def row(**rules: Any) -> dict[str, Any]:
    """a(100) - b(100) - c(100) - d(100) - e(100) - f(100)"""
    bounds = {"min_households": 200, "max_households": 400, "parts": 2}
    return document(dict.fromkeys("abcdef", 100), "a-b-c-d-e-f", **{**bounds, **FAR, **rules})


def codes(result: Any) -> set[str]:
    return {reason.code for reason in result.explanation}


def test_two_threes_walk_least_and_it_is_proven() -> None:
    problem, result = divided(row())
    assert parts_of(problem, result.labels) == {frozenset("abc"), frozenset("def")}
    assert result.status == "optimal"
    assert (result.objective[0].value, result.objective[0].bound, result.gap) == (400, 400, 0)
    assert {"proven_best", "centres"} <= codes(result)
    assert result.certificate["pieces"][0]["centres"] == ["b", "e"]


def test_what_no_division_keeps_is_proven_impossible_and_named() -> None:
    problem, result = divided(row(min_households=250, max_households=290))
    assert result.status == "infeasible"
    assert result.violations
    assert "proven_impossible" in codes(result)
    assert problem.size == len(result.labels)


def test_islands_share_the_number_of_parts_asked_for() -> None:
    """
    a(100) - b(100) - c(100) - d(100)   e(100) - f(100)
    """
    given = row(parts=3)
    given["edges"] = [edge for edge in given["edges"] if (edge["a"], edge["b"]) != ("d", "e")]
    problem, result = divided(given)
    assert result.status == "optimal"
    assert parts_of(problem, result.labels) == {frozenset("ab"), frozenset("cd"), frozenset("ef")}


def test_islands_get_the_parts_where_they_save_most_not_where_most_live() -> None:
    """
    a(100) - b(100) - c(100) - d(100)   e(100) - g(0) - h(0) - f(100)
    """
    sizes = {**dict.fromkeys("abcdef", 100), "g": 0, "h": 0}
    given = document(sizes, "a-b-c-d e-g-h-f", parts=3, min_households=100, max_households=400,
                     **FAR)  # fmt: skip
    _, result = divided(given)
    assert result.status == "optimal"
    assert result.objective[0].value == 400


def test_without_a_number_of_parts_that_nearest_to_the_target_is_kept() -> None:
    given = row(target_households=300, min_households=100)
    del given["rules"]["parts"]
    _, result = divided(given)
    assert len(result.parts) == 2
    assert result.status == "optimal"


def test_without_a_target_the_distance_chooses_the_number_of_parts() -> None:
    given = row(min_households=100)
    del given["rules"]["parts"]
    _, result = divided(given)
    assert len(result.parts) == 6
    assert (result.status, result.objective[0].value) == ("optimal", 0)


def test_by_the_matrix_every_part_has_a_site_of_its_own() -> None:
    """Sites at a and b only: d, e and f are nearer to b, c could go either way."""
    given = row(distance="matrix")
    given["sites"] = [{"id": "A", "unit": "a"}, {"id": "B", "unit": "b"}]
    given["distances"] = [[10, 30], [20, 0], [30, 10], [40, 20], [50, 30], [60, 40]]
    problem, result = divided({**given, "rules": {**given["rules"], "min_households": 100,
                                                  "max_households": 500}})  # fmt: skip
    assert parts_of(problem, result.labels) == {frozenset("a"), frozenset("bcdef")}
    assert result.objective[0].value == 100 * (10 + 0 + 10 + 20 + 30 + 40)
    assert result.status == "optimal"
    given["sites"][1]["unit"] = "a"
    problem, result = divided(given)
    json.dumps(write_result(problem, result), allow_nan=False)
    assert result.status == "infeasible"
    assert "no_centre" in codes(result)


def test_distances_weigh_against_borders_with_an_honest_bound() -> None:
    given = planar(40, 1, (20, 60), min_households=250, max_households=450, parts=4,
                   objective={"distance": 1, "cut": 50, "balance": 1})  # fmt: skip
    _, result = divided(given)
    assert result.status == "feasible"
    assert result.objective[0].name == "weighted"
    assert result.objective[0].bound is not None
    assert 0 < result.objective[0].bound < result.objective[0].value
    given["rules"]["objective"] = {"distance": 1}
    _, alone = divided(given)
    given["rules"]["objective"] = {"cut": 1}
    _, by_cut = divided(given)
    cuts = [_cut(given, one) for one in (by_cut, result, alone)]
    assert cuts == sorted(cuts)


def _cut(given: dict[str, Any], result: Any) -> float:
    label = dict(zip([unit["id"] for unit in given["units"]], result.labels, strict=True))
    return float(sum(e["length"] for e in given["edges"] if label[e["a"]] != label[e["b"]]))


def test_larger_ground_is_bounded_not_proven() -> None:
    given = planar(200, 2, (20, 60), min_households=700, max_households=900, parts=10, **FAR)
    _, result = divided(given)
    assert result.status == "feasible"
    assert result.gap is not None
    assert 0 < result.gap < 0.1
    assert "bounded" in codes(result)


def test_the_same_seed_gives_the_same_grids_whoever_computes_them() -> None:
    given = planar(60, 4, (20, 60), min_households=500, max_households=700, **FAR)
    given["edges"] = [e for e in given["edges"] if int(e["a"][1:]) % 2 == int(e["b"][1:]) % 2]
    _, alone = divided(given, seed=3)
    with ThreadPoolExecutor(2) as executor:
        _, shared = divided(given, seed=3, executor=executor)
    assert np.array_equal(alone.labels, shared.labels)
    assert alone.certificate == shared.certificate


def test_being_told_to_stop_still_answers() -> None:
    problem = read_problem(planar(100, 5, (20, 60), min_households=700, max_households=900, **FAR))
    result = suggest_grids(problem, cancelled=lambda: True)
    assert result.status == "cancelled"
    assert len(result.labels) == 100


@pytest.mark.parametrize(
    "rule",
    [
        {"together": [["a", "b"]]},
        {"apart": [["a", "b"]]},
        {"locked": ["a"]},
        {"objective": {"distance": 1, "compactness": 1}},
        {"objective": ["distance", "cut"]},
        {"distance": "euclidean"},
    ],
)
def test_what_cannot_be_weighed_with_distances_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ProblemError, match=r"尚不支持|坐标"):
        suggest_grids(read_problem(row(**rule)))


@pytest.mark.real_data
@pytest.mark.parametrize("state", ["ME", "NM", "ID", "WV", "MT", "NE"])
def test_the_published_optimum_of_a_state_is_proven(state: str, tmp_path: Path) -> None:
    case = read_instance(real_file("districting", f"hess_hop_{state}.json"))
    given, found = tmp_path / "problem.json", tmp_path / "result.json"
    given.write_text(json.dumps(case.document), "utf-8")
    assert main(["divide", str(given), str(found)]) == 0
    result = json.loads(found.read_text("utf-8"))
    assert result["status"] == "optimal"
    assert result["objective"] == result["bound"] == case.optimum
    assert main(["check", str(given), str(found)]) == 0


def test_a_result_that_claims_too_much_is_found() -> None:
    problem, result = divided(planar(30, 7, (20, 60), min_households=200, max_households=500,
                                     parts=4, **FAR))  # fmt: skip
    assert not false_claims(problem, result)
    piece = result.certificate["pieces"][0]
    dearer = [price + 1 for price in piece["unit_prices"]]
    forged = [
        ("claimed_objective", {"objective": (Term("distance", 1.0, 1.0),)}),
        ("unproven", {"objective": (replace(result.objective[0], bound=None),)}),
        ("claimed_root_bound", _with(result, piece, {"root_bound": piece["root_bound"] + 5})),
        ("claimed_root_bound", _with(result, piece, {"unit_prices": dearer})),
        ("claimed_parts", _with(result, piece, {"parts": [3, 4]})),
        ("certificate_malformed", _with(result, piece, {"most_prices": [-1.0] * 30})),
        ("claimed_input_hash", {"input_hash": "0"}),
    ]
    for rule, change in forged:
        named = {one.rule for one in false_claims(problem, replace(result, **change))}
        assert rule in named


def _with(result: Any, piece: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {"certificate": {**result.certificate, "pieces": [{**piece, **change}]}}
