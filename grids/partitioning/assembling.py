"""From labels to a whole `Result`: figures, violations, names of parts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grids.partitioning.distances import site_distances
from grids.partitioning.evaluating.wishes import broken_by_part, broken_wishes
from grids.partitioning.hashing import input_hash
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Reason, Result, Status, Term, Violation, Work
from grids.partitioning.running import Run
from grids.partitioning.scorecard import Scorecard, units_by_part
from grids.partitioning.walking import unreachable_units


def assemble(
    problem: Problem,
    labels: Codes,
    *,
    work: Work,
    status: Status,
    card: Scorecard,
    broken: Sequence[Violation],
    terms: Sequence[Term],
    reasons: Sequence[Reason],
    run: Run,
    seed: int,
    certificate: Mapping[str, Any] | None = None,
    lexicographic: bool = False,
) -> Result:
    """The result for these labels: `card` are their figures, `broken` the rules they break."""
    return Result(
        work=work,
        status=status,
        labels=labels,
        parts=card.parts,
        objective=tuple(terms),
        violations=tuple(broken),
        explanation=(*reasons, *unreachable_units(problem)),
        seed=seed,
        input_hash=input_hash(problem),
        seconds=round(run.seconds, 3),
        certificate=certificate or {},
        lexicographic=lexicographic,
    )


def broken_rules(problem: Problem, labels: Codes, card: Scorecard) -> list[Violation]:
    """Every hard rule the division does not keep."""
    found: list[Violation] = []
    members = units_by_part(labels, len(card.parts))
    for part, units in zip(card.parts, members, strict=True):
        if part.deviation != 0 or part.pieces > 1:
            found += broken_by_part(problem, part, units)
    return found + broken_wishes(problem, labels, len(card.parts))


def unserved(problem: Problem, labels: Codes) -> list[Violation]:
    """Parts of several units without a site of their own near enough to enough households.

    Only units that must stay together can come to that.
    """
    rules = problem.rules
    if rules.service_radius is None or not len(problem.sites):
        return []
    near = site_distances(problem) <= rules.service_radius
    found = []
    for part in np.flatnonzero(np.bincount(labels) > 1):
        units = np.flatnonzero(labels == part)
        own = labels[problem.sites] == part
        served = problem.households[units] @ near[np.ix_(units, own)]
        total, best = int(problem.households[units].sum()), int(served.max(initial=-1))
        if best < rules.service_share * total:
            found.append(
                Violation("service_radius", problem.ids(units), max(best, 0), float(total))
            )
    return found


def canonical(labels: Codes) -> Codes:
    """The same division with parts numbered by their first unit."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return np.asarray(rank[inverse], np.int32)
