"""How long a suggested staffing takes and how good it is: `python -m tests.bench.staffing`.

A made county: grids on a lattice of 400 m with 150 to 650 households each, two home units of
officers in three near the middle, half of the ties as they stood. Beside ours, in the same run
and on the same costs: everybody in turn to the nearest grid with room (greedy), and the linear
programme of the same flow by HiGHS. No database.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from grids.staffing.assigning import Task, assign, prove, reasons_of, shares_by_workload
from grids.staffing.assigning.solving import IDLE, Plan, place_costs, places_of, plan_of

T = TypeVar("T")
TIE, SPREAD, STEP = 1500, 400, 400.0


def made_task(rng: np.random.Generator, grids: int, people: int, *, most: int, share: bool) -> Task:
    across = int(np.ceil(np.sqrt(grids)))
    every = np.arange(grids)
    places = np.column_stack([every % across, every // across]) * STEP
    middle = places.mean(axis=0)
    homes = np.where(
        rng.random((people, 1)) < 2 / 3,
        rng.normal(middle, 4 * STEP, (people, 2)),
        rng.uniform(0, across * STEP, (people, 2)),
    )
    cost = np.rint(np.hypot(*(homes[:, None] - places[None]).transpose(2, 0, 1))).astype(np.int64)
    tied = np.flatnonzero(rng.random(people) < 0.5)
    cost[tied, rng.integers(0, grids, len(tied))] -= TIE
    households = rng.integers(150, 650, grids).astype(np.float64)
    wanted = shares_by_workload(households, people) if share else np.full(grids, people / grids)
    least = np.ones(grids, np.int64)
    return Task(cost, least, np.full(grids, most), wanted, SPREAD if share else 0)


def greedy(task: Task) -> Plan:
    """Everybody in turn to the cheapest grid that still has room; lone grids first."""
    grid, count = np.full(task.people, IDLE, np.int64), np.zeros(task.grids, np.int64)
    every = np.arange(task.grids)
    for row in range(task.people):
        price = task.cost[row] + task.step(every, count + 1)
        room = count < task.most
        empty = room & (count < task.least)
        price = np.where(empty if empty.any() else room, price, np.iinfo(np.int64).max)
        grid[row] = int(price.argmin())
        count[grid[row]] += 1
    return plan_of(task, grid)


def by_highs(task: Task) -> float:
    """The value of the linear programme: people x grids and the places of each grid."""
    people, grids = task.people, task.grids
    owner, number = places_of(task)
    price = np.concatenate([task.cost.ravel(), place_costs(task, owner, number)])
    ways = np.arange(people * grids)
    one = sparse.csr_array((np.ones(len(ways)), (ways // grids, ways)), shape=(people, len(price)))
    enter = sparse.csr_array((np.ones(len(ways)), (ways % grids, ways)), shape=(grids, len(price)))
    taken = len(ways) + np.arange(len(owner))
    leave = sparse.csr_array((np.ones(len(owner)), (owner, taken)), shape=(grids, len(price)))
    found = linprog(
        price, A_eq=sparse.vstack([one, enter - leave]),
        b_eq=np.concatenate([np.ones(people), np.zeros(grids)]), bounds=(0, 1), method="highs",
    )  # fmt: skip
    needed = int(task.least.sum())
    worth = int((task.step(owner, number) - place_costs(task, owner, number)).max(initial=0))
    return float(found.fun) + needed * worth


def timed(what: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    found = what()
    return found, time.perf_counter() - began


def report(name: str, task: Task, *, highs: bool) -> None:
    plan, solving = timed(lambda: assign(task))
    proof, proving = timed(lambda: prove(task, plan))
    _reasons, telling = timed(lambda: reasons_of(task, plan, proof))
    near, quick = timed(lambda: greedy(task))
    print(f"{name}: {task.people} to {task.grids} grids")
    print(
        f"  ours    {plan.cost:>10} m  {solving:6.2f} s, proof {proving:.2f} s, "
        f"reasons {telling:.2f} s, optimal {proof.optimal}, gap {proof.gap}"
    )
    print(f"  greedy  {near.cost:>10} m  {quick:6.2f} s, {near.cost - plan.cost} m dearer")
    if highs:
        value, slow = timed(lambda: by_highs(task))
        print(f"  HiGHS   {value:>10.0f} m  {slow:6.2f} s (linear programme of the same flow)")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--grids", type=int, default=600)
    parser.add_argument("--officers", type=int, default=1200)
    parser.add_argument("--units", type=int, default=900)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--without-highs", action="store_true")
    asked = parser.parse_args()
    rng: Any = np.random.default_rng(asked.seed)
    kinds = {
        "full-time officers": made_task(rng, asked.grids, asked.grids, most=1, share=False),
        "seconded officers": made_task(rng, asked.grids, asked.officers, most=4, share=True),
        "covering units": made_task(rng, asked.grids, asked.units, most=3, share=True),
    }
    for name, task in kinds.items():
        report(name, task, highs=not asked.without_highs)


main()
