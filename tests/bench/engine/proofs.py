"""Prove districting instances: python -m tests.bench.engine.proofs FAMILY.

Each instance goes through `suggest_grids` as a PROBLEM document; the answer is judged by `check`.
FAMILY is `hess_hop` or `cut_edges`, which are published, or `invented`, `invented_cuts`: the graphs
of both families with other numbers of parts and tolerances, and random triangulations, by hops and
by borders cut; nothing is published of them.
"""

import argparse
import time
from collections.abc import Iterator
from typing import Any

from grids.partitioning import check, read_problem, suggest_grids
from tests.bench.engine.districting import RULES, Instance, instances
from tests.partitioning.drawing import planar

HEAD = f"{'instance':<24} {'units':>5} {'parts':>5} {'published':>10} {'found':>12} {'bound':>12} {'gap':>7} {'status':>10} {'broken':>6} {'CPU s':>7}"  # noqa: E501 - one line of a table
VARIED = ((2, 0.01), (3, 0.01), (4, 0.01), (5, 0.02), (6, 0.03), (8, 0.05), (10, 0.1))
INVENTED = {"invented": "hess_hop", "invented_cuts": "cut_edges"}
RANDOM = ((60, 5, 0.02), (80, 8, 0.05), (100, 4, 0.01), (120, 6, 0.02), (120, 10, 0.1))


def invented(rules: dict[str, Any]) -> Iterator[Instance]:
    """Other numbers of parts and tolerances on known graphs, then random ones."""
    for family in RULES:
        for known in instances(family):
            for parts, tolerance in VARIED:
                name = f"{known.name[-2:]} {family[:4]} k={parts} ±{tolerance:.0%}"
                document = bounded(known.document, parts, tolerance, rules)
                if max(unit["households"] for unit in document["units"]) <= most_of(document):
                    yield Instance(name, document, 0)
    for units, parts, tolerance in RANDOM:
        document = planar(units, units + parts, (200, 9000))
        name = f"planar {units} k={parts} ±{tolerance:.0%}"
        yield Instance(name, bounded(document, parts, tolerance, rules), 0)


def bounded(
    document: dict[str, Any], parts: int, tolerance: float, rules: dict[str, Any]
) -> dict[str, Any]:
    """The same units and borders, to be divided in so many parts within the tolerance."""
    mean = sum(unit["households"] for unit in document["units"]) / parts
    bounds = {"min_households": int(-(-mean * (1 - tolerance) // 1)),
              "max_households": int(mean * (1 + tolerance))}  # fmt: skip
    return {**document, "rules": {**rules, **bounds, "parts": parts}}


def most_of(document: dict[str, Any]) -> int:
    """The maximum of a part."""
    return int(document["rules"]["max_households"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser("tests.bench.engine.proofs")
    parser.add_argument("family", nargs="?", default="hess_hop", choices=[*RULES, *INVENTED])
    parser.add_argument("--only", default="", help="instances whose name holds this")
    parser.add_argument("--time-limit", type=float, help="seconds for each instance")
    options = parser.parse_args()
    invention = INVENTED.get(options.family)
    cases = instances(options.family) if invention is None else invented(RULES[invention])
    print(HEAD)
    for case in cases:
        if options.only in case.name:
            print(row(case, options.time_limit), flush=True)


def row(case: Instance, time_limit: float | None) -> str:
    """One instance solved, as a line of the table."""
    problem = read_problem(case.document)
    began = time.process_time()
    result = suggest_grids(problem, time_limit=time_limit)
    seconds = time.process_time() - began
    term, gap = result.objective[0], result.gap
    broken = len(check(problem, result))
    bound = "-" if term.bound is None else f"{term.bound:.1f}"
    return (
        f"{case.name:<24} {problem.size:5} {len(result.parts):5} {case.optimum or '-':>10} "
        f"{term.value:12.1f} {bound:>12} {'-' if gap is None else f'{gap:.3%}':>7} "
        f"{result.status:>10} {broken:6} {seconds:7.2f}"
    )


if __name__ == "__main__":
    main()
