"""On random maps the grids keep every hard rule, or say which one they do not."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import check, read_problem, suggest_grids
from tests.partitioning.brute_force import best_cut
from tests.partitioning.drawing import planar


def town(units: int, seed: int) -> dict[str, Any]:
    rules = {"min_households": 300, "target_households": 400, "max_households": 500}
    return planar(units, seed, (0, 60), **rules)


towns = st.builds(town, st.integers(20, 80), st.integers(0, 10_000))


@settings(max_examples=20, deadline=None)
@given(towns)
def test_what_is_broken_is_named_and_parts_hang_together(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    result = suggest_grids(problem)
    assert check(problem, result) == list(result.violations)
    assert all(part.pieces == 1 for part in result.parts)
    assert (result.status == "infeasible") == bool(result.violations)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_small_maps_are_cut_as_well_as_can_be(seed: int) -> None:
    rules = {"min_households": 200, "max_households": 700, "parts": 2}
    problem = read_problem(planar(8, seed, (50, 160), **rules))
    best = best_cut(problem, 2)
    result = suggest_grids(problem)
    assert (best is None) == (result.status == "infeasible")
    if best is not None:
        assert np.isclose(result.objective[0].value, best)
