"""A first division: the ground is split in two, and each side again, by random spanning trees."""

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import best_split, new_state
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.running import Run

TREES = 4  # for a region of a few hundred nodes; fewer for larger ones, which cost more


def recursive_split(
    ground: Ground, parts: int, bounds: Floats, generator: np.random.Generator, run: Run
) -> Codes:
    """(nodes,) labels of `parts` connected parts, near the bounds where the ground allows.

    Asked to stop, it finishes with one tree a split: an answer needs labels.
    """
    graph = ground.graph
    state, place = new_state(generator), np.full(ground.size, -1, np.int32)
    label = np.zeros(ground.size, np.int32)
    waiting = [(np.arange(ground.size, dtype=np.int32), parts)]
    done = 0
    while waiting:
        nodes, share = waiting.pop()
        if share == 1:
            label[nodes] = done
            done += 1
            continue
        trees = 1 if run.should_stop else max(1, min(TREES, 4_000 // len(nodes)))
        side = np.zeros(len(nodes), np.bool_)
        _, first = best_split(
            nodes, place, graph.start, graph.ends, graph.weight, graph.link,
            ground.households, bounds, share, trees, state, side,
        )  # fmt: skip
        waiting += [(nodes[side], first), (nodes[~side], share - first)]
    return label
