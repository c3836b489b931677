# ruff: noqa: C901, PLR0912, PLR0917 - a numba kernel: flat arrays, one loop
"""A lower bound of the Hess model that anybody can add up: its Lagrangian.

With a price α_i for every unit, free in sign, and λ_j, μ_j >= 0 for the maximum and the minimum
of the part of j, assign what is gained by assigning:

    r_ij = c_ij - α_i + (λ_j - μ_j) h_i
    W_j  = μ_j low - λ_j high + r_jj + sum over i != j of min(0, r_ij)
    bound = sum of α + the least sum of W over an admissible number of centres

bounds every division from below, connected or not. Where making j a centre, or giving it unit i,
lifts the bound to what is known already, that is settled (Validi, Buchanan and Lykhovyd 2022).
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.exact.hess_model import Hess
from grids.partitioning.problem import Codes, Counts, Flags, Floats

PATIENCE = 20  # steps without a better bound before the step is shortened
SHORTER = 0.7
SHORTEST = 1e-4


@dataclass(frozen=True, eq=False)
class Prices:
    """The multipliers: α (n,) by unit, λ and μ (n,) by centre."""

    unit: Floats
    most: Floats
    least: Floats


def first_prices(model: Hess) -> Prices:
    """Every unit priced at its second cheapest centre: its own, itself, costs nothing."""
    costs = np.where(model.near, model.cost, np.inf)
    second = np.sort(costs, axis=1)[:, min(1, model.size - 1)]
    unit = np.where(np.isfinite(second), second, 0.0)
    return Prices(unit, np.zeros(model.size), np.zeros(model.size))


def reduced_costs(model: Hess, prices: Prices) -> Floats:
    """(n, n) r_ij."""
    slope = prices.most - prices.least
    return model.cost - prices.unit[:, None] + slope[None, :] * model.households[:, None]


def worth_of_centres(model: Hess, prices: Prices, may: Flags) -> tuple[Floats, Floats]:
    """(n,) W_j, infinite where j may be no centre, and (n, n) r_ij."""
    reduced = reduced_costs(model, prices)
    gains = np.where(may, np.minimum(reduced, 0.0), 0.0)
    np.fill_diagonal(gains, reduced.diagonal())
    worth = prices.least * model.low - prices.most * model.high + gains.sum(axis=0)
    return np.where(may.diagonal(), worth, np.inf), reduced


def lagrangian_bound(model: Hess, prices: Prices, may: Flags | None = None) -> float:
    """The bound these prices prove, by the definition alone; inf: too few may be centres."""
    worth, _ = worth_of_centres(model, prices, model.near if may is None else may)
    chosen = np.sort(worth)[: model.parts[1]]
    more = chosen[model.parts[0] :]
    return float(prices.unit.sum() + chosen[: model.parts[0]].sum() + more[more < 0].sum())


@compiled
def ascend(
    cost: Floats, may: Flags, households: Counts, low: int, high: int, least: int, most: int,
    unit: Floats, upper: Floats, lower: Floats, goal: float, steps: int,
) -> float:  # fmt: skip
    """Better prices in place by subgradient steps towards `goal` (Polyak); the bound reached."""
    n = len(households)
    best, best_unit, best_upper, best_lower = -np.inf, unit.copy(), upper.copy(), lower.copy()
    worth, load, lack = np.empty(n), np.empty(n), np.empty(n)
    mean, length, waited = max((low + high) / 2.0, 1.0), 1.5, 0
    for _ in range(steps):
        for j in range(n):
            worth[j], load[j] = np.inf, 0.0
            if may[j, j]:
                worth[j] = lower[j] * low - upper[j] * high
                slope = upper[j] - lower[j]
                for i in range(n):
                    reduced = cost[i, j] - unit[i] + slope * households[i]
                    if i == j or (may[i, j] and reduced < 0.0):
                        worth[j] += reduced
                        load[j] += households[i]
        order = np.argsort(worth)
        used = least
        while used < most and worth[order[used]] < 0.0:
            used += 1
        bound = unit.sum() + worth[order[:used]].sum()
        if bound > best:
            if bound > best + 1e-5 * abs(best):
                waited = 0
            best = bound
            best_unit[:], best_upper[:], best_lower[:] = unit, upper, lower
        else:
            waited += 1
        if waited >= PATIENCE:
            length, waited = length * SHORTER, 0
            unit[:], upper[:], lower[:] = best_unit, best_upper, best_lower
            if length < SHORTEST:
                break
        lack[:], square = 1.0, 0.0
        for j in order[:used]:
            slope = upper[j] - lower[j]
            for i in range(n):
                if i == j or (may[i, j] and cost[i, j] - unit[i] + slope * households[i] < 0.0):
                    lack[i] -= 1.0
            over, under = (load[j] - high) / mean, (low - load[j]) / mean
            square += over * over * (over > 0 or upper[j] > 0)
            square += under * under * (under > 0 or lower[j] > 0)
        square += (lack * lack).sum()
        if square < 1e-12 or bound >= goal or not np.isfinite(bound):
            break
        pace = length * (goal - bound) / square
        unit += pace * lack
        for j in order[:used]:
            upper[j] = max(0.0, upper[j] + pace * (load[j] - high) / mean / mean)
            lower[j] = max(0.0, lower[j] + pace * (low - load[j]) / mean / mean)
    unit[:], upper[:], lower[:] = best_unit, best_upper, best_lower
    return best


def better_prices(model: Hess, prices: Prices, may: Flags, goal: float, steps: int) -> Prices:
    """Prices improved by at most `steps` steps; `goal`: a value the bound cannot pass."""
    unit, upper, lower = prices.unit.copy(), prices.most.copy(), prices.least.copy()
    ascend(
        model.cost, may, model.households, model.low, model.high, *model.parts,
        unit, upper, lower, goal, steps,
    )  # fmt: skip
    return Prices(unit, upper, lower)


def settle_by_price(model: Hess, prices: Prices, may: Flags, target: float) -> Flags:
    """(n, n) `may` without what would lift the bound above `target`, the value known."""
    if not np.isfinite(target):
        return may
    worth, reduced = worth_of_centres(model, prices, may)
    order: Codes = np.argsort(worth, kind="stable").astype(np.int32)
    chosen = _chosen(worth, order, model.parts)
    base = float(prices.unit.sum() + worth[chosen].sum())
    last = float(worth[chosen[-1]])
    if not np.isfinite(last):
        return np.zeros_like(may)
    spared = last if len(chosen) == model.parts[1] else max(0.0, last)
    with_centre = base + worth - spared
    with_centre[chosen] = base
    lifted = with_centre[None, :] + np.maximum(reduced, 0.0)
    np.fill_diagonal(lifted, with_centre)
    return np.asarray(may & (lifted <= target))


def _chosen(worth: Floats, order: Codes, parts: tuple[int, int]) -> Codes:
    """The centres the bound adds up, cheapest first."""
    some = order[: parts[1]]
    wanted = np.arange(len(some)) < parts[0]
    return np.asarray(some[wanted | (worth[some] < 0)])
