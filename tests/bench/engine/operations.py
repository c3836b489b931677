"""How long one operation of an editor takes: flips in, changed figures and violations out.

python -m tests.bench.engine.operations --cells 100000
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grids.partitioning import Problem, read_problem, suggest_grids
from grids.partitioning.evaluating import RunningDivision
from tests.bench.engine.towns import cached_problem

OPERATIONS = 300
BRUSHES = {"one cell": 1, "a brush of 20 cells": 20}


@dataclass(frozen=True)
class Timing:
    """CPU milliseconds of many operations of one kind."""

    what: str
    median: float
    slowest: float


def measure_operations(problem: Problem, start_seconds: float = 30.0) -> Iterator[Timing]:
    """Random moves over the borders of a suggested division, each kind by itself."""
    labels = suggest_grids(problem, time_limit=start_seconds).labels
    began = time.process_time()
    division = RunningDivision(problem, labels)
    spent = 1000 * (time.process_time() - began)
    yield Timing("opening the division", spent, spent)
    chance = np.random.default_rng(0)
    for what, cells in BRUSHES.items():
        times = [_timed(division, _stroke(division, cells, chance)) for _ in range(OPERATIONS)]
        yield Timing(what, float(np.median(times)), max(times))


def _stroke(division: RunningDivision, cells: int, chance: np.random.Generator) -> dict[int, int]:
    """Cells of one part near a random border, painted with the part beyond it."""
    problem = division.problem
    ends = division.labels[problem.edges]
    border = chance.choice(np.flatnonzero(ends[:, 0] != ends[:, 1]))
    unit, beyond = problem.edges[border].tolist()
    own = np.flatnonzero(division.labels == division.labels[unit])
    far = np.hypot(*(problem.xy[own] - problem.xy[unit]).T)
    return dict.fromkeys(own[np.argsort(far)][:cells].tolist(), int(division.labels[beyond]))


def _timed(division: RunningDivision, flips: dict[int, int]) -> float:
    began = time.process_time()
    division.apply(flips)
    return 1000 * (time.process_time() - began)


def main() -> None:
    """Print the milliseconds."""
    parser = argparse.ArgumentParser("tests.bench.engine.operations")
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="of the town")
    options = parser.parse_args()
    problem = read_problem(cached_problem(options.cells, options.seed))
    for timing in measure_operations(problem):
        print(
            f"{problem.size} cells, {timing.what}: median {timing.median:.2f} ms, "
            f"slowest {timing.slowest:.2f} ms"
        )


if __name__ == "__main__":
    main()
