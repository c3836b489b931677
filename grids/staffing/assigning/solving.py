"""The optimum: each grid as a row of places that cost ever more, people matched to places.

With rising costs the places of a grid are taken from the first on, so a cheapest matching of
people and places is a cheapest flow. Source: Ahuja, Magnanti, Orlin, Network Flows (1993), 14.
The matching is scipy's (Crouse 2016, shortest augmenting paths); `proving` checks it by itself.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from grids.staffing.assigning.task import Ints, Task

IDLE = -1


@dataclass(frozen=True, eq=False)
class Plan:
    """`grid` (n,) where each goes, `IDLE` for nowhere; `count` (g,) how many each grid gets;
    `cost` of it all in metres, without what filling the least number is worth."""

    grid: Ints
    count: Ints
    cost: int


def assign(task: Task) -> Plan:
    """The cheapest plan. Every place of a grid's least number is filled before any other, and
    nobody is idle while there is a place."""
    grid = np.full(task.people, IDLE, np.int64)
    owner, number = places_of(task)
    if task.people and len(owner):
        price = task.cost[:, owner] + place_costs(task, owner, number)
        rows, columns = linear_sum_assignment(price.astype(np.float64))
        grid[rows] = owner[columns]
    return plan_of(task, grid)


def plan_of(task: Task, grid: Ints) -> Plan:
    """A given answer with its count and its cost."""
    sent = grid != IDLE
    count = np.bincount(grid[sent], minlength=task.grids).astype(np.int64)
    owner, number = _numbered(count)
    way = task.cost[np.flatnonzero(sent), grid[sent]].sum()
    return Plan(grid, count, int(way + task.step(owner, number).sum()))


def places_of(task: Task) -> tuple[Ints, Ints]:
    """All places: (p,) the grid of each, and which place of it it is, from 1."""
    return _numbered(np.minimum(task.most, task.people))


def place_costs(task: Task, owner: Ints, number: Ints) -> Ints:
    """(p,) what each place costs; one of the least number is worth more than all else."""
    needed = number <= task.least[owner]
    return task.step(owner, number) - np.where(needed, worth_of_need(task), 0)


def worth_of_need(task: Task) -> int:
    """More than any plan can differ from another in all other costs."""
    reach = int(np.abs(task.cost).max(initial=0))
    owner, number = places_of(task)
    steps = int(np.abs(task.step(owner, number)).max(initial=0))
    return 2 * (reach + steps) * (min(task.people, len(owner)) + 1) + 1


def _numbered(count: Ints) -> tuple[Ints, Ints]:
    owner = np.repeat(np.arange(len(count)), count)
    first = np.repeat(np.cumsum(count) - count, count)
    return owner, np.arange(len(owner)) - first + 1
