"""One start, improved: coarse flips while hot, finer ones as it cools, then pair re-splits."""

from itertools import pairwise

import numpy as np

from grids.partitioning.dividing.coarsening import Level, compounds_whole, matched
from grids.partitioning.dividing.divisions import Division, divided, price_bounds
from grids.partitioning.dividing.ground import Ground
from grids.partitioning.dividing.keeping import present_start
from grids.partitioning.dividing.kernels import anneal, new_state
from grids.partitioning.dividing.resplits import resplit
from grids.partitioning.dividing.starts import recursive_split
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run

CHUNK = 1_000_000  # flips between two looks at the clock
COLD_CHUNK = 8_000_000  # the same where it is cold and most are refused at once
HOT, WARM, COLD = 3.0, 0.5, 0.05  # temperatures in mean border weights
SOFT, HARD = 1.0, 10.0  # price of one household out of bounds, in mean border weights
LEAST_STEPS, MOST_STEPS = 200, 4_000  # flips tried per node and level of one start
SMALL_WORK = 400_000  # flips in all that small ground gets, between these two
LARGE = 6_000  # nodes from which the ground is large
ROUNDS = 3  # of pair re-splits
WHOLE = 1.0  # compounds up to this share of the maximum are flipped whole while it is warm
PAIRED = 0.18  # and cells paired up to this share while it is hot,
PAIRINGS = 4  # so many times over,
CROWD = 4  # nodes per part below which the ground is not made coarser


def divide_once(
    ground: Ground, parts: int, rules: Rules, generator: np.random.Generator, run: Run
) -> Division:
    """A quick connected division into `parts` parts; where it had to stop early, the best so far.

    It is meant as one of several to be combined, which gains more than a long search alone.
    """
    levels = _levels(ground, parts, rules, generator)
    grounds = [ground, *(level.ground for level in levels)]
    scale = grounds[min(1, len(levels))].scale
    soft, hard = price_bounds(rules, SOFT * scale), price_bounds(rules, HARD * scale)
    label = recursive_split(grounds[-1], parts, hard, generator, run)
    division = divided(grounds[-1], label, parts, new_state(generator))
    each = min(MOST_STEPS, max(LEAST_STEPS, SMALL_WORK // ground.size))
    for depth in range(len(levels), -1, -1):
        steps = each * grounds[depth].size // (4 if depth == 0 and levels else 1)
        cool(grounds[depth], division, soft, _heat(depth, len(levels), scale), steps, run)
        if depth:
            division = finer(division, levels[depth - 1], grounds[depth - 1], parts)
    polish(ground, division, hard, COLD * scale, each * ground.size // 12, run, rounds=1)
    return division


def keep_present(  # noqa: PLR0917 - as divide_once, and what is there
    ground: Ground,
    present: Codes,
    parts: int,
    rules: Rules,
    generator: np.random.Generator,
    run: Run,
) -> Division:
    """The present division brought within the bounds, and bettered where that is cheap."""
    state, hard = new_state(generator), price_bounds(rules, HARD * ground.scale)
    label = present_start(ground, present, parts, hard, state)
    division = divided(ground, label, parts, state)
    cold, each = COLD * ground.scale, min(MOST_STEPS, max(LEAST_STEPS, SMALL_WORK // ground.size))
    cool(ground, division, hard, (2 * cold, cold), each * ground.size // 4, run)
    polish(ground, division, hard, cold, each * ground.size // 12, run)
    return division


def _levels(
    ground: Ground, parts: int, rules: Rules, generator: np.random.Generator
) -> list[Level]:
    """Coarser grounds: compounds whole, then neighbours paired again and again."""
    levels: list[Level] = []
    finest = compounds_whole(ground, WHOLE * rules.max_households)
    while finest.ground.size >= CROWD * parts and len(levels) <= PAIRINGS:
        levels.append(finest)
        finest = matched(finest.ground, int(PAIRED * rules.max_households), generator)
    return levels


def _heat(depth: int, top: int, scale: float) -> tuple[float, float]:
    """The hottest level is the coarsest; without a coarser one the ground itself is."""
    if depth == 0 and top > 0:
        return 2 * COLD * scale, COLD * scale
    return (HOT if depth == top else WARM) * scale, COLD * scale


def finer(division: Division, level: Level, ground: Ground, parts: int) -> Division:
    """The same division on the next finer ground."""
    return divided(ground, division.label[level.node], parts, division.state)


def cool(  # noqa: PLR0917 - what is changed, how, how long, and whom to ask
    ground: Ground,
    division: Division,
    bounds: Floats,
    heat: tuple[float, float],
    steps: int,
    run: Run,
) -> None:
    """Flips while the temperature falls from heat[0] to heat[1], until asked to stop."""
    chunks = max(4, -(-steps // CHUNK))
    for hot, cold in pairwise(np.geomspace(*heat, chunks + 1).tolist()):
        if run.should_stop:
            return
        flip(ground, division, bounds, (hot, cold), steps // chunks)


def polish(  # noqa: PLR0917 - as above
    ground: Ground,
    division: Division,
    bounds: Floats,
    cold: float,
    steps: int,
    run: Run,
    *,
    rounds: int = ROUNDS,
) -> None:
    """Pair re-splits and cold flips until nothing is gained."""
    for _ in range(rounds):
        if run.should_stop:
            return
        gained = resplit(ground, division, bounds, run)
        flip_cold(ground, division, bounds, cold, steps, run)
        if gained <= 0:
            return


def flip_cold(  # noqa: PLR0917 - as above
    ground: Ground, division: Division, bounds: Floats, cold: float, steps: int, run: Run
) -> None:
    """Flips while the temperature falls from `cold` to a quarter of it."""
    chunks = max(1, -(-steps // COLD_CHUNK))
    for hot, end in pairwise(np.geomspace(cold, cold / 4, chunks + 1).tolist()):
        if run.should_stop:
            return
        flip(ground, division, bounds, (hot, end), steps // chunks)


def flip(
    ground: Ground, division: Division, bounds: Floats, heat: tuple[float, float], steps: int
) -> None:
    """One stretch of annealed flips."""
    graph = ground.graph
    if steps < 1 or len(division.size) == 1:
        return
    anneal(
        graph.start, graph.ends, graph.weight, graph.link, ground.households,
        division.label, division.size, division.count, bounds, np.array(heat), steps,
        division.state, np.zeros(ground.size + 1, np.int64), np.empty(ground.size, np.int32),
    )  # fmt: skip
