"""What a page is told of questions and answers: figures, reasons, how good, and whether stale."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.translation import get_language

from grids.division.cell_table import Codes
from grids.proposals.consulting.packing import unpacked
from grids.proposals.consulting.taking import answer_in, moved_on
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.operations.take_alternative import communities_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import Sketch, padded
from grids.proposals.models import Alternative, Proposal, Suggestion

CELLS_SHOWN = 200  # of a reason: enough to find the place


def question_told(suggestion: Suggestion) -> dict[str, Any]:
    """A question with how far it is, and its answers in a line each."""
    job, question = suggestion.job, suggestion.question
    author = suggestion.requested_by
    return {
        "id": str(suggestion.pk),
        "ask": question["ask"],
        "version": question["version"],
        "question": question,
        "seed": suggestion.seed,
        "at": suggestion.created_at.isoformat(),
        "author": "" if author is None else author.get_full_name() or author.username,
        "job": {
            **job.as_progress(),
            "percent": job.percent,
            "stopping": job.cancel_requested and not job.is_over,
        },
        "complete": (job.result or {}).get("complete"),
        "alternatives": [line_told(one, job.is_over) for one in suggestion.alternatives.all()],
    }


def line_told(alternative: Alternative, over: bool) -> dict[str, Any]:
    """An answer in a line: what it aims at, its figures and its certificate."""
    card = alternative.scorecard
    return {
        "id": alternative.pk,
        "rank": alternative.rank,
        "aims": alternative.aim.split("+"),
        "status": alternative.status,
        "certificate": certificate_told(alternative, over),
        "seconds": alternative.seconds,
        "moved": card["moved"],
        "new": card["new"],
        "ended": card["ended"],
        "mean_distance": card["mean_distance"],
        "before": card["before"],
        "after": card["after"],
        "violations": len(alternative.violations),
    }


def certificate_told(alternative: Alternative, over: bool) -> dict[str, Any]:
    """proven, proven_moves (households moved), gap, unproven; proving while it goes on."""
    objective = alternative.objective or {"terms": [], "values": []}
    terms, values = objective["terms"], objective["values"]
    bounds = alternative.bound if isinstance(alternative.bound, list) else [alternative.bound]
    values = values if isinstance(values, list) else [values]
    if alternative.status == Alternative.Status.OPTIMAL:
        state = "proven"
    elif terms[:1] == ["change"] and bounds[0] is not None and bounds[0] == values[0]:
        state = "proven_moves"
    elif alternative.gap is not None:
        state = "gap"
    else:
        provable = any(aim.startswith(("cut", "change")) for aim in alternative.aim.split("+"))
        state = "unproven" if over or not provable else "proving"
    rows = [
        {"term": term, "value": value, "bound": bound}
        for term, value, bound in zip(terms, values, bounds, strict=True)
    ]
    return {"state": state, "gap": alternative.gap, "terms": rows}


def alternative_told(proposal: Proposal, plan: Plan, alternative: Alternative) -> dict[str, Any]:
    """All of an answer but its labels; `stale` says why it cannot be taken any more."""
    job = alternative.suggestion.job
    units = alternative.units.defer("geom", "geom_3857").order_by("number")
    part = unpacked(bytes(alternative.labels or b""))
    return {
        **line_told(alternative, job.is_over),
        "suggestion": str(alternative.suggestion_id),
        "stale": moved_on(plan, answer_in(proposal, plan, alternative)),
        "reasons": [_reason(reason) for reason in alternative.explanation],
        "broken": [_broken(row, part, [unit.name for unit in units])
                   for row in alternative.violations],
        "units": [
            {
                "number": unit.number,
                "name": unit.name,
                "continues": unit.continues,
                "parent": unit.parent_number,
                "changed": unit.changed,
                "figures": unit.figures,
            }
            for unit in units
        ],
    }  # fmt: skip


def labels_told(proposal: Proposal, plan: Plan, alternative: Alternative) -> Codes:
    """(n,) the draft as the answer has it: numbers of units, those of new ones negative.

    At the level asked about: grids of a division, communities of a merge.
    """
    answer = answer_in(proposal, plan, alternative)
    before = Sketch(plan.labels.copy(), dict(plan.units)).rewind(answer.since[::-1])
    labels = communities_of(before) if answer.merges else before.labels
    part = padded(answer.part, len(labels))
    numbers = [NOBODY, *(unit.continues or -place for place, unit in enumerate(answer.units, 1))]
    return np.where(part > 0, np.array(numbers, np.int32)[part], labels).astype(np.int32)


def _reason(reason: Mapping[str, Any]) -> dict[str, Any]:
    text = reason["text_en"] if get_language() == "en" else reason["text_zh"]
    return {"code": reason["code"], "text": text, "rows": _rows(reason["units"])[:CELLS_SHOWN]}


def _broken(row: Mapping[str, Any], part: Codes, names: list[str]) -> dict[str, Any]:
    rows = _rows(row["units"])
    parts = np.unique(part[rows]).tolist() if rows else []
    return {
        "rule": row["rule"],
        "units": [names[number - 1] for number in parts if number] or list(row["units"])[:5],
        "value": row["value"],
        "limit": row["limit"],
    }


def _rows(units: list[str]) -> list[int]:
    """The cells among the ids of a problem's units: those called # and their row."""
    return [int(unit[1:]) for unit in units if unit.startswith("#")]
