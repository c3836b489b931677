"""Ours, by the interpreter of the project: PROBLEM.json instead of an instance, several seeds."""

import json
import sys
from functools import partial
from pathlib import Path

from grids.partitioning import Problem, read_problem, suggest_grids
from tests.bench.engine.players.playing import Sheet
from tests.partitioning.voronoi import voronoi_town

SEEDS, LARGE = 3, 50_000  # one seed on large problems


def main() -> None:
    """Kernels are compiled before anything is measured."""
    path, answers = sys.argv[1:3]
    suggest_grids(read_problem(voronoi_town(200)))
    problem, sheet = read_problem(json.loads(Path(path).read_text("utf-8"))), Sheet(Path(answers))
    for seed in range(SEEDS if problem.size < LARGE else 1):
        sheet.play(f"ours, seed {seed}", partial(solve, problem, seed))


def solve(problem: Problem, seed: int) -> list[int]:
    """The labels of one seed."""
    labels: list[int] = suggest_grids(problem, seed=seed).labels.tolist()
    return labels


if __name__ == "__main__":
    main()
