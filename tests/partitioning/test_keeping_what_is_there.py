"""Redrawing from what is there: few households change grid, and what is locked stays."""

from typing import Any

import numpy as np
import pytest

from grids.partitioning import (
    Problem,
    ProblemError,
    check,
    read_problem,
    scorecard,
    suggest_grids,
    write_result,
)
from grids.partitioning.dividing.terms import moved_households
from grids.partitioning.problem import Codes
from tests.partitioning.test_dividing import block_town


def town_of_columns(widths: tuple[int, ...], households: int = 40, **rules: Any) -> dict[str, Any]:
    """A town four cells high; its present grids are whole columns of these widths.

    g0 g0 g0 | g1 g1 g1 ...   roads every fourth column, where the grids have no border
    """
    given = block_town(sum(widths), 4, households, road_every=4, **rules)
    grid_of = [f"g{number}" for number, width in enumerate(widths) for _ in range(width)]
    for unit in given["units"]:
        unit["current"] = grid_of[int(unit["id"][1:].split("-")[0])]
    return given


def answered(given: dict[str, Any], seed: int = 1) -> tuple[Problem, Codes, Any]:
    problem = read_problem(given)
    result = suggest_grids(problem, seed=seed)
    assert check(problem, result) == list(result.violations)
    return problem, result.labels, result


@pytest.mark.parametrize(("price", "moved"), [(10, 0), (0.01, 100)])
def test_households_move_to_a_road_only_where_that_is_worth_it(price: float, moved: int) -> None:
    """
    g0 has five columns of 100 households, the first road runs behind the fourth:
    with the fifth column in g1 the border runs along it and costs 6 instead of 40.
    """
    given = town_of_columns((5, 3, 4), 25, objective={"cut": 1, "change": price})
    problem, labels, result = answered(given)
    assert moved_households(problem, labels) == moved
    assert result.status == "feasible"
    assert sorted(part.id for part in result.parts) == ["g0", "g1", "g2"]


def test_only_as_many_move_as_the_bounds_ask_for() -> None:
    """640 households in g1 are 140 too many: at least four cells of 40 must leave it."""
    given = town_of_columns((2, 4, 3, 3), objective={"cut": 0.01, "change": 1}, min_households=320)
    problem, labels, result = answered(given)
    assert result.status == "feasible"
    assert moved_households(problem, labels) == 160


def test_a_grid_too_few_is_split_off_the_largest() -> None:
    problem, labels, result = answered(
        town_of_columns((3, 6, 3), objective={"cut": 0.01, "change": 1})
    )
    assert result.status == "feasible"
    assert len(result.parts) == 4
    assert moved_households(problem, labels) == 480


def test_a_grid_too_many_is_joined_to_a_neighbour() -> None:
    given = town_of_columns(
        (3, 1, 2, 3, 3), objective={"cut": 0.01, "change": 1}, min_households=400
    )
    problem, labels, result = answered(given)
    assert result.status == "feasible"
    assert len(result.parts) == 4
    assert moved_households(problem, labels) == 160


def test_locked_cells_keep_their_grid_while_the_rest_is_redrawn() -> None:
    given = town_of_columns((3, 3, 3, 3))
    given["rules"]["locked"] = [
        unit["id"] for unit in given["units"] if unit["current"] in ("g0", "g2")
    ]
    problem, labels, result = answered(given)
    assert result.status == "feasible"
    for name in ("g0", "g2"):
        held = problem.current == problem.current_ids.index(name)
        assert len(np.unique(labels[held])) == 1
    assert len({int(labels[problem.current == grid][0]) for grid in (0, 2)}) == 2


def test_locked_cells_of_two_grids_never_meet_even_where_that_breaks_the_bounds() -> None:
    given = town_of_columns((3, 1))
    given["rules"]["locked"] = [unit["id"] for unit in given["units"]]
    problem, labels, result = answered(given)
    assert len(result.parts) == 2
    assert {violation.rule for violation in result.violations} == {"min_households"}
    assert moved_households(problem, labels) == 0


def test_locks_against_another_rule_are_refused_with_the_place() -> None:
    given = town_of_columns((3, 3))
    given["rules"] |= {"locked": ["c0-0", "c5-0"], "together": [["c0-0", "c5-0"]]}
    with pytest.raises(ProblemError) as caught:
        suggest_grids(read_problem(given))
    assert caught.value.code == "contradictory_apart"


def test_change_without_a_present_division_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        suggest_grids(read_problem(block_town(6, 4, 40, 3, objective={"change": 1})))
    assert caught.value.code == "missing_current"


@pytest.mark.parametrize(("order", "moved"), [(["change", "cut"], 0), (["cut", "change"], 100)])
def test_terms_in_strict_order_are_kept_in_that_order(order: list[str], moved: int) -> None:
    """As above: the border by the road is shorter, and a column of 100 households away."""
    problem, labels, result = answered(town_of_columns((5, 3, 4), 25, objective=order))
    assert moved_households(problem, labels) == moved
    assert [term.name for term in result.objective] == order
    assert write_result(problem, result)["objective"] == [term.value for term in result.objective]


def test_compact_grids_have_less_border_than_those_along_roads() -> None:
    """Roads every second column make long thin grids cheap; plain metres do not."""
    along, _, thin = answered(block_town(8, 8, 25, road_every=2, objective={"cut": 1}))
    plain, _, square = answered(block_town(8, 8, 25, road_every=2, objective={"compactness": 1}))
    assert _border(plain, square.labels) < _border(along, thin.labels)
    [term] = square.objective
    assert (term.name, term.value) == ("weighted", _border(plain, square.labels))


def test_the_objective_is_the_weighted_sum_of_what_was_asked_for() -> None:
    given = town_of_columns((2, 4, 3, 3), objective={"cut": 2, "balance": 3, "change": 5})
    problem, labels, result = answered(given)
    card = scorecard(problem, labels)
    balance = sum(abs(part.households - 400) for part in card.parts)
    wanted = 2 * card.cut + 3 * balance + 5 * moved_households(problem, labels)
    assert [(term.name, term.value) for term in result.objective] == [("weighted", wanted)]


def _border(problem: Problem, labels: Codes) -> float:
    apart = labels[problem.edges[:, 0]] != labels[problem.edges[:, 1]]
    return float(problem.length[apart].sum())


def test_an_islet_without_a_present_grid_is_divided_like_any_other() -> None:
    given = town_of_columns((3, 3, 3, 3), objective={"cut": 1, "change": 10})
    given["units"].append({"id": "islet", "households": 350})
    problem, labels, result = answered(given)
    assert result.status == "feasible"
    assert moved_households(problem, labels) == 0
