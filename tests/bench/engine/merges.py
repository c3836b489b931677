"""Measure merging: python -m tests.bench.engine.merges [--communities N ...]
[--tiny N ...] [--dense N ...] [--seeds N].

CPU seconds of solving and of verifying the certificate, both without the compiling of kernels.
"""

import argparse
import time
from typing import Any

from grids.partitioning import check, false_claims, read_problem, suggest_merges
from grids.partitioning.result import Term
from tests.bench.engine.counties import make_county, make_tiny
from tests.partitioning.drawing import planar

HEAD = (
    f"{'communities':>11} {'seed':>4} {'status':<10} {'parts':>5} {'short':>5} {'columns':>9} "
    f"{'gap':>9} {'solve CPU s':>11} {'check CPU s':>11} {'refused':>7}  gap by term"
)


def make_dense(communities: int, seed: int = 0) -> dict[str, Any]:
    """An old town: a triangulation of communities of 100 to 400 households, served anywhere."""
    return planar(communities, seed, (100, 400), min_households=1000, max_households=3000)


def measure(document: dict[str, Any], seed: int) -> str:
    """One line of the table."""
    problem = read_problem(document)
    began = time.process_time()
    result = suggest_merges(problem)
    solved = time.process_time()
    broken = check(problem, result)
    false = false_claims(problem, result)
    checked = time.process_time()
    columns = sum(piece["columns"] for piece in result.certificate["pieces"])
    gap = "-" if result.gap is None else f"{result.gap:.2e}"
    terms = ", ".join(_term(term) for term in result.objective)
    return (
        f"{problem.size:11} {seed:4} {result.status:<10} {len(result.parts):5} {len(broken):5} "
        f"{columns:9} {gap:>9} {solved - began:11.2f} {checked - solved:11.2f} {len(false):7}  "
        f"{terms}"
    )


def _term(term: Term) -> str:
    """Value and bound of a term, and how far they are apart."""
    if term.bound is None:
        return f"{term.name} {term.value:.0f} / none"
    apart = (term.value - term.bound) / max(abs(term.value), 1.0)
    return f"{term.name} {term.value:.0f} / {term.bound:.0f} ({apart:.2%})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser("tests.bench.engine.merges")
    parser.add_argument("--communities", type=int, nargs="+", default=[50, 100, 200, 500])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--tiny", type=int, nargs="*", default=[], help="one subdistrict of these")
    parser.add_argument("--dense", type=int, nargs="*", default=[], help="one old town of these")
    options = parser.parse_args()
    measure(make_county(20), 0)  # compile
    print(HEAD)
    kinds = {make_county: options.communities, make_tiny: options.tiny, make_dense: options.dense}
    for make, sizes in kinds.items():
        for communities in sizes:
            for seed in range(options.seeds):
                print(measure(make(communities, seed), seed), flush=True)


if __name__ == "__main__":
    main()
