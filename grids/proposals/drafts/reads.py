"""What some kinds of operation must be told from the database before they can be answered."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from communities.territory.models import Designation, Place
from gis_core.accounts.models import Level
from grids.proposals.consulting.taking import answer_in
from grids.proposals.consulting.taking_edition import answer_of_edition, fits
from grids.proposals.drafting.kinds import ask
from grids.proposals.drafting.operations.take_alternative import Answer, TakeAlternative
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked
from grids.proposals.drafting.wishes import Wish
from grids.proposals.drafts.snapshots import read_past
from grids.proposals.models import Alternative, Proposal

LEVELS = (Level.COMMUNITY, Level.GRID)


def ask_draft(proposal: Proposal, plan: Plan, wish: Wish) -> Asked:
    """What the operation would do, told all it needs to know. Raises Refused."""
    read = READS.get(wish.kind)
    return ask(plan, wish, read(proposal, plan, wish)) if read else ask(plan, wish)


def read_used_codes(proposal: Proposal, plan: Plan, wish: Wish) -> frozenset[str]:
    """Every code a community or grid of the county has or ever had."""
    places = Place.objects.filter(county=proposal.county_id, level__in=LEVELS)
    past = Designation.objects.filter(place__in=places)
    return frozenset(
        places.values_list("code", flat=True).union(past.values_list("code", flat=True))
    )


def read_answer(proposal: Proposal, plan: Plan, wish: TakeAlternative) -> Answer:
    """The alternative, and what was done to the draft after the version it answers.

    Raises Refused: it answers no question about this draft, nor about the edition the draft has
    just begun on.
    """
    found = Alternative.objects.select_related("suggestion").filter(pk=wish.alternative).first()
    if found is not None and fits(proposal, found):
        return answer_of_edition(plan, found)
    if found is None or found.suggestion.proposal_id != proposal.pk or found.labels is None:
        text = _("没有找到这个方案，它可能属于另一份草案。请从引擎面板里重新选择。")
        raise Refused("no_such_alternative", text)
    return answer_in(proposal, plan, found)


READS: Mapping[str, Callable[[Proposal, Plan, Any], Any]] = {
    "renumber": read_used_codes,
    "restore": read_past,
    "take_alternative": read_answer,
}
