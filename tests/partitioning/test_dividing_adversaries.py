"""Maps drawn to embarrass the engine: it keeps the rules, or names the one it cannot keep."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from grids.partitioning import Result, check, read_problem, suggest_grids
from tests.partitioning.drawing import document

BOUNDS = {"min_households": 300, "target_households": 400, "max_households": 500}
Case = tuple[dict[str, Any], str, dict[str, int]]


def many(prefix: str, count: int, households: int) -> dict[str, int]:
    return {f"{prefix}{i}": households for i in range(count)}


def star(leaves: int) -> dict[str, Any]:
    """A square with dead ends around it: only one grid may hold the square."""
    return document(
        {"hub": 0, **many("l", leaves, 100)}, " ".join(f"hub-l{i}" for i in range(leaves)), **BOUNDS
    )


def path(units: int, households: int) -> dict[str, Any]:
    """One street."""
    return document(many("p", units, households), "-".join(f"p{i}" for i in range(units)), **BOUNDS)


def lattice(side: int, households: int, without: set[tuple[int, int]]) -> dict[str, Any]:
    """Square cells, all borders alike, but for those `without`."""
    cells = [(x, y) for y in range(side) for x in range(side) if (x, y) not in without]
    steps = [((x, y), (x + dx, y + dy)) for x, y in cells for dx, dy in ((1, 0), (0, 1))]
    borders = " ".join(
        f"c{ax}.{ay}-c{bx}.{by}" for (ax, ay), (bx, by) in steps if (bx, by) in set(cells)
    )
    return document({f"c{x}.{y}": households for x, y in cells}, borders, **BOUNDS)


def lake() -> dict[str, Any]:
    """A town around a lake."""
    middle = {(x, y) for x in range(2, 8) for y in range(2, 8)}
    return lattice(10, 50, middle)


def enclave() -> dict[str, Any]:
    """One community lies wholly inside another."""
    given = lattice(10, 40, set())
    for unit in given["units"]:
        x, y = map(int, unit["id"][1:].split("."))
        unit["parent"] = "inner" if 3 <= x <= 6 and 3 <= y <= 6 else "outer"
    return given


def points_only() -> dict[str, Any]:
    """Two blocks that touch in a corner do not hang together."""
    given = document({"a": 200, "b": 200}, "a-b", **BOUNDS)
    given["edges"][0]["length"] = 0
    return given


def tower(households: int) -> dict[str, Any]:
    """One building above the maximum in the middle of a town."""
    given = lattice(6, 40, set())
    given["units"][14]["households"] = households
    return given


def shard() -> dict[str, Any]:
    """A town, and an islet without anybody."""
    given = lattice(6, 40, set())
    given["units"].append({"id": "islet", "households": 0})
    return given


def wide_bounds() -> dict[str, Any]:
    given = lattice(5, 0, set())
    given["rules"] = {"min_households": 0, "max_households": 500}
    return given


# the map, the status, and how often each rule is broken where that is the least possible
CASES: dict[str, Case] = {
    "a star": (star(12), "infeasible", {}),
    "a star that is one grid": (star(4), "optimal", {}),
    "a street": (path(40, 50), "optimal", {}),
    "a street that falls into three": (path(3, 400), "optimal", {}),
    "a street of buildings too large": (path(5, 600), "infeasible", {"max_households": 5}),
    "a street without anybody": (path(6, 0), "infeasible", {"min_households": 1}),
    "nobody, and nobody needed": (wide_bounds(), "optimal", {}),
    "one building": (path(1, 400), "optimal", {}),
    "one building too small": (path(1, 1), "infeasible", {"min_households": 1}),
    "all alike": (lattice(12, 25, set()), "feasible", {}),
    "a lake": (lake(), "optimal", {}),
    "an enclave": (enclave(), "optimal", {}),
    "corners": (points_only(), "infeasible", {"min_households": 2}),
    "a tower above the maximum": (tower(2000), "infeasible", {"max_households": 1}),
    "an islet": (shard(), "infeasible", {"min_households": 1}),
    "scattered buildings": (
        document(many("s", 8, 350), "", **BOUNDS), "optimal", {}),
}  # fmt: skip


def divide(given: dict[str, Any]) -> Result:
    problem = read_problem(given)
    result = suggest_grids(problem, seed=1)
    assert check(problem, result) == list(result.violations)
    return result


@pytest.mark.parametrize("case", CASES)
def test_the_rules_are_kept_or_the_broken_one_is_named(case: str) -> None:
    given, status, broken = CASES[case]
    result = divide(given)
    assert result.status == status
    assert all(part.pieces == 1 for part in result.parts)
    assert sum(part.households for part in result.parts) == sum(
        unit["households"] for unit in given["units"]
    )
    if broken:
        assert Counter(one.rule for one in result.violations) == broken


@pytest.mark.parametrize("case", ["all alike", "a lake", "a star"])
def test_ties_are_broken_alike_every_time(case: str) -> None:
    first, second = divide(CASES[case][0]), divide(CASES[case][0])
    assert np.array_equal(first.labels, second.labels)
