"""Versions of a draft that have a name, and what a draft has otherwise than another state."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from gis_core.accounts.roles import Action
from grids.proposals.drafts.beside import draw_beside
from grids.proposals.drafts.comparing import compare_drafts, version_of
from grids.proposals.drafts.snapshots import (
    drop_snapshot,
    list_snapshots,
    take_snapshot,
    tell_snapshot,
)
from layers.api.access import find_draft, find_reviewed, person, state_beside
from layers.api.draft_inputs import LARGEST_VERSION, NewSnapshot, With

router = Router()

AtVersion = Annotated[int | None, Query(ge=0, le=LARGEST_VERSION)]


@router.get("/drafts/{draft}/snapshots", url_name="draft_snapshots")
def show_snapshots(request: HttpRequest, draft: UUID) -> list[dict[str, Any]]:
    """The draft's snapshots, the latest version first."""
    return list_snapshots(find_draft(request, draft, Action.VIEW_DRAFT))


@router.post("/drafts/{draft}/snapshots", url_name="draft_snapshots")
def name_version(request: HttpRequest, draft: UUID, body: NewSnapshot) -> dict[str, Any]:
    """Give the present version a name."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return tell_snapshot(take_snapshot(draft=found, name=body.name, author=person(request)))


@router.delete("/drafts/{draft}/snapshots/{snapshot}", url_name="draft_snapshot")
def forget_name(request: HttpRequest, draft: UUID, snapshot: UUID) -> list[dict[str, Any]]:
    """Take the name away; the version stays in the log. The snapshots that are left."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    drop_snapshot(draft=found, key=snapshot)
    return list_snapshots(found)


@router.get("/drafts/{draft}/difference", url_name="draft_difference")
def show_difference(
    request: HttpRequest, draft: UUID, other: With, version: AtVersion = None
) -> dict[str, Any]:
    """What the draft, as it is or was at `version`, has otherwise than its edition, or than this
    or another draft, as it is or was."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    return compare_drafts(state_beside(request, found, other), version_of(found, version))


@router.get("/drafts/{draft}/beside", url_name="draft_beside")
def show_beside(
    request: HttpRequest, draft: UUID, other: With, version: AtVersion = None
) -> dict[str, Any]:
    """The same two states as GeoJSON: units with figures on both sides, and what moved."""
    whole = other == "edition" and version is None
    found = (
        find_reviewed(request, draft) if whole else find_draft(request, draft, Action.VIEW_DRAFT)
    )
    return draw_beside(state_beside(request, found, other), version_of(found, version))
