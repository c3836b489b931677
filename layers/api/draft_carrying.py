"""A draft on a former edition, carried over to the one in force: seen before, then made."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gis_core.accounts.roles import Action
from grids.proposals.drafts.listing import tell_draft
from grids.publication.carrying.services import carry_over, preview_carrying
from grids.publication.carrying.telling import tell_preview
from layers.api.access import find_draft, person
from layers.api.draft_inputs import CarryingRequest

router = Router()


@router.get("/drafts/{draft}/carrying", url_name="draft_carrying")
def preview(request: HttpRequest, draft: UUID) -> dict[str, Any]:
    """What can be kept and what cannot; nothing is written."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return tell_preview(preview_carrying(draft=found))


@router.post("/drafts/{draft}/carrying", url_name="draft_carrying")
def carry(request: HttpRequest, draft: UUID, body: CarryingRequest) -> dict[str, Any]:
    """A new draft on the edition in force; this one stays as it is."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    made = carry_over(
        draft=found,
        expected_version=body.expected_version,
        edition=body.edition,
        author=person(request),
    )
    return tell_draft(made)
