"""Drafts: listed, begun, shown, renamed, discarded; to those who may, as if no others were."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel

from communities.territory.models import Place
from gis_core.accounts.roles import Action
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.creating import copy_draft, create_draft
from grids.proposals.drafts.listing import latest_drafts
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.services import change_draft, discard_draft
from grids.proposals.drafts.snapshots import find_snapshot
from grids.proposals.drafts.telling import facts_of
from grids.proposals.models import Alternative, Proposal, ProposalUnit, Suggestion
from layers.api.access import find_county, find_draft, person, scope_of
from layers.api.draft_inputs import DraftChange, NewDraft, Source
from layers.api.geojson import Feature, as_geojson, collection
from layers.api.inputs import CountyCode

router = Router()


class Drawn(BaseModel):
    """What goes with an outline."""

    level: str


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
    return _facts(request, _begin(request, place, body))


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
def show_outlines(request: HttpRequest, draft: UUID) -> HttpResponse:
    """GeoJSON of all units that have cells, as their rows have them: the plan is not asked."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    live = ProposalUnit.objects.filter(proposal=found, retired=False, geom__isnull=False)
    rows = live.order_by("number").values_list("number", as_geojson(), "level")
    features = (Feature(number, geometry, Drawn(level=level)) for number, geometry, level in rows)
    return collection(request, features)


def _begin(request: HttpRequest, place: Place, body: NewDraft) -> Proposal:
    """From the edition in force, an alternative, or another draft of the same place."""
    about: dict[str, Any] = {"title": body.title, "reason": body.reason, "author": person(request)}
    source = body.source or Source()
    if source.draft is None:
        first = source.alternative and _take(request, source.alternative)
        return create_draft(kind=body.kind, place=place, first=first or None, **about)
    other = find_draft(request, source.draft, Action.VIEW_DRAFT)
    if (other.place_id, other.kind) != (place.pk, body.kind):
        raise Refused("other_draft", _("复制的草案须是同一地方、同一种类的。请重新选择。"))
    snapshot = find_snapshot(other, source.snapshot) if source.snapshot else None
    return copy_draft(source=other, snapshot=snapshot, **about)


def _take(request: HttpRequest, alternative: int) -> dict[str, Any]:
    """The operation that takes an alternative one may see. Raises Http404."""
    mine = scope_of(request, Action.VIEW_DRAFT).of(Suggestion)
    if not Alternative.objects.filter(pk=alternative, suggestion__in=mine).exists():
        raise Http404
    return {"kind": "take_alternative", "alternative": alternative}


def _facts(request: HttpRequest, draft: Proposal) -> dict[str, Any]:
    may_edit = scope_of(request, Action.EDIT_DRAFT).of(Proposal).filter(pk=draft.pk).exists()
    with reading(draft.pk) as plan:
        return facts_of(draft, plan, person(request), may_edit=may_edit)
