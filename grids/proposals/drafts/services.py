"""Writes to a draft that are no operations on its cells."""

from django.db import transaction

from grids.proposals.drafts.locking import lock_draft
from grids.proposals.models import Proposal


@transaction.atomic
def change_draft(*, draft: Proposal, title: str | None, reason: str | None) -> Proposal:
    """Give a draft another title or reason; None leaves it. Raises Refused."""
    lock_draft(draft)
    draft.title = draft.title if title is None else title
    draft.reason = draft.reason if reason is None else reason
    draft.save(update_fields=["title", "reason", "changed_at"])
    return draft


@transaction.atomic
def discard_draft(*, draft: Proposal) -> Proposal:
    """Put a draft aside for good; it can still be looked at and copied. Raises Refused."""
    lock_draft(draft)
    draft.status = Proposal.Status.DISCARDED
    draft.save(update_fields=["status", "changed_at"])
    return draft
