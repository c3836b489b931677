"""The division first, its proof afterwards: what a planner who does not want to wait is shown."""

import numpy as np

from grids.partitioning import check, false_claims, prove_grids, read_problem, suggest_grids
from tests.partitioning.drawing import planar

BOUNDS = {"min_households": 300, "target_households": 400, "max_households": 500}


def test_a_division_is_answered_without_a_proof_and_proven_afterwards() -> None:
    problem = read_problem(planar(50, 1, (10, 60), **BOUNDS))
    quick = suggest_grids(problem, seed=3, prove=False)
    assert (quick.status, quick.gap, quick.certificate["kind"]) == ("feasible", None, "none")
    proven = prove_grids(problem, quick.labels, seed=3)
    whole = suggest_grids(problem, seed=3)
    assert (proven.status, proven.gap) == ("optimal", 0)
    assert proven.objective == whole.objective
    assert check(problem, proven) == false_claims(problem, proven) == []


def test_a_poor_division_is_replaced_by_the_one_that_is_proven() -> None:
    """
    a =9= b      bc|ad keeps the bounds and cuts 18; ab|cd cuts 2
    1     1
    d =9= c
    """
    borders = [("a", "b", 9), ("b", "c", 1), ("c", "d", 9), ("a", "d", 1)]
    problem = read_problem(
        {
            "units": [{"id": one, "households": 10} for one in "abcd"],
            "edges": [{"a": a, "b": b, "length": metres} for a, b, metres in borders],
            "rules": {"min_households": 20, "max_households": 20, "parts": 2},
        }
    )
    proven = prove_grids(problem, np.array([0, 1, 1, 0], np.int32))
    assert (proven.status, proven.objective[0].value) == ("optimal", 2)
    assert proven.labels.tolist() == [0, 0, 1, 1]
