"""From a first division to a good one: annealed flips, then pair re-splits, then cold flips."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import State, anneal, new_state, resplit_pairs
from grids.partitioning.problem import Codes, Counts, Floats
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run

CHUNKS = 24  # the annealing asks after each whether to stop
HOT, COLD = 1.0, 0.05  # temperatures in mean border weights
SOFT, HARD = 0.2, 5.0  # price of one household out of bounds, in mean border weights
TREES = 12
ROUNDS = 6


@dataclass(frozen=True, eq=False)
class Division:
    """Labels of nodes with the households and nodes of every part, and the generator's state."""

    label: Codes
    size: Counts
    count: Codes
    state: State


def price_bounds(ground: Ground, rules: Rules, hardness: float) -> Floats:
    """Least, most, target, price of a household outside, price of a household off target."""
    graph = ground.graph
    mean = float(np.abs(graph.weight).mean()) if len(graph.weight) else 1.0
    cut = max(rules.weight_of("cut"), 1e-9) if rules.objective else 1.0
    off = rules.weight_of("balance") / cut
    target = float(np.clip(rules.target, 0, 2**53))
    outside = hardness * (mean or 1.0)
    return np.array([rules.min_households, rules.max_households, target, outside, off])


def divided(ground: Ground, label: Codes, parts: int, generator: np.random.Generator) -> Division:
    """A division to improve, from its labels."""
    size = np.zeros(parts, np.int64)
    np.add.at(size, label, ground.households)
    count = np.bincount(label, minlength=parts).astype(np.int32)
    return Division(label.astype(np.int32), size, count, new_state(generator))


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


def resplit(ground: Ground, division: Division, bounds: Floats) -> float:
    """Split every neighbouring pair again where that is cheaper; what was gained."""
    graph = ground.graph
    return resplit_pairs(
        neighbouring(ground, division.label), graph.start, graph.ends, graph.weight, graph.link,
        ground.households, ground.fixed, division.label, division.size, division.count, bounds,
        TREES, division.state,
    )  # fmt: skip


def neighbouring(ground: Ground, label: Codes) -> Codes:
    """(p, 2) pairs of parts that touch over a linking border."""
    graph = ground.graph
    source = np.repeat(np.arange(ground.size), np.diff(graph.start))
    pairs = np.stack([label[source], label[graph.ends]], axis=1)[graph.link > 0]
    return np.unique(pairs[pairs[:, 0] < pairs[:, 1]], axis=0).astype(np.int32)


def cost_of(ground: Ground, division: Division, rules: Rules) -> tuple[int, float]:
    """Households out of bounds, then cut and imbalance: what divisions are compared by."""
    graph, bounds = ground.graph, price_bounds(ground, rules, 0.0)
    source = np.repeat(np.arange(ground.size), np.diff(graph.start))
    apart = division.label[source] != division.label[graph.ends]
    outside = np.maximum(0, np.maximum(bounds[0] - division.size, division.size - bounds[1]))
    off = bounds[4] * np.abs(division.size - bounds[2]).sum()
    return int(outside.sum()), float(graph.weight[apart].sum() / 2 + off)
