"""How soon dividing answers once somebody has said stop, early, in the middle and late.

python -m tests.bench.engine.stopping --cells 100000
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grids.partitioning import Problem, check, read_problem, suggest_grids
from tests.bench.engine.towns import cached_problem
from tests.partitioning.voronoi import voronoi_town

MOMENTS = (0.2, 1.0, 3.0, 10.0, 25.0)  # CPU seconds of work after which somebody says stop


@dataclass(frozen=True)
class Stop:
    """CPU seconds at which stop was said, and from then to the answer; parts in the answer.

    `honest`: every rule `check` finds broken is one the answer admits, and the other way round.
    """

    said: float
    answered: float
    status: str
    parts: int
    honest: bool


def measure_stops(problem: Problem, moments: Sequence[float]) -> Iterator[Stop]:
    """One run for every moment; kernels are compiled before."""
    suggest_grids(read_problem(voronoi_town(200)))
    for said in moments:
        yield _stopped(problem, said)


def _stopped(problem: Problem, said: float) -> Stop:
    moment = time.process_time() + said
    result = suggest_grids(problem, cancelled=lambda: time.process_time() >= moment)
    answered = time.process_time() - moment
    honest = set(check(problem, result)) == set(result.violations)
    return Stop(said, answered, result.status, len(result.parts), honest)


def main() -> None:
    """Print the CPU seconds."""
    parser = argparse.ArgumentParser("tests.bench.engine.stopping")
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="of the town")
    parser.add_argument("--after", type=float, nargs="+", default=MOMENTS, help="CPU seconds")
    options = parser.parse_args()
    problem = read_problem(cached_problem(options.cells, options.seed))
    for stop in measure_stops(problem, options.after):
        print(
            f"{problem.size} cells, stop said after {stop.said:.1f} CPU s: {stop.status} with "
            f"{stop.parts} parts {stop.answered:.2f} CPU s later; "
            f"{'checked' if stop.honest else 'CHECK DISAGREES'}",
            flush=True,
        )


if __name__ == "__main__":
    main()
