"""Measure the engine on made towns: python -m tests.bench.engine [--cells N ...].

With pymetis importable (a development dependency at most) it runs in the same process and the
ratio of the cuts is printed. Every division is judged by the same `check` and `scorecard`.
"""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grids.partitioning import Problem, read_problem, scorecard, suggest_grids
from tests.bench.engine.peers import metis_divisions
from tests.bench.engine.towns import cached_problem
from tests.partitioning.voronoi import voronoi_town

HEAD = f"{'cells':>7} {'who':<16} {'cut':>10} {'parts':>6} {'out':>4} {'torn':>5} {'road':>6} {'split':>6} {'CPU s':>7} {'ratio':>6}"  # noqa: E501 - one line of a table


@dataclass(frozen=True)
class Row:
    """One division judged: parts out of bounds, parts torn, CPU seconds."""

    who: str
    cut: float
    parts: int
    out: int
    torn: int
    road: float
    split: int
    seconds: float

    @property
    def feasible(self) -> bool:
        """Whether every part is within its bounds and whole."""
        return not self.out and not self.torn


def judge(problem: Problem, who: str, labels: np.ndarray, seconds: float) -> Row:
    """The figures of one division."""
    card = scorecard(problem, labels.astype(np.int32))
    parts = len(card.parts)
    return Row(
        who, card.cut, parts, parts - card.in_bounds, card.disconnected,
        card.barrier_share or 0.0, card.compounds_split, seconds,
    )  # fmt: skip


def rows(problem: Problem, seeds: int) -> Iterator[Row]:
    """Ours for every seed, then the best feasible and the best infeasible of METIS."""
    for seed in range(seeds):
        began = time.process_time()
        result = suggest_grids(problem, seed=seed)
        yield judge(problem, f"ours, seed {seed}", result.labels, time.process_time() - began)
    parts = max(1, round(int(problem.households.sum()) / problem.rules.target))
    judged = [judge(problem, *found) for found in metis_divisions(problem, parts)]
    for wanted in (True, False):
        fitting = [row for row in judged if row.feasible == wanted]
        if fitting:
            yield min(fitting, key=lambda row: row.cut)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser("tests.bench.engine")
    parser.add_argument("--cells", type=int, nargs="+", default=[2000, 5000])
    parser.add_argument("--seeds", type=int, default=2)
    options = parser.parse_args()
    suggest_grids(read_problem(voronoi_town(200)))  # compile
    print(HEAD)
    for cells in options.cells:
        judged = list(rows(read_problem(cached_problem(cells)), options.seeds))
        peers = [row for row in judged if row.who.startswith("metis") and row.feasible]
        for row in judged:
            ratio = f"{row.cut / peers[0].cut:6.3f}" if peers else "     -"
            print(
                f"{cells:7} {row.who:<16} {row.cut:10.1f} {row.parts:6} {row.out:4} {row.torn:5} "
                f"{row.road:6.3f} {row.split:6} {row.seconds:7.2f} {ratio}",
                flush=True,
            )


if __name__ == "__main__":
    main()
