"""What a case and its notice owe each other: guards for the one, an end for the other."""

from typing import Any

from gis_core.cleaning import clean_line
from grids.notices.guards import IN_NOTICE, notice_answered, notice_over
from grids.notices.models import Notice
from grids.notices.services import end_notice, lock_notice
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.review.models import CaseEvent
from grids.review.moving.context import Moving
from grids.review.registry import Hindrance

LONGEST_NOTE = 300
ASIDE = {
    Proposal.Status.RETURNED,
    Proposal.Status.WITHDRAWN,
    Proposal.Status.SUSPENDED,
    Proposal.Status.SUPERSEDED,
    Proposal.Status.DISCARDED,
}


def over_hinders(moving: Moving) -> list[Hindrance]:
    """The guard `notice_over`."""
    return _hindrances(notice_over(moving.proposal))


def answers_hinder(moving: Moving) -> list[Hindrance]:
    """The guard `objections_answered`."""
    return _hindrances(notice_answered(moving.proposal))


def end_with_the_step(sender: Any, instance: CaseEvent, created: bool, **_kwargs: Any) -> None:
    """End the open notice of a case that leaves the step: forward it is closed, else withdrawn.

    It runs in the transaction of the move; the guards have been asked before.
    """
    if not created or instance.origin != IN_NOTICE:
        return
    notice = Notice.objects.filter(proposal=instance.proposal_id, state=Notice.State.OPEN).first()
    if notice is None:
        return
    aside = instance.target in ASIDE
    state = Notice.State.WITHDRAWN if aside else Notice.State.CLOSED
    why = clean_line(instance.reason or instance.label)[:LONGEST_NOTE] if aside else ""
    end_notice(lock_notice(notice), state, instance.actor, why)


def _hindrances(refusal: Refused | None) -> list[Hindrance]:
    return [] if refusal is None else [Hindrance(refusal.code, str(refusal))]
