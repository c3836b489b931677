"""An alternative's rows as what the operation that takes it needs to know."""

from grids.proposals.consulting.packing import unpacked
from grids.proposals.drafting.operations.take_alternative import (
    Answer,
    Answered,
    refuse_moved_on,
)
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.sketch import padded
from grids.proposals.drafts.log import effects_since
from grids.proposals.models import Alternative, Proposal, SuggestionKind


def answer_in(proposal: Proposal, plan: Plan, alternative: Alternative) -> Answer:
    """An alternative for this draft, with its suggestion."""
    units = alternative.units.defer("geom", "geom_3857").order_by("number")
    version = int(alternative.suggestion.question["version"])
    return Answer(
        rank=alternative.rank,
        merges=alternative.suggestion.kind == SuggestionKind.MERGE,
        part=unpacked(bytes(alternative.labels or b"")),
        units=[Answered(unit.continues, unit.parent_number, unit.name) for unit in units],
        since=effects_since(proposal, plan, version),
    )


def moved_on(plan: Plan, answer: Answer) -> str | None:
    """Why the answer cannot be taken any more, None where it can."""
    try:
        refuse_moved_on(plan, answer, padded(answer.part, plan.ground.size))
    except Refused as refused:
        return str(refused)
    return None
