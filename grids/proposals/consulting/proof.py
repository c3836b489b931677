"""An answer as documents that anybody can check: the problem posed again, and the result."""

from dataclasses import asdict
from typing import Any

from grids.partitioning import read_problem, scorecard, write_problem
from grids.partitioning.hashing import input_hash
from grids.proposals.consulting.posing_again import Restored, restore
from grids.proposals.models import Alternative, Proposal


def documents_of(proposal: Proposal, alternative: Alternative) -> dict[str, Any]:
    """`problem` and `result`, for `python -m grids.partitioning check`.

    Read from a document the problem is numbered anew, so the result bears that fingerprint.

    Raises:
        QuestionRefused: the question cannot be posed again as it was.
    """
    restored = restore(proposal, alternative)
    problem = write_problem(restored.problem)
    fingerprint = input_hash(read_problem(problem))
    return {"problem": problem, "result": _result(alternative, restored, fingerprint)}


def _result(alternative: Alternative, restored: Restored, fingerprint: str) -> dict[str, Any]:
    problem, labels, names = restored.problem, restored.labels, restored.names
    objective = alternative.objective or {}
    certificate = dict(alternative.certificate)
    if "input_hash" in certificate:
        certificate["input_hash"] = fingerprint
    return {
        "work": alternative.suggestion.kind,
        "status": alternative.status,
        "parts": [asdict(part) for part in scorecard(problem, labels, names).parts],
        "labels": {
            unit: names[label]
            for unit, label in zip(problem.unit_ids, labels.tolist(), strict=True)
        },
        "terms": objective.get("terms"),
        "objective": objective.get("values"),
        "bound": alternative.bound,
        "gap": alternative.gap,
        "violations": alternative.violations,
        "explanation": alternative.explanation,
        "certificate": certificate,
        "seed": alternative.suggestion.seed,
        "engine": alternative.engine,
        "input_hash": fingerprint,
        "seconds": alternative.seconds,
    }
