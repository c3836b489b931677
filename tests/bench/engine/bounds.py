"""How far from the best our grids can be at most: python -m tests.bench.engine.bounds

The spreading bound of made towns beside our cut, with compounds dear to cut and without.
"""

import argparse
import time
from dataclasses import replace

import numpy as np

from grids.partitioning import Problem, read_problem, suggest_grids
from grids.partitioning.dividing.ground import grounds
from grids.partitioning.exact.spreading import bound_cut
from grids.partitioning.running import Run
from tests.bench.engine.towns import cached_problem


def main() -> None:
    """Print a line for each town."""
    parser = argparse.ArgumentParser("tests.bench.engine.bounds")
    parser.add_argument("--cells", type=int, nargs="+", default=[2000, 5000])
    parser.add_argument("--seed", type=int, default=1, help="of the town")
    options = parser.parse_args()
    print(f"{'cells':>7} {'compounds':>9} {'cut':>9} {'bound':>9} {'ratio':>6} {'CPU s':>6}")
    for cells in options.cells:
        town = read_problem(cached_problem(cells, options.seed))
        for problem in (town, without_compounds(town)):
            print(line(problem), flush=True)


def without_compounds(problem: Problem) -> Problem:
    """The same town where a border inside a compound costs what any border does."""
    return replace(problem, group=np.full(problem.size, -1, np.int32), group_ids=())


def line(problem: Problem) -> str:
    """One town solved and bounded."""
    value = suggest_grids(problem).objective[0].value
    began = time.process_time()
    bound = sum(bound_cut(one, problem.rules.max_households, Run()) for one in grounds(problem))
    seconds = time.process_time() - began
    return (
        f"{problem.size:7,} {len(problem.group_ids):9} {value:9,.0f} {bound:9,.0f}"
        f" {bound / value:6.3f} {seconds:6.1f}"
    )


if __name__ == "__main__":
    main()
