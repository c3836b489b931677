"""The proof, independent of the solver: prices under which nobody would rather go elsewhere.

The plan is a flow; it is cheapest if and only if its residual network has no cycle of negative
cost, which is so if and only if the distances in it settle: they are the prices. All costs are
whole numbers, so the check is exact. Source: Ahuja, Magnanti, Orlin, Network Flows (1993), 9.3.
"""

from dataclasses import dataclass

import numpy as np

from grids.staffing.assigning.solving import IDLE, Plan, worth_of_need
from grids.staffing.assigning.task import Ints, Task

FAR = np.int64(2**60)


@dataclass(frozen=True, eq=False)
class Certificate:
    """Whether the plan is cheapest. `bound` is no dearer than any plan, `gap` how far the plan's
    cost may lie above it; `price` (g + 2,) of each node of `exchanges`."""

    optimal: bool
    bound: int
    gap: int
    price: Ints


def prove(task: Task, plan: Plan) -> Certificate:
    """Look for a cheaper plan in every exchange of people along a chain of grids."""
    price, settled = _distances(exchanges(task, plan))
    if settled and _full(task, plan):
        return Certificate(optimal=True, bound=plan.cost, gap=0, price=price)
    bound = _relaxed(task)
    return Certificate(optimal=False, bound=bound, gap=plan.cost - bound, price=price)


def exchanges(task: Task, plan: Plan) -> Ints:
    """(g + 2, g + 2) the least cost of handing one person too many on from node to node.

    Nodes are the grids, those without a grid, and the free places. A grid hands on whoever is
    cheapest to move; to the free places by taking one more of its own; it is handed one by
    giving its last place up. `FAR` where there is no way.
    """
    idle, room = task.grids, task.grids + 1
    ways = np.full((task.grids + 2, task.grids + 2), FAR, np.int64)
    for node in np.unique(plan.grid).tolist():
        people = np.flatnonzero(plan.grid == node)
        own = task.cost[people, node][:, None] if node != IDLE else 0
        at = idle if node == IDLE else node
        ways[at, : task.grids] = (task.cost[people] - own).min(axis=0)
        if node != IDLE and (plan.grid == IDLE).any():
            ways[at, idle] = int((-task.cost[people, node]).min())
    ways[: task.grids, room] = _one_more(task, plan)
    ways[room, : task.grids] = _one_less(task, plan)
    np.fill_diagonal(ways, 0)
    return ways


def _one_more(task: Task, plan: Plan) -> Ints:
    every = np.arange(task.grids)
    price = task.step(every, plan.count + 1)
    price -= np.where(plan.count < task.least, worth_of_need(task), 0)
    return np.where(plan.count < task.most, price, FAR)


def _one_less(task: Task, plan: Plan) -> Ints:
    every = np.arange(task.grids)
    price = -task.step(every, plan.count)
    price += np.where(plan.count <= task.least, worth_of_need(task), 0)
    return np.where(plan.count > 0, price, FAR)


def _full(task: Task, plan: Plan) -> bool:
    """Whether nobody is idle while there is a place."""
    idle = int((plan.grid == IDLE).sum())
    return idle == 0 or int(np.minimum(task.most, task.people).sum()) == task.people - idle


def _distances(ways: Ints) -> tuple[Ints, bool]:
    """The distance to each node from the nearest of all; whether they settle (Bellman, Ford)."""
    price = np.zeros(len(ways), np.int64)
    for _turn in range(len(ways)):
        nearer = np.minimum(price, (price[:, None] + ways).min(axis=0))
        if (nearer == price).all():
            return price, True
        price = nearer
    return price, False


def _relaxed(task: Task) -> int:
    """A bound for any plan: everybody the cheapest way, and the cheapest places of all."""
    places = np.minimum(task.most, task.people)
    owner = np.repeat(np.arange(task.grids), places)
    first = np.repeat(np.cumsum(places) - places, places)
    steps = np.sort(task.step(owner, np.arange(len(owner)) - first + 1))
    sent = min(task.people, len(owner))
    ways = np.sort(task.cost.min(axis=1)) if task.grids else np.zeros(0, np.int64)
    return int(ways[:sent].sum() + steps[:sent].sum())
