"""Every connected part of a case, as ways through the states of its frontier.

The nodes come one by one, inside the part or outside. What matters of the past is the state of
the frontier: who of it is inside, and which of those hang together. A way from the first state to
DONE is one connected part, and every connected part is one way. (Kawahara, Horiyama, Hotta and
Minato 2017 search whole divisions like this; here it is one part at a time.)
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.exact.cut_case import TOLERANCE, Case
from grids.partitioning.exact.cut_kernels import DEAD, WIDEST, extend
from grids.partitioning.problem import Bits, Codes, Counts, Floats

MOST_STATES = 2_000_000


@dataclass(frozen=True, eq=False)
class Ways:
    """The states, layer after layer, and where they lead.

    `first` (n + 1,) the first state of each layer, in which no part has begun; `child` (states, 2)
    the state after the node of the layer is outside, inside, or DEAD or DONE; `cost` (states, 2)
    half the weight of the border known to be cut by that.
    """

    first: Counts
    child: Codes
    cost: Floats


@dataclass(frozen=True, eq=False)
class Step:
    """One node put next to a frontier of `width` nodes: see `cut_kernels.extend`."""

    width: int
    slots: Codes
    weight: Floats
    link: Bits
    keep: Codes


def ways_through(case: Case, dearest: float) -> Ways | None:
    """The ways of all parts with a border of at most `dearest`; None where there are too many."""
    steps = _steps(case)
    if max(step.width for step in steps) > WIDEST:
        return None
    keys, paid = np.zeros(1, np.int64), np.zeros(1)
    children: list[Codes] = []
    costs: list[Floats] = []
    for step in steps:
        if sum(map(len, costs)) + len(keys) > MOST_STATES:
            return None
        after, cost = _both_ways(keys, step)
        bill = paid[:, None] + cost
        after[bill > dearest / 2 + TOLERANCE] = DEAD
        keys, paid, child = _next_layer(after, bill)
        children.append(child)
        costs.append(cost)
    return _joined(children, costs)


def _both_ways(keys: Counts, step: Step) -> tuple[Counts, Floats]:
    """(states, 2) what becomes of each state with the node outside and inside, and its cost."""
    found = [
        extend(keys, step.width, inside, step.slots, step.weight, step.link, step.keep)
        for inside in (False, True)
    ]
    return np.stack([f[0] for f in found], axis=1), np.stack([f[1] for f in found], axis=1)


def _next_layer(after: Counts, bill: Floats) -> tuple[Counts, Floats, Codes]:
    """Keys of the next layer, the least paid to get there, and the place in it after each state."""
    alive = after >= 0
    keys, place = np.unique(np.append(after[alive], 0), return_inverse=True)
    least = np.full(len(keys), np.inf)
    np.minimum.at(least, place, np.append(bill[alive], 0.0))
    child = after.astype(np.int32)
    child[alive] = place[:-1]
    return keys, least, child


def _joined(children: list[Codes], costs: list[Floats]) -> Ways:
    """The layers end to end; who leads only to dead states is dead."""
    first = np.concatenate([[0], np.cumsum([len(child) for child in children])])
    dead = np.ones(1, np.bool_)  # behind the last node only DONE is left
    for layer in range(len(children) - 1, -1, -1):
        child = children[layer]
        inner = child >= 0
        lost = np.where(inner, dead[np.where(inner, child, 0)], False)
        children[layer] = np.where(inner, child + first[layer + 1], child)
        children[layer][lost] = DEAD
        dead = (children[layer] == DEAD).all(axis=1)
    return Ways(first, np.concatenate(children).astype(np.int32), np.concatenate(costs))


def _steps(case: Case) -> list[Step]:
    """What each node finds in the frontier, and what the frontier is after it."""
    graph = case.graph
    near = [graph.ends[graph.start[node] : graph.start[node + 1]] for node in range(case.size)]
    frontier: list[int] = []
    steps = []
    for node in range(case.size):
        arcs = np.arange(graph.start[node], graph.start[node + 1])[near[node] < node]
        slots = np.array([frontier.index(other) for other in graph.ends[arcs].tolist()], np.int32)
        met = [*frontier, node]
        keep = [place for place, other in enumerate(met) if near[other].max(initial=-1) > node]
        steps.append(
            Step(
                len(frontier), slots, graph.weight[arcs], graph.link[arcs], np.array(keep, np.int32)
            )
        )
        frontier = [met[place] for place in keep]
    return steps
