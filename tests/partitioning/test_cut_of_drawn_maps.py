"""The least cut of maps that are drawn: stars, equals, rivers, barriers."""

import numpy as np

from grids.partitioning import read_problem
from tests.partitioning.cutting import proven
from tests.partitioning.drawing import drawn


def test_a_star_cannot_be_divided_and_that_is_proven() -> None:
    """
    b   c
     \\ /
      a     every part without a is a single tip of 10, under the minimum
     / \\
    d   e
    """
    sizes = {"a": 10, "b": 10, "c": 10, "d": 10, "e": 10}
    problem = drawn(sizes, "b-a-c d-a-e", parts=2, min_households=20, max_households=30)
    proof = proven(problem)
    assert proof.proven
    assert proof.label is None
    assert proof.bound == np.inf


def test_of_equal_cuts_one_is_taken_and_always_the_same() -> None:
    """
    a - b - c
    |   |   |    halves of three: two upright cuts of 3, or a bent one of 3
    d - e - f
    """
    problem = drawn(
        dict.fromkeys("abcdef", 10),
        "a-b-c d-e-f a-d b-e c-f",
        parts=2,
        min_households=20,
        max_households=40,
    )
    first, again = proven(problem), proven(problem)
    assert first.value == first.bound == 2.0
    assert first.label is not None
    assert again.label is not None
    assert first.label.tolist() == again.label.tolist()


def test_a_border_along_a_river_costs_a_tenth() -> None:
    """
    a - b ~ c - d    ~ the river: length 30, a tenth of it is less than the 10 of the others
    """
    problem = read_problem(
        {
            "units": [{"id": name, "households": 10} for name in "abcd"],
            "edges": [
                {"a": "a", "b": "b", "length": 10},
                {"a": "b", "b": "c", "length": 30, "barrier": "river"},
                {"a": "c", "b": "d", "length": 10},
            ],
            "rules": {"parts": 2, "min_households": 10, "max_households": 30},
        }
    )
    proof = proven(problem)
    assert proof.proven
    assert np.isclose(proof.value, 3.0)


def test_what_only_touches_over_a_forbidden_barrier_does_not_hang_together() -> None:
    """
    a - b
    =   |    = a railway nobody crosses: a and c are no part, though cutting a from b is cheaper
    c - d
    """
    edges = [
        ("a", "b", 1, None),
        ("b", "d", 9, None),
        ("c", "d", 1, None),
        ("a", "c", 9, "railway"),
    ]
    problem = read_problem(
        {
            "units": [{"id": name, "households": 10} for name in "abcd"],
            "edges": [dict(zip(("a", "b", "length", "barrier"), e, strict=True)) for e in edges],
            "rules": {
                "parts": 2,
                "min_households": 20,
                "max_households": 20,
                "forbidden_barriers": ["railway"],
            },
        }
    )
    proof = proven(problem)
    assert proof.proven
    assert np.isclose(proof.value, 9 + 0.9)
