"""A division being improved: labels and running sums, changed in place by the kernels."""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.kernels import State
from grids.partitioning.problem import Codes, Counts, Floats
from grids.partitioning.rules import Rules


@dataclass(frozen=True, eq=False)
class Division:
    """Labels of nodes with the households and nodes of every part, and the generator's state."""

    label: Codes
    size: Counts
    count: Codes
    state: State


def divided(ground: Ground, label: Codes, parts: int, state: State) -> Division:
    """A division to improve, from its labels."""
    size = np.zeros(parts, np.int64)
    np.add.at(size, label, ground.households)
    count = np.bincount(label, minlength=parts).astype(np.int32)
    return Division(label.astype(np.int32), size, count, state)


def price_bounds(rules: Rules, outside: float) -> Floats:
    """Least, most, target, price of a household outside, price of a household off target."""
    off = rules.price_of("balance")
    target = float(np.clip(rules.target, 0, 2**53))
    return np.array([rules.min_households, rules.max_households, target, outside, off])


def cost_of(ground: Ground, division: Division, rules: Rules) -> tuple[int, float]:
    """Households out of bounds, then cut and imbalance: what divisions are compared by."""
    bounds = price_bounds(rules, 0.0)
    outside = np.maximum(0, np.maximum(bounds[0] - division.size, division.size - bounds[1]))
    off = bounds[4] * np.abs(division.size - bounds[2]).sum()
    return int(outside.sum()), cut_of(ground, division.label) + float(off)


def cut_of(ground: Ground, label: Codes) -> float:
    """Weight of the borders between nodes of different labels."""
    apart = label[ground.sources()] != label[ground.graph.ends]
    return float(ground.graph.weight[apart].sum() / 2)
