"""Versions of a draft that have a name, and what a draft has otherwise than another state."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gis_core.accounts.roles import Action
from grids.proposals.drafts.comparing import compare_drafts
from grids.proposals.drafts.snapshots import list_snapshots, take_snapshot, tell_snapshot
from layers.api.access import find_draft, person
from layers.api.draft_inputs import NewSnapshot, With

router = Router()


@router.get("/drafts/{draft}/snapshots", url_name="draft_snapshots")
def show_snapshots(request: HttpRequest, draft: UUID) -> list[dict[str, Any]]:
    """The draft's snapshots, the latest version first."""
    return list_snapshots(find_draft(request, draft, Action.VIEW_DRAFT))


@router.post("/drafts/{draft}/snapshots", url_name="draft_snapshots")
def name_version(request: HttpRequest, draft: UUID, body: NewSnapshot) -> dict[str, Any]:
    """Give the present version a name."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return tell_snapshot(take_snapshot(draft=found, name=body.name, author=person(request)))


@router.get("/drafts/{draft}/difference", url_name="draft_difference")
def show_difference(request: HttpRequest, draft: UUID, other: With) -> dict[str, Any]:
    """What the draft has otherwise than its edition, or than another draft, as it is or was."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    if other == "edition":
        return compare_drafts(found, None)
    key, _, version = other.partition("@")
    beside = find_draft(request, UUID(key), Action.VIEW_DRAFT)
    return compare_drafts(found, beside, int(version) if version else None)
