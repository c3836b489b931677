"""Drafts of the small town, and the engine asked about them."""

from typing import Any

from gis_core.jobs import services
from grids.proposals.consulting.packing import unpacked
from grids.proposals.consulting.question import Ask, Bounds, Question
from grids.proposals.consulting.services import ask_engine
from grids.proposals.models import (
    Alternative,
    AlternativeUnit,
    Proposal,
    Suggestion,
)
from tests.drafts.town import begin
from tests.world import World


def make_draft(world: World, kind: str = "consolidation") -> Proposal:
    """The edition in force as a draft: 1 长富路, 2 新城; 3, 4 and 5 the grids of the two."""
    return begin(world, kind)


def question(draft: Proposal, ask: str, *units: int, **values: Any) -> Question:
    """A question about the draft as it is now; bounds are given by their names."""
    bounds = {name: values.pop(name) for name in ("minimum", "maximum", "parts") if name in values}
    return Question(Ask(ask), draft.version, units, Bounds(**bounds), **values)


def consult(draft: Proposal, ask: str, *units: int, **values: Any) -> Suggestion:
    """Ask, and do the job here."""
    return work_on(ask_engine(proposal=draft, question=question(draft, ask, *units, **values)))


def work_on(suggestion: Suggestion) -> Suggestion:
    """Do its job in this transaction, which a beat from another thread could not see."""
    context = services._claim(suggestion.job_id)
    assert context is not None
    services._attempt(context)
    suggestion.refresh_from_db()
    suggestion.job.refresh_from_db()
    return suggestion


def aimed(suggestion: Suggestion, aim: str) -> Alternative:
    """The alternative sought for this."""
    return next(one for one in suggestion.alternatives.all() if aim in one.aim.split("+"))


def numbers(alternative: Alternative) -> list[int]:
    """The draft's number for every cell the alternative is about, 0 elsewhere, -1 for new units."""
    units = {unit.number: unit.continues or -1 for unit in alternative.units.all()}
    return [units.get(label, 0) for label in unpacked(labels_of(alternative)).tolist()]


def labels_of(alternative: Alternative) -> bytes:
    """The labels as they are stored."""
    assert alternative.labels is not None
    return bytes(alternative.labels)


def households(alternative: Alternative) -> dict[str, int]:
    """Households by the name of each unit."""
    rows: Any = AlternativeUnit.objects.filter(alternative=alternative)
    return {unit.name: unit.figures["households"] for unit in rows}
