from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gis_core.accounts.roles import Action
from gis_core.catalogues import script_messages
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.comparing import version_of
from grids.proposals.models import Proposal
from layers.api.access import counties_of, find_draft, state_beside
from layers.pages.config import map_config
from layers.pages.drafts.comparing import Choice, choices_for, differences
from layers.pages.queries import state_of


@require_safe
def compare(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft beside the edition in force, one of its snapshots, or another draft."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    choices = choices_for(request, found)
    chosen = _chosen(choices, request.GET.get("with", "edition"))
    before, after = state_beside(request, found, chosen), version_of(found, None)
    try:
        changed = differences(before, after)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    return render(
        request,
        "pages/compare.html",
        {
            **state_of(found.county).context(),
            "several": len(counties_of(request)) > 1,
            "draft": found,
            "before": {"label": before.title},
            "after": {"label": after.title},
            "choices": choices,
            "chosen": chosen,
            "differences": changed,
            "config": _config(found, chosen),
            "messages_for_scripts": script_messages(get_language()),
        },
    )


def _chosen(choices: list[Choice], asked: str) -> str:
    """What is compared with. Raises Http404 where it is none of the choices."""
    if asked not in {choice.value for choice in choices}:
        raise Http404
    return asked


def _config(draft: Proposal, chosen: str) -> dict[str, Any]:
    return map_config(
        draft.county.code,
        reverse("compare_drafts", args=[draft.pk]),
        difference=f"/api/drafts/{draft.pk}/beside?with={chosen}",
    )
