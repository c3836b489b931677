"""Why each goes where they go: what it would cost all together if they went elsewhere instead."""

from dataclasses import dataclass

import numpy as np

from grids.staffing.assigning.proving import FAR, Certificate, exchanges
from grids.staffing.assigning.solving import IDLE, Plan, worth_of_need
from grids.staffing.assigning.task import Floats, Ints, Task


@dataclass(frozen=True)
class Reason:
    """`other` is the best grid instead (`IDLE`: none), `more` how many metres the whole plan would
    cost more, everybody else rearranged for the best; both None where it cannot be otherwise
    without leaving some grid below its least number."""

    other: int | None
    more: int | None


def reasons_of(task: Task, plan: Plan, certificate: Certificate) -> list[Reason]:
    """The reason of each, by row. Exact where the certificate says the plan is optimal.

    Sending i from grid a to b costs the difference of the ways and the cheapest chain of
    exchanges that leads from b back to a.

    Raises ValueError for a plan that is not optimal: there chains may lead to a cheaper plan.
    """
    if not certificate.optimal:
        raise ValueError("reasons are those of an optimal plan")
    back = _chains(exchanges(task, plan))
    found = [Reason(None, None)] * task.people
    for at in np.unique(plan.grid).tolist():
        people = np.flatnonzero(plan.grid == at)
        for row, reason in zip(people.tolist(), _of_grid(task, back, at, people), strict=True):
            found[row] = reason
    return found


def _chains(ways: Ints) -> Floats:
    """(g + 2, g + 2) the cheapest chain from node to node, infinite for none (Floyd, Warshall).

    Costs may be negative; of an optimal plan no chain that comes back is.
    """
    chains = ways.copy()
    for node in range(len(ways)):
        np.minimum(chains, chains[:, node, None] + chains[None, node, :], out=chains)
    return np.where(chains >= FAR // 2, np.inf, chains.astype(np.float64))


def _of_grid(task: Task, back: Floats, at: int, people: Ints) -> list[Reason]:
    node = task.grids if at == IDLE else at
    own = 0 if at == IDLE else task.cost[people, at][:, None]
    more = task.cost[people] - own + back[: task.grids, node][None, :]
    idle = np.full(len(people), back[task.grids, node])
    idle -= 0 if at == IDLE else task.cost[people, at]
    every = np.column_stack([more, idle])
    every[:, node] = np.inf
    best = every.argmin(axis=1)
    return [_reason(task, int(to), float(every[row, to])) for row, to in enumerate(best.tolist())]


def _reason(task: Task, to: int, more: float) -> Reason:
    if more >= worth_of_need(task) // 2:
        return Reason(None, None)
    return Reason(IDLE if to == task.grids else to, round(more))
