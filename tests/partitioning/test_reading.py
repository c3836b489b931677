"""Bad problems are refused with the place named; good ones come out as arrays."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grids.partitioning import ProblemError, read_problem
from tests.partitioning.drawing import document


def good() -> dict[str, Any]:
    """a --- b --- c"""
    return document({"a": 500, "b": 700, "c": 2000}, "a-b-c")


def spoil(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    spoilt = good()
    change(spoilt)
    return spoilt


SPOILT = {
    "no units": (lambda d: d.update(units=[]), "no_units", "units"),
    "a repeated unit": (lambda d: d["units"][1].update(id="a"), "duplicate_unit", "units[1].id"),
    "a unit without id": (lambda d: d["units"][2].pop("id"), "bad_id", "units[2].id"),
    "negative households": (
        lambda d: d["units"][1].update(households=-5), "negative", "units[1].households"),
    "half a household": (
        lambda d: d["units"][0].update(households=1.5), "not_whole", "units[0].households"),
    "NaN households": (
        lambda d: d["units"][0].update(households=math.nan), "not_finite", "units[0].households"),
    "a place at infinity": (
        lambda d: d["units"][0].update(x=math.inf, y=0), "not_finite", "units[0].x"),
    "an unknown neighbour": (
        lambda d: d["edges"][0].update(b="z"), "unknown_unit", "edges[0].b"),
    "a unit beside itself": (lambda d: d["edges"][1].update(b="b"), "loop", "edges[1]"),
    "a border given twice": (
        lambda d: d["edges"].append({"a": "b", "b": "a"}), "duplicate_edge", "edges[2]"),
    "a negative length": (
        lambda d: d["edges"][0].update(length=-1), "too_small", "edges[0].length"),
    "a site nowhere": (
        lambda d: d.update(sites=[{"id": "s", "unit": "z"}]), "unknown_unit", "sites[0].unit"),
    "a crooked matrix": (
        lambda d: d.update(distances=[[1]], sites=[{"id": "s", "unit": "a"}]),
        "bad_shape", "distances"),
    "a minimum above the maximum": (
        lambda d: d["rules"].update(min_households=4000),
        "contradictory_bounds", "rules.min_households"),
    "no maximum": (
        lambda d: d["rules"].pop("max_households"), "missing_rule", "rules.max_households"),
    "a target outside": (
        lambda d: d["rules"].update(target_households=5),
        "contradictory_target", "rules.target_households"),
    "a misspelt rule": (
        lambda d: d["rules"].update(max_household=1), "unknown_rule", "rules.max_household"),
    "an unknown objective": (
        lambda d: d["rules"].update(objective={"beauty": 1}), "unknown_choice", "rules.objective"),
    "together and apart": (
        lambda d: d["rules"].update(together=[["a", "b"], ["b", "c"]], apart=[["a", "c"]]),
        "contradictory_apart", "rules.apart"),
    "more parts than units": (
        lambda d: d["rules"].update(parts=4), "too_many_parts", "rules.parts"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_bad_problem_is_refused_with_its_place(case: str) -> None:
    change, code, place = SPOILT[case]
    with pytest.raises(ProblemError) as caught:
        read_problem(spoil(change))
    assert (caught.value.code, caught.value.place) == (code, place)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.text)


def test_anything_but_an_object_is_refused() -> None:
    with pytest.raises(ProblemError, match="PROBLEM"):
        read_problem([1, 2])


def test_a_perimeter_gives_the_outer_border() -> None:
    given = good()
    for unit, perimeter in zip(given["units"], (10, 4, 1), strict=True):
        unit["perimeter"] = perimeter
    assert read_problem(given).outer.tolist() == [9, 2, 0]


def test_what_is_not_given_is_unknown_not_zero() -> None:
    problem = read_problem(good())
    assert np.isnan(problem.population).all()
    assert problem.parent.tolist() == [-1, -1, -1]


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        read_problem(good()).households[0] = 1
