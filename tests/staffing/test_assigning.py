"""Officers to grids: the cheapest plan, proven, and why each goes where they go.

officers  a  b  c         grids  0      1      2       one line, metres
          0  40 100              0      50     90
"""

import itertools
from typing import Any

import numpy as np
import pytest

from grids.staffing.assigning import (
    IDLE,
    Task,
    TaskError,
    assign,
    prove,
    reasons_of,
    shares_by_workload,
)
from grids.staffing.assigning.solving import Plan, plan_of

OFFICERS, GRIDS = np.array([0, 40, 100]), np.array([0, 50, 90])


def task(cost: Any, least: Any = 1, most: Any = 1, share: Any = 1.0, spread: int = 0) -> Task:
    costs = np.array(cost, np.int64)
    grids = costs.shape[1]
    return Task(
        costs,
        np.broadcast_to(np.array(least, np.int64), grids),
        np.broadcast_to(np.array(most, np.int64), grids),
        np.broadcast_to(np.array(share, np.float64), grids),
        spread,
    )


def on_the_line() -> Task:
    return task(np.abs(OFFICERS[:, None] - GRIDS[None, :]))


def every_plan(asked: Task) -> list[Plan]:
    """All plans that fill the least number first and leave nobody idle for nothing."""
    found = []
    for grid in itertools.product(range(-1, asked.grids), repeat=asked.people):
        plan = plan_of(asked, np.array(grid, np.int64))
        if (plan.count <= asked.most).all():
            found.append(plan)
    idle = min(int((plan.grid == IDLE).sum()) for plan in found)
    found = [plan for plan in found if (plan.grid == IDLE).sum() == idle]
    missing = min(_missing(asked, plan) for plan in found)
    return [plan for plan in found if _missing(asked, plan) == missing]


def _missing(asked: Task, plan: Plan) -> int:
    return int(np.maximum(asked.least - plan.count, 0).sum())


def made(seed: int) -> Task:
    rng = np.random.default_rng(seed)
    people, grids = int(rng.integers(1, 6)), int(rng.integers(1, 4))
    least = rng.integers(0, 2, grids)
    return task(
        rng.integers(-30, 60, (people, grids)),
        least,
        least + rng.integers(0, 3, grids),
        rng.uniform(0, 2, grids),
        int(rng.integers(0, 20)),
    )


def test_everybody_goes_the_shortest_way_in_all() -> None:
    plan = assign(on_the_line())
    assert plan.grid.tolist() == [0, 1, 2]
    assert plan.cost == 0 + 10 + 10


@pytest.mark.parametrize("seed", range(40))
def test_no_other_plan_is_cheaper(seed: int) -> None:
    asked = made(seed)
    plan, others = assign(asked), every_plan(asked)
    assert plan.cost == min(other.cost for other in others)
    assert prove(asked, plan).optimal


@pytest.mark.parametrize("seed", range(40))
def test_a_dearer_plan_is_never_called_optimal(seed: int) -> None:
    asked = made(seed)
    best = assign(asked).cost
    for other in every_plan(asked):
        proof = prove(asked, other)
        assert proof.optimal == (other.cost == best)
        assert proof.bound <= best


@pytest.mark.parametrize("seed", range(25))
def test_the_next_best_costs_what_it_says(seed: int) -> None:
    asked = made(seed)
    plan = assign(asked)
    others = every_plan(asked)
    for row, reason in enumerate(reasons_of(asked, plan, prove(asked, plan))):
        instead = [one.cost for one in others if one.grid[row] != plan.grid[row]]
        assert (reason.more is None) == (not instead)
        if instead:
            assert plan.cost + (reason.more or 0) == min(instead)
            assert any(one.cost == min(instead) and one.grid[row] == reason.other for one in others)


def test_more_work_brings_more_people() -> None:
    share = shares_by_workload(np.array([600.0, 200.0]), 4)
    assert share.tolist() == [3.0, 1.0]
    plan = assign(task(np.zeros((4, 2)), 0, 4, share, spread=100))
    assert plan.count.tolist() == [3, 1]


def test_without_any_work_known_all_grids_count_alike() -> None:
    assert shares_by_workload(np.zeros(4), 6).tolist() == [1.5] * 4


def test_the_least_number_comes_before_the_way_and_the_rest_is_idle() -> None:
    far = task([[0, 9000], [0, 9000], [0, 9000]], least=1, most=[1, 1])
    plan = assign(far)
    assert sorted(plan.grid.tolist()) == [IDLE, 0, 1]


def test_nobody_and_nowhere_are_answers_too() -> None:
    for shape in ((0, 3), (3, 0), (0, 0)):
        asked = task(np.zeros(shape), 0, 0)
        plan = assign(asked)
        assert (plan.grid == IDLE).all()
        assert prove(asked, plan).optimal


def test_the_same_question_has_the_same_answer() -> None:
    asked = made(7)
    assert assign(asked).grid.tolist() == assign(asked).grid.tolist()


@pytest.mark.parametrize(
    ("values", "said"),
    [({"least": 2, "most": 1}, "上限小于下限"), ({"cost": [[10**8]]}, "检查坐标")],
)
def test_what_cannot_be_asked_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(TaskError, match=said):
        task(**{"cost": [[1]], **values})


def test_reasons_are_given_for_the_optimum_only() -> None:
    asked = on_the_line()
    dear = plan_of(asked, np.array([2, 1, 0]))
    with pytest.raises(ValueError, match="optimal"):
        reasons_of(asked, dear, prove(asked, dear))


def test_the_spread_weighs_the_squares_of_what_is_amiss() -> None:
    share = np.array([2.5, 0.5])
    asked = task(np.zeros((3, 2)), 0, 3, share, spread=40)
    costs = {
        tuple(plan.count.tolist()): plan.cost
        for plan in (plan_of(asked, np.array(grid)) for grid in ([0, 0, 0], [0, 0, 1], [1, 1, 1]))
    }
    amiss = {count: 40 * float(((np.array(count) - share) ** 2).sum()) for count in costs}
    assert len({cost - amiss[count] for count, cost in costs.items()}) == 1


def test_idle_while_there_is_a_place_is_not_optimal() -> None:
    asked = task([[5]], least=0)
    assert not prove(asked, plan_of(asked, np.array([IDLE]))).optimal
    assert prove(asked, assign(asked)).optimal
