from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gis_core.accounts.roles import Action
from gis_core.catalogues import script_messages
from grids.proposals.models import Proposal
from grids.publication.carrying.services import is_behind
from layers.api.access import counties_of, scope_of
from layers.pages.config import map_config


@require_safe
def show_desk(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The desk at which one draft is redrawn; all that is drawn is asked for by its script."""
    proposal = _find(request, draft)
    return render(
        request,
        "pages/desk.html",
        {
            "draft": proposal,
            "county": proposal.county,
            "edition": proposal.edition,
            "rule_set": proposal.rule_set,
            "several": len(counties_of(request)) > 1,
            "may_edit": _may_edit(request, proposal),
            "behind": is_behind(proposal),
            "config": _config(request, proposal),
            "messages_for_scripts": script_messages(get_language()),
        },
    )


def _find(request: HttpRequest, draft: UUID) -> Proposal:
    """The draft, or Http404 outside the person's scope, the same as for none."""
    drafts = scope_of(request, Action.VIEW_DRAFT).of(Proposal)
    related = drafts.select_related("county", "place", "edition", "rule_set")
    found = related.filter(pk=draft, status__in=Proposal.EDITABLE).first()
    if found is None:
        raise Http404("没有找到这份草案，或者您没有查看它的权限。")
    return found


def _may_edit(request: HttpRequest, proposal: Proposal) -> bool:
    mine = scope_of(request, Action.EDIT_DRAFT).of(Proposal)
    return mine.filter(pk=proposal.pk).exists()


def _config(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    return map_config(
        proposal.county.code,
        reverse("desk", args=[proposal.pk]),
        draft=str(proposal.pk),
        kind=proposal.kind,
        mayEdit=_may_edit(request, proposal),
        person=request.user.get_username(),
    )
