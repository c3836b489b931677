from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gis_core.accounts.roles import Action
from grids.proposals.drafting.refusals import Refused, Stale
from grids.proposals.models import Proposal
from grids.publication.carrying.services import carry_over, preview_carrying
from grids.publication.carrying.telling import tell_preview
from layers.api.access import counties_of, find_draft, person
from layers.pages.drafts.forms import CarryOver
from layers.pages.queries import state_of


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """What of a draft can be kept on the edition in force; asked for, the new draft's desk."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    if request.method != "POST":
        return _show(request, found)
    form = CarryOver(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422)
    try:
        made = carry_over(draft=found, author=person(request), **form.cleaned_data)
    except Refused as refusal:
        return _show(
            request, found, str(refusal), status=409 if isinstance(refusal, Stale) else 422
        )
    return redirect("desk", made.pk)


def _show(
    request: HttpRequest, draft: Proposal, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **state_of(draft.county).context(),
        "several": len(counties_of(request)) > 1,
        "draft": draft,
        "refusal": refusal,
        **_preview(draft),
    }
    return render(request, "pages/carry.html", context, status=status)


def _preview(draft: Proposal) -> dict[str, Any]:
    """The preview, or why there is none."""
    try:
        return {"preview": tell_preview(preview_carrying(draft=draft))}
    except Refused as refusal:
        return {"refusal": str(refusal)}
