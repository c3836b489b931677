"""A problem written out is the same problem when it is read."""

import json
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from grids.partitioning import Problem, read_problem, write_problem
from grids.partitioning.hashing import input_hash
from tests.partitioning.drawing import document


def rich() -> dict[str, Any]:
    """
    a ==road== b ---- c ---- d      a, b one compound; all but d measured; a hall in b
    """
    given = document(
        {"a": 500, "b": 700, "c": 2000, "d": 0}, "b-c-d",
        min_households=100, max_households=3000, target_households=900, parts=[1, 3],
        service_radius=500, service_share=0.9, barrier_weight={"road": 0.2}, compound_weight=7,
        inside_weight=0.5, forbidden_barriers=["river"], objective={"cut": 2, "change": 1},
        distance="matrix", together=[["a", "b"]], apart=[["a", "c"]], locked=["b"],
    )  # fmt: skip
    given["edges"].append({"a": "a", "b": "b", "length": 12.5, "barrier": "road"})
    for place, unit in enumerate(given["units"][:3]):
        unit |= {"x": 10.5 * place, "y": -3.25, "area": 80.0, "population": 3.5, "outer": 9.0}
        unit |= {"parent": "town", "current": "g1" if place else "g2"}
    given["units"][3] |= {"parent": "village"}
    for unit in given["units"][:2]:
        unit["group"] = "garden"
    given["sites"] = [{"id": "hall", "unit": "b"}]
    given["distances"] = [[100.0], [0.0], [250.5], [None]]
    return given


def read_again(problem: Problem) -> Problem:
    return read_problem(json.loads(json.dumps(write_problem(problem))))


@pytest.mark.parametrize("given", [rich(), document({"a": 5, "b": 7}, "a-b")])
def test_every_array_name_and_rule_comes_back(given: dict[str, Any]) -> None:
    problem = read_problem(given)
    again = read_again(problem)
    assert input_hash(again) == input_hash(problem)
    for field in fields(problem):
        one, other = getattr(problem, field.name), getattr(again, field.name)
        same = np.array_equal(one, other, equal_nan=True) if isinstance(one, np.ndarray) else (
            one == other
        )  # fmt: skip
        assert same, field.name


def test_an_ordered_objective_stays_ordered() -> None:
    given = document({"a": 5, "b": 7}, "a-b", objective=["distance", "cut"])
    rules = read_again(read_problem(given)).rules
    assert rules.lexicographic
    assert [name for name, _ in rules.objective] == ["distance", "cut"]
