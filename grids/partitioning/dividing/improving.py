"""From a first division to a good one: annealed flips, then pair re-splits, then cold flips."""

from itertools import pairwise

import numpy as np

from grids.partitioning.dividing.divisions import Division
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import anneal
from grids.partitioning.dividing.resplits import resplit
from grids.partitioning.problem import Floats
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run

CHUNKS = 24  # the annealing asks after each whether to stop
HOT, COLD = 1.0, 0.05  # temperatures in mean border weights
SOFT, HARD = 0.2, 5.0  # price of one household out of bounds, in mean border weights
ROUNDS = 6


def price_bounds(ground: Ground, rules: Rules, hardness: float) -> Floats:
    """Least, most, target, price of a household outside, price of a household off target."""
    graph = ground.graph
    mean = float(np.abs(graph.weight).mean()) if len(graph.weight) else 1.0
    cut = max(rules.weight_of("cut"), 1e-9) if rules.objective else 1.0
    off = rules.weight_of("balance") / cut
    target = float(np.clip(rules.target, 0, 2**53))
    outside = hardness * (mean or 1.0)
    return np.array([rules.min_households, rules.max_households, target, outside, off])


def improve(ground: Ground, division: Division, rules: Rules, steps: int, run: Run) -> None:
    """Improve a division in place; it stays connected and keeps its number of parts."""
    graph = ground.graph
    mean = float(np.abs(graph.weight).mean()) if len(graph.weight) else 1.0
    heat = np.geomspace(HOT, COLD, CHUNKS + 1) * (mean or 1.0)
    soft, hard = price_bounds(ground, rules, SOFT), price_bounds(ground, rules, HARD)
    for hot, cold in pairwise(heat.tolist()):
        if run.should_stop:
            return
        flip(ground, division, soft, (hot, cold), steps // CHUNKS)
    for _ in range(ROUNDS):
        gained = resplit(ground, division, hard)
        flip(ground, division, hard, (heat[-1], heat[-1] / 4), steps // CHUNKS)
        if run.should_stop or gained <= 0:
            return


def flip(
    ground: Ground, division: Division, bounds: Floats, heat: tuple[float, float], steps: int
) -> None:
    """One stretch of annealed flips."""
    graph = ground.graph
    if steps < 1 or len(division.size) == 1:
        return
    anneal(
        graph.start, graph.ends, graph.weight, graph.link, ground.households, ground.fixed,
        division.label, division.size, division.count, bounds, np.array(heat), steps,
        division.state, np.zeros(ground.size + 1, np.int64), np.empty(ground.size, np.int32),
    )  # fmt: skip


def cost_of(ground: Ground, division: Division, rules: Rules) -> tuple[int, float]:
    """Households out of bounds, then cut and imbalance: what divisions are compared by."""
    graph, bounds = ground.graph, price_bounds(ground, rules, 0.0)
    source = np.repeat(np.arange(ground.size), np.diff(graph.start))
    apart = division.label[source] != division.label[graph.ends]
    outside = np.maximum(0, np.maximum(bounds[0] - division.size, division.size - bounds[1]))
    off = bounds[4] * np.abs(division.size - bounds[2]).sum()
    return int(outside.sum()), float(graph.weight[apart].sum() / 2 + off)
