"""The drafts of a county as a list."""

from typing import Any

from django.db.models import QuerySet

from grids.proposals.models import Proposal

LATEST = 100


def latest_drafts(drafts: "QuerySet[Proposal]") -> list[dict[str, Any]]:
    """The last changed first."""
    found = drafts.select_related("place", "author", "edition", "rule_set")
    return [tell_draft(draft) for draft in found.order_by("-changed_at", "id")[:LATEST]]


def tell_draft(draft: Proposal) -> dict[str, Any]:
    """One draft as a line of the list."""
    return {
        "id": str(draft.pk),
        "kind": draft.kind,
        "title": draft.title,
        "reason": draft.reason,
        "status": draft.status,
        "place": {"id": str(draft.place_id), "name": draft.place.name},
        "author": str(draft.author or ""),
        "version": draft.version,
        "summary": draft.summary,
        "edition": draft.edition.number,
        "rule_set": draft.rule_set.number,
        "created_at": draft.created_at.isoformat(),
        "changed_at": draft.changed_at.isoformat(),
    }
