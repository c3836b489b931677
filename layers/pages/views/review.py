from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from gis_core.catalogues import script_messages
from grids.checklist.affected import affected_by
from grids.checklist.certificates import ask_to_verify
from grids.checklist.certifying import certificate_of
from grids.checklist.queries import checklist
from grids.checklist.waivers import stand, waivers_of
from grids.proposals.drafts.addresses import LONGEST, changes_at
from grids.proposals.drafts.comparing import Side, edition_of, version_of
from grids.proposals.drafts.reasons import reasons_of
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.findings import may_review
from layers.api.access import counties_of, find_reviewed, person
from layers.pages.cases.links import links_of
from layers.pages.config import map_config
from layers.pages.queries import state_of
from layers.pages.review.changes import changes_of
from layers.pages.review.lines import rows_of, tally_of


@require_safe
def review(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A proposal as its reviewer sees it: the checklist, what it changes, what was certified."""
    found = find_reviewed(request, draft)
    before, after = edition_of(found), version_of(found, None)
    waivers = waivers_of(found)
    certificate = certificate_of(found)
    lines = checklist(found, waivers, certificate)
    rows = rows_of(lines)
    return render(
        request,
        "pages/review.html",
        {
            **state_of(found.county).context(),
            "several": len(counties_of(request)) > 1,
            "draft": found,
            "before": {"label": before.title},
            "after": {"label": after.title},
            "rows": rows,
            "tally": tally_of(rows),
            "waivers": stand(waivers, lines),
            "may_waive": may_review(found, person(request)),
            "contents": content_hash(found),
            "links": links_of(request, found),
            "changes": changes_of(before, after, reasons_of(found, after.plan)),
            "affected": affected_by(found, before, after),
            "certificate": certificate,
            **_addresses(request, found, before, after),
            "config": map_config(
                found.county.code,
                reverse("review", args=[found.pk]),
                difference=f"/api/drafts/{found.pk}/beside?with=edition",
            ),
            "messages_for_scripts": script_messages(get_language()),
        },
    )


@require_POST
def verify(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Have a worker check again what the engine answered; leads back to the page."""
    found = find_reviewed(request, draft)
    ask_to_verify(proposal=found, requested_by=person(request))
    return redirect(f"{reverse('review', args=[found.pk])}#certificate")


def _addresses(request: HttpRequest, draft: Proposal, before: Side, after: Side) -> dict[str, Any]:
    asked = request.GET.get("address", "").strip()[:LONGEST]
    return {"asked": asked, "addresses": changes_at(draft, before, after, asked)}
