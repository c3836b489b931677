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
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.models import Proposal
from layers.api.access import counties_of, find_draft
from layers.pages.drafts.comparing import Choice, choices_for, differences
from layers.pages.queries import state_of


@require_safe
def compare(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft beside the edition in force, one of its snapshots, or another draft."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    choices = choices_for(request, found)
    chosen = _chosen(choices, request.GET.get("with", "edition"))
    before, after = _side(request, found, chosen), version_of(found, None)
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


def _side(request: HttpRequest, draft: Proposal, chosen: str) -> Side:
    if chosen == "edition":
        return edition_of(draft)
    key, _, version = chosen.partition("@")
    other = find_draft(request, UUID(key), Action.VIEW_DRAFT)
    return version_of(other, int(version) if version else None)


def _config(draft: Proposal, chosen: str) -> dict[str, Any]:
    """What the script needs to know before its first request."""
    code = draft.county.code
    return {
        "county": code,
        "language": "en" if get_language() == "en" else "zh",
        "api": "/api",
        "tiles": f"/tiles/{code}",
        "list": reverse("unit_list", args=[code]),
        "signIn": f"{reverse('sign_in')}?next={reverse('compare_drafts', args=[draft.pk])}",
        "difference": f"/api/drafts/{draft.pk}/beside?with={chosen}",
    }
