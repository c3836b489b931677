"""An answer as documents that anybody can check: the problem posed again, and the result."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from grids.division.cell_table import Codes
from grids.partitioning import read_problem, scorecard, write_problem
from grids.partitioning.hashing import input_hash
from grids.proposals.consulting.packing import unpacked
from grids.proposals.consulting.plans import plans_for
from grids.proposals.consulting.posing import Posed, pose_dividing, pose_merging
from grids.proposals.consulting.question import Ask, Question, QuestionRefused
from grids.proposals.consulting.reading import read_setting
from grids.proposals.models import Alternative, Proposal

CHANGED = "底图、场所或规则在提问之后有变化，已无法还原当时的问题。请重新提问后再下载。"


def documents_of(proposal: Proposal, alternative: Alternative) -> dict[str, Any]:
    """`problem` and `result`, for `python -m grids.partitioning check`.

    Read from a document the problem is numbered anew, so the result bears that fingerprint.

    Raises:
        QuestionRefused: the question cannot be posed again as it was.
    """
    posed = next(_posed(proposal, alternative), None)
    if posed is None:
        raise QuestionRefused("ground_changed", CHANGED)
    problem = write_problem(posed.problem)
    fingerprint = input_hash(read_problem(problem))
    return {"problem": problem, "result": _result(alternative, posed, fingerprint)}


def _posed(proposal: Proposal, alternative: Alternative) -> Iterator[Posed]:
    """The problem as it was: the one with the fingerprint the answer names."""
    question = Question.from_json(alternative.suggestion.question)
    setting = read_setting(proposal, question.version)
    if question.ask is Ask.MERGE:
        posed = [pose_merging(setting, question)]
    else:
        aims = alternative.aim.split("+")
        plans = (plan for plan in plans_for(question) if plan.aim in aims)
        posed = [pose_dividing(setting, question, plan) for plan in plans]
    return (one for one in posed if input_hash(one.problem) == alternative.input_hash)


def _result(alternative: Alternative, posed: Posed, fingerprint: str) -> dict[str, Any]:
    units = alternative.units.defer("geom", "geom_3857").order_by("number")
    names = tuple(str(unit.figures["id"]) for unit in units)
    labels = _labels(posed, unpacked(bytes(alternative.labels or b"")))
    objective = alternative.objective or {}
    parts = scorecard(posed.problem, labels, names).parts
    certificate = dict(alternative.certificate)
    if "input_hash" in certificate:
        certificate["input_hash"] = fingerprint
    return {
        "work": alternative.suggestion.kind,
        "status": alternative.status,
        "parts": [asdict(part) for part in parts],
        "labels": {
            unit: names[label]
            for unit, label in zip(posed.problem.unit_ids, labels.tolist(), strict=True)
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


def _labels(posed: Posed, part: Codes) -> Codes:
    """(u,) the part of each unit of the problem, from 0."""
    inside = posed.unit_of_row >= 0
    labels = np.zeros(posed.problem.size, np.int32)
    labels[posed.unit_of_row[inside]] = part[: len(inside)][inside] - 1
    return labels
