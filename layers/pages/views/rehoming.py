from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.publication.deciding import DECIDERS, decide_together
from grids.publication.overtaking import OVER
from grids.review.acting import membership_for
from layers.api.access import counties_of, person
from layers.api.case_moves import find_case
from layers.pages.cases.acting import status_of
from layers.pages.cases.rehoming import groups_of, read_choices, suggested
from layers.pages.queries import state_of


@require_http_methods(["GET", "HEAD", "POST"])
def rehome_people(request: HttpRequest, case: UUID) -> HttpResponseBase:
    """Where everybody and everything of the places that end goes, and deciding it."""
    proposal = find_case(request, case)
    if request.method != "POST":
        return _page(request, proposal)
    try:
        reason = request.POST.get("reason", "")[:300]
        rows = read_choices(request.POST)
        decide_together(proposal=proposal, person=person(request), rows=rows, reason=reason)
    except Refused as refusal:
        return _page(request, proposal, refusal)
    messages.success(request, _("已安排 %(count)s 项。") % {"count": len(rows)})
    return redirect("case_rehoming", proposal.pk)


def _page(request: HttpRequest, proposal: Proposal, refusal: Refused | None = None) -> HttpResponse:
    groups, who = groups_of(proposal), person(request)
    rows = [row for group in groups for row in group.rows]
    context = {
        **state_of(proposal.county).context(),
        "several": len(counties_of(request)) > 1,
        "draft": proposal,
        "groups": groups,
        "total": len(rows),
        "waiting": sum(not row.line.decided for row in rows),
        "suggested": suggested(groups),
        "may": any(membership_for(who, proposal, action) for action in DECIDERS)
        and proposal.status not in OVER,
        "refusal": refusal,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "pages/rehoming.html", context, status=status)
