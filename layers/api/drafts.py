"""Drafts: listed, begun, shown, renamed, discarded; to those who may, as if no others were."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from communities.territory.models import Place
from gis_core.accounts.roles import Action
from grids.proposals.drafting.outlines import features_of
from grids.proposals.drafts.creating import create_draft
from grids.proposals.drafts.listing import latest_drafts
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.services import change_draft, discard_draft
from grids.proposals.drafts.telling import facts_of
from grids.proposals.models import Proposal
from layers.api.access import find_county, find_draft, person, scope_of
from layers.api.draft_inputs import DraftChange, NewDraft
from layers.api.inputs import CountyCode

router = Router()


@router.get("/counties/{county}/drafts", url_name="drafts")
def list_drafts(request: HttpRequest, county: CountyCode) -> list[dict[str, Any]]:
    """The drafts one may see, the last changed first."""
    mine = scope_of(request, Action.VIEW_DRAFT).of(Proposal)
    return latest_drafts(mine.filter(county=find_county(request, county)))


@router.post("/counties/{county}/drafts", url_name="drafts")
def begin_draft(request: HttpRequest, county: CountyCode, body: NewDraft) -> dict[str, Any]:
    """A new draft of a place one may redraw."""
    places = scope_of(request, Action.EDIT_DRAFT).of(Place)
    place = places.filter(pk=body.place, county=find_county(request, county)).first()
    if place is None:
        raise Http404
    draft = create_draft(
        kind=body.kind,
        place=place,
        title=body.title,
        reason=body.reason,
        author=person(request),
    )
    return _facts(request, draft)


@router.get("/drafts/{draft}", url_name="draft")
def show_draft(request: HttpRequest, draft: UUID) -> dict[str, Any]:
    """The whole state of a draft, without cells and outlines."""
    return _facts(request, find_draft(request, draft, Action.VIEW_DRAFT))


@router.patch("/drafts/{draft}", url_name="draft")
def rename_draft(request: HttpRequest, draft: UUID, body: DraftChange) -> dict[str, Any]:
    """Another title or reason."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return _facts(request, change_draft(draft=found, title=body.title, reason=body.reason))


@router.delete("/drafts/{draft}", url_name="draft")
def throw_draft_away(request: HttpRequest, draft: UUID) -> dict[str, Any]:
    """Discard the draft: it stays to be looked at, and cannot be changed any more."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return _facts(request, discard_draft(draft=found))


@router.get("/drafts/{draft}/labels", url_name="draft_labels")
def show_labels(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The number of each cell's grid by row: int32, little-endian."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    with reading(found.pk) as plan:
        labels, version = plan.labels.astype("<i4").tobytes(), plan.version
    response = HttpResponse(labels, content_type="application/octet-stream")
    response["X-Draft-Version"] = str(version)
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/drafts/{draft}/outlines", url_name="draft_outlines")
def show_outlines(request: HttpRequest, draft: UUID) -> dict[str, Any]:
    """GeoJSON of all units that have cells."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    with reading(found.pk) as plan:
        live = [number for number, unit in plan.units.items() if not unit.retired]
        return features_of(plan, live)


def _facts(request: HttpRequest, draft: Proposal) -> dict[str, Any]:
    may_edit = scope_of(request, Action.EDIT_DRAFT).of(Proposal).filter(pk=draft.pk).exists()
    with reading(draft.pk) as plan:
        return facts_of(draft, plan, person(request), may_edit=may_edit)
