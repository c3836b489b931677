"""Several divisions made into a better one: what none of them cuts stays whole.

Where divisions agree, they are mostly right; where they do not, one of them often is. So the
nodes that share a part in every one of them become one node, and on this ground of a few nodes
a part a long annealing costs little and moves whole blocks (the combine step of Sanders and
Schulz 2012, Distributed Evolutionary Graph Partitioning, with annealing in the place of
multilevel refinement and more than two parents).
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.partitioning.dividing.coarsening import Level, contracted
from grids.partitioning.dividing.divisions import Division, cost_of, divided, price_bounds
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.improving import (
    COLD,
    HARD,
    HOT,
    LARGE,
    SOFT,
    WARM,
    cool,
    finer,
    polish,
)
from grids.partitioning.dividing.kernels import new_state
from grids.partitioning.graph import sparse_matrix
from grids.partitioning.problem import Codes
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run

STEPS = 30_000  # flips tried per node of the overlay, hot and again cold; a third on large ground
DEAR = 1_000.0  # price of one household out of bounds where a few are left, in mean border weights
REPAIRS = (COLD, WARM, COLD)  # temperatures of the rounds that bring those in
POLISH = 300  # flips tried per node in each round of polishing


def overlaid(ground: Ground, labels: Sequence[Codes]) -> Level:
    """The ground with nodes made one that hang together and share a part in all `labels`."""
    source = ground.sources()
    same = ground.graph.link > 0
    for label in labels:
        same &= label[source] == label[ground.graph.ends]
    ends = np.stack([source, ground.graph.ends], axis=1)[same]
    matrix = sparse_matrix(ground.size, ends, np.ones(len(ends)))
    _, piece = connected_components(matrix, directed=False)
    return contracted(ground, piece.astype(np.int32))


def combine(
    ground: Ground,
    labels: Sequence[Codes],
    rules: Rules,
    generator: np.random.Generator,
    run: Run,
) -> Division:
    """A division at least as good as the best of `labels`, all of as many parts."""
    parts, scale = int(labels[0].max()) + 1, ground.scale
    state = new_state(generator)
    best = min((divided(ground, label, parts, state) for label in labels),
               key=lambda one: cost_of(ground, one, rules))  # fmt: skip
    if run.should_stop:
        return best
    level = overlaid(ground, labels)
    coarse = np.empty(level.ground.size, np.int32)
    coarse[level.node] = best.label
    found = divided(level.ground, coarse, parts, state)
    steps = level.ground.size * (STEPS if ground.size <= LARGE else STEPS // 3)
    soft, hard = price_bounds(rules, SOFT * scale), price_bounds(rules, HARD * scale)
    cool(level.ground, found, soft, (HOT * scale, WARM * scale), steps, run)
    cool(level.ground, found, hard, (WARM * scale, COLD * scale), steps, run)
    found = finer(found, level, ground, parts)
    polish(ground, found, hard, COLD * scale, POLISH * ground.size, run)
    for heat in REPAIRS:
        if cost_of(ground, found, rules)[0]:
            dear = price_bounds(rules, DEAR * scale)
            polish(ground, found, dear, heat * scale, POLISH * ground.size, run, rounds=1)
    return min(best, found, key=lambda one: cost_of(ground, one, rules))
