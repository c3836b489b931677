"""The division with the least distance to its centres, proven best or with an honest bound."""

from typing import Any

import numpy as np

from grids.partitioning.exact.hess_branching import Best, Tree
from grids.partitioning.exact.hess_lagrangian import (
    Prices,
    better_prices,
    first_prices,
    lagrangian_bound,
    settle_by_price,
)
from grids.partitioning.exact.hess_model import Hess
from grids.partitioning.exact.hess_search import Extra, search
from grids.partitioning.exact.proof import Proof
from grids.partitioning.exact.separators import propagate
from grids.partitioning.problem import Flags
from grids.partitioning.running import Run

LIMIT = 150  # units up to which a proof is sought
SOLVES = 20_000  # relaxations after which it is given up
FEWEST = 3
# Starts annealed for each number of parts (fewer above LIMIT units, which cost more) and flips
# tried per unit and start; the second only when much is left open, the third when none is known.
WAVES = ((24, 3_000), (8, 30_000), (8, 150_000))
NUMBERS = 5  # numbers of parts annealed at most, spread over those allowed
OPEN = 10  # pairs of unit and centre left per unit up to which the tree is soon done
PRICED = 4  # rounds of prices, each on what the one before left open
STEPS = 1_000  # of the prices in a round, fewer where units × units × steps passes WORK
WORK = 400_000_000
IMPOSSIBLE = Proof(None, np.inf, np.inf, proven=True, certificate={"kind": "hess_total"})


def prove_distance(model: Hess, generator: np.random.Generator, run: Run) -> Proof:
    """The best connected division of the model within its bounds, or proof that there is none.

    Without a time limit the same model and generator give the same answer.
    """
    if model.size > LIMIT:
        return bound_distance(model, generator, run)
    if _cannot(model):
        return IMPOSSIBLE
    best = Best(None, np.inf)
    for number, wave in enumerate(WAVES):
        if number == len(WAVES) - 1 and best.label is not None:
            break
        best = _anneal(model, best, wave, generator, run)
        may, prices = _price(model, best.value)
        if may.sum() <= OPEN * model.size:
            break
    must = np.zeros_like(may)
    if not _settled(model, may, must):
        return _answer(model, best, best.value, [prices], nodes=0, ended=True)
    tree = Tree(model, may, best, run)
    ended = tree.grow(SOLVES)
    found = [prices] if tree.prices is None else [prices, tree.prices]
    return _answer(model, tree.best, tree.bound, found, nodes=tree.nodes, ended=ended)


def bound_distance(
    model: Hess, generator: np.random.Generator, run: Run, extra: Extra | None = None
) -> Proof:
    """A good division, and a bound on the distance alone: what `extra` adds is never negative."""
    if _cannot(model):
        return IMPOSSIBLE
    best = _anneal(model, Best(None, np.inf), WAVES[0], generator, run, extra=extra)
    _, prices = _price(model, best.value)
    return _answer(model, best, -np.inf, [prices], nodes=0, ended=False)


def _cannot(model: Hess) -> bool:
    """Whether the households alone, or the number of units, forbid every number of parts."""
    total = int(model.households.sum())
    least, most = model.parts
    return least > most or total < least * model.low or total > most * model.high


def _anneal(
    model: Hess,
    best: Best,
    wave: tuple[int, int],
    generator: np.random.Generator,
    run: Run,
    *,
    extra: Extra | None = None,
) -> Best:
    """The best division of a wave of annealed starts, over the numbers of parts."""
    starts = max(FEWEST, min(wave[0], wave[0] * LIMIT // model.size))
    few, many = model.parts
    for parts in np.unique(np.linspace(few, many, NUMBERS).round().astype(int)).tolist():
        label, value = search(model, parts, starts, wave[1] * model.size, generator, run, extra)
        if value < best.value:
            best = Best(label, value)
    return best


def _price(model: Hess, value: float) -> tuple[Flags, Prices]:
    """What may still be in a division better than `value`, and the prices that say so."""
    may, prices = model.near.copy(), first_prices(model)
    goal = value if np.isfinite(value) else float(model.cost.max(axis=1).sum()) / 2
    steps = min(STEPS, max(20, WORK // model.size**2))
    for _ in range(PRICED):
        prices = better_prices(model, prices, may, goal, steps)
        may = settle_by_price(model, prices, may, model.target_below(value))
        if not may.diagonal().any():
            break
    return may, prices


def _settled(model: Hess, may: Flags, must: Flags) -> bool:
    return bool(
        propagate(
            may, must, model.start, model.ends, model.households,
            model.low, model.high, *model.parts,
        )
    )  # fmt: skip


def _answer(
    model: Hess, best: Best, bound: float, prices: list[Prices], *, nodes: int, ended: bool
) -> Proof:
    """The proof, with the multipliers of the best bound that can be added up by hand."""
    at_root, root = max(((lagrangian_bound(model, one), one) for one in prices), key=lambda p: p[0])
    bound = best.value if ended else min(best.value, max(bound, at_root))
    return Proof(best.label, best.value, bound, ended, _certificate(model, root, at_root, nodes))


def _certificate(model: Hess, prices: Prices, bound: float, nodes: int) -> dict[str, Any]:
    return {
        "kind": "hess",
        "parts": list(model.parts),
        "root_bound": bound if np.isfinite(bound) else None,
        "unit_prices": prices.unit.tolist(),
        "most_prices": prices.most.tolist(),
        "least_prices": prices.least.tolist(),
        "nodes": nodes,
    }
