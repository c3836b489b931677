"""Reads of cases."""

from grids.proposals.models import Proposal
from grids.review.keeping import lifecycle_of
from grids.review.models import CaseEvent
from grids.review.moving.context import Case


def case_of(proposal: Proposal) -> Case:
    """The case of a proposal with all its events, the first first."""
    events = CaseEvent.objects.filter(proposal=proposal).select_related("actor", "lifecycle")
    return Case(proposal, lifecycle_of(proposal), list(events.order_by("sequence")))
