"""Answers to the questions of a county, as rows of the suggestion."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grids.staffing.assigning import IDLE, Certificate, Plan, Reason, assign, prove, reasons_of
from grids.staffing.capacities import Part
from grids.staffing.models import Coverage, Person, Posting, StaffingSuggestion, SuggestedTie
from grids.staffing.suggesting.posing import Candidate, Ground, Question, grid_of

Kind = SuggestedTie.Kind


@dataclass(frozen=True, eq=False)
class Answer:
    """The cheapest plan of one question, its proof, and why each goes where they go."""

    question: Question
    plan: Plan
    certificate: Certificate
    reasons: list[Reason]

    def told(self) -> dict[str, Any]:
        """What the suggestion keeps of it: costs in metres."""
        return {
            "people": self.question.task.people,
            "grids": self.question.task.grids,
            "cost": self.plan.cost,
            "bound": self.certificate.bound,
            "gap": self.certificate.gap,
            "optimal": self.certificate.optimal,
            "idle": int((self.plan.grid == IDLE).sum()),
        }


def answer(question: Question) -> Answer:
    """Assign, prove and explain."""
    plan = assign(question.task)
    certificate = prove(question.task, plan)
    nothing = [Reason(None, None)] * question.task.people
    reasons = reasons_of(question.task, plan, certificate) if certificate.optimal else nothing
    return Answer(question, plan, certificate, reasons)


def ties_of(
    suggestion: StaffingSuggestion, ground: Ground, found: Answer
) -> Iterator[SuggestedTie]:
    """One row for each; who would be twice in one grid is there once."""
    leads = _leads(found)
    seen = set[tuple[int, int]]()
    for row, one in enumerate(found.question.candidates):
        at = int(found.plan.grid[row])
        if at != IDLE and (one.who.pk, at) in seen:
            at = IDLE
        seen.add((one.who.pk, at))
        if at == IDLE and one.tie is None and not one.first:
            continue
        tie = _tie(ground, found, row, at)
        tie.suggestion = suggestion
        if tie.unit is not None and at != IDLE:
            tie.part = Part.LEAD if leads.get(at) == row else Part.SUPPORT
        yield tie


def _tie(ground: Ground, found: Answer, row: int, at: int) -> SuggestedTie:
    one, reason = found.question.candidates[row], found.reasons[row]
    place = ground.places[at] if at != IDLE else None
    way = found.question.distance[row, at] if at != IDLE else np.nan
    other = reason.other if reason.other not in (None, IDLE) else None
    return SuggestedTie(
        kind=found.question.kind,
        person=one.who if isinstance(one.who, Person) else None,
        unit=None if isinstance(one.who, Person) else one.who,
        posting=one.tie if isinstance(one.tie, Posting) else None,
        coverage=one.tie if isinstance(one.tie, Coverage) else None,
        before_id=grid_of(one.tie),
        grid=place,
        chosen=place,
        distance_m=None if np.isnan(way) else round(float(way)),
        other=ground.places[other] if other is not None else None,
        more=reason.more,
    )


def _leads(found: Answer) -> dict[int, int]:
    """The row of the unit that leads each grid: who led it before, else the nearest."""
    best: dict[int, tuple[tuple[bool, float, int], int]] = {}
    for row, one in enumerate(found.question.candidates):
        at = int(found.plan.grid[row])
        if at == IDLE or found.question.kind != Kind.UNIT:
            continue
        order = (not _led(one), _finite(found.question.distance[row, at]), row)
        if at not in best or order < best[at][0]:
            best[at] = (order, row)
    return {at: row for at, (_order, row) in best.items()}


def _led(one: Candidate) -> bool:
    return isinstance(one.tie, Coverage) and one.tie.part == Part.LEAD


def _finite(way: Any) -> float:
    return float(way) if np.isfinite(way) else float(np.finfo(np.float64).max)
