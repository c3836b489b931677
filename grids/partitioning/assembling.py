"""From labels to a whole `Result`: figures, violations, names of parts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grids.partitioning.hashing import input_hash
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Part, Reason, Result, Status, Term, Violation, Work
from grids.partitioning.rules import Rules
from grids.partitioning.running import Run
from grids.partitioning.scorecard import Scorecard, scorecard
from grids.partitioning.walking import unreachable_units


def assemble(
    problem: Problem,
    labels: Codes,
    *,
    work: Work,
    status: Status,
    names: tuple[str, ...],
    terms: Sequence[Term],
    reasons: Sequence[Reason],
    run: Run,
    seed: int,
    certificate: Mapping[str, Any] | None = None,
    lexicographic: bool = False,
) -> Result:
    """The result for these labels, with its figures and every rule it breaks."""
    card = scorecard(problem, labels, names)
    return Result(
        work=work,
        status=status,
        labels=labels,
        parts=card.parts,
        objective=tuple(terms),
        violations=tuple(broken_rules(problem, labels, card)),
        explanation=(*reasons, *unreachable_units(problem)),
        seed=seed,
        input_hash=input_hash(problem),
        seconds=round(run.seconds, 3),
        certificate=certificate or {},
        lexicographic=lexicographic,
    )


def broken_rules(problem: Problem, labels: Codes, card: Scorecard) -> list[Violation]:
    """Bounds, pieces and number of parts that the division does not keep."""
    rules = problem.rules
    found: list[Violation] = []
    for number, part in enumerate(card.parts):
        if part.deviation != 0 or part.pieces > 1:
            units = problem.ids(np.flatnonzero(labels == number))
            found += _broken_by(part, units, rules)
    if rules.parts is not None and not rules.parts[0] <= len(card.parts) <= rules.parts[1]:
        limit = rules.parts[0] if len(card.parts) < rules.parts[0] else rules.parts[1]
        found.append(Violation("parts", (), len(card.parts), limit))
    met = [(a, b) for a, b in rules.apart if labels[a] == labels[b]]
    return found + [Violation("apart", problem.ids(pair), 1, 2) for pair in met]


def _broken_by(part: Part, units: tuple[str, ...], rules: Rules) -> list[Violation]:
    found = []
    if part.deviation < 0:
        found.append(Violation("min_households", units, part.households, rules.min_households))
    if part.deviation > 0:
        found.append(Violation("max_households", units, part.households, rules.max_households))
    if part.pieces > 1:
        found.append(Violation("connected", units, part.pieces, 1))
    return found


def canonical(labels: Codes) -> Codes:
    """The same division with parts numbered by their first unit."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    return np.asarray(rank[inverse], np.int32)
