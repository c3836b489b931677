"""On small random maps the merges equal the best of all divisions, tried one by one."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grids.partitioning import check, read_problem, suggest_merges
from tests.partitioning.brute_force import best_merge
from tests.partitioning.drawing import planar

maps = st.builds(
    lambda units, seed: planar(
        units,
        seed,
        (100, 2900),
        min_households=1000,
        max_households=3000,
        objective=["change", "cut"],
    ),
    st.integers(4, 7),
    st.integers(0, 10_000),
)


@settings(max_examples=25, deadline=None)
@given(maps)
def test_merges_equal_brute_force(document: dict[str, Any]) -> None:
    problem = read_problem(document)
    result = suggest_merges(problem)
    small, change, inside = best_merge(problem)
    found = [term.value for term in result.objective]
    assert found == [small, change, inside / 10]
    assert result.status == "optimal"
    assert result.gap == 0
    assert check(problem, result) == list(result.violations)


@settings(max_examples=15, deadline=None)
@given(maps, st.randoms(use_true_random=False))
def test_the_answer_does_not_hang_on_names_or_place(
    document: dict[str, Any], random: Random
) -> None:
    problem = read_problem(document)
    moved = {**document, "units": [dict(unit) for unit in document["units"]]}
    for unit in moved["units"]:
        unit["x"], unit["y"] = unit["x"] + 5e5, unit["y"] + 4e6
    random.shuffle(moved["units"])
    one, other = suggest_merges(problem), suggest_merges(read_problem(moved))
    assert [t.value for t in one.objective] == [t.value for t in other.objective]


@settings(max_examples=15, deadline=None)
@given(maps)
def test_scaling_households_and_bounds_together_changes_nothing(document: dict[str, Any]) -> None:
    scaled = {
        **document,
        "units": [{**u, "households": 3 * u["households"]} for u in document["units"]],
        "rules": {**document["rules"], "min_households": 3000, "max_households": 9000},
    }
    one, other = read_problem(document), read_problem(scaled)
    first, second = suggest_merges(one), suggest_merges(other)
    assert first.objective[0].value == second.objective[0].value
    assert 3 * first.objective[1].value == second.objective[1].value
