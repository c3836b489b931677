from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_core.accounts.confirming import factors_of
from gis_core.accounts.roles import Action
from grids.checklist.waivers import waivers_of
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal, ProposalUnit
from grids.review.acting import membership_for
from grids.review.choices import choices_for, part_of
from grids.review.deadlines import by_deadline, deadline_of
from grids.review.findings import KEEPERS
from grids.review.guarding.papers import missing_papers
from grids.review.lifecycle.drawing import draw, lanes_of
from grids.review.models import Notification
from grids.review.moving.context import Case
from grids.review.queries import case_of
from grids.review.services import mark_read
from grids.review.telling import cases_waiting_for, tell_comments
from layers.api.access import counties_of, person
from layers.api.case_moves import find_case
from layers.pages.cases.acting import do, status_of
from layers.pages.cases.links import links_of
from layers.pages.cases.picture import anchors_of, draw_case
from layers.pages.queries import state_of

LATEST = 50


@require_safe
def show_inbox(request: HttpRequest) -> HttpResponse:
    """The cases that wait for the person, and what they were told; shown once, it is read."""
    told = Notification.objects.filter(person=person(request))
    rows = list(told.select_related("event", "proposal", "comment__author")[:LATEST])
    mark_read(person=person(request))
    waiting = by_deadline(cases_waiting_for(person(request)))
    return render(request, "pages/inbox.html", {"waiting": waiting, "notifications": rows})


@require_safe
def show_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """A case: where it is, what happened, what may be done next, and what is on record."""
    return _page(request, find_case(request, case))


@require_safe
def show_flow(request: HttpRequest, case: UUID) -> HttpResponse:
    """The life-cycle the case goes by, drawn from its own data."""
    found = case_of(find_case(request, case))
    definition = found.definition
    words = {step.key: _(step.label) for step in definition.steps}
    picture = draw(definition, words, found.proposal.status, _("办理流程图"))
    context = {
        **_head(request, found),
        "picture": mark_safe(picture),  # noqa: S308  # escaped where it is drawn
        "lanes": lanes_of(definition),
        "steps": definition.steps,
        "transitions": definition.transitions,
        "words": words,
    }
    return render(request, "pages/case_flow.html", context)


@require_POST
def act(request: HttpRequest, case: UUID, what: str) -> HttpResponseBase:
    """What a form of the page asks for; the page again with the reason where it is refused."""
    found = find_case(request, case)
    try:
        do(request, found, what)
    except Refused as refusal:
        return _page(request, find_case(request, case), refusal)
    messages.success(request, _("已办理。"))
    if what == "waiver":
        return redirect(f"{reverse('review', args=[found.pk])}#checklist")
    return redirect("case", found.pk)


def _page(request: HttpRequest, proposal: Proposal, refusal: Refused | None = None) -> HttpResponse:
    case, who = case_of(proposal), person(request)
    comments = tell_comments(proposal)
    choices = choices_for(case, who)
    context = {
        **_head(request, case),
        "choices": choices,
        "asks_code": bool(factors_of(who)),
        "links": links_of(request, proposal),
        "deadline": deadline_of(case),
        "comments": comments,
        "pinned": set(anchors_of(proposal, comments)),
        "picture": mark_safe(draw_case(proposal, comments)),  # noqa: S308  # escaped where it is drawn
        "papers": proposal.papers.select_related("added_by"),
        "paper_kinds": _paper_kinds(case),
        "waivers": waivers_of(proposal),
        "conditions": proposal.conditions.select_related("set_by", "met_by"),
        "units": ProposalUnit.objects.filter(proposal=proposal, retired=False).defer("geom"),
        "may": {
            action.value: membership_for(who, proposal, action) is not None
            for action in (Action.COMMENT, Action.REVIEW, Action.SUBMIT)
        },
        "keeps_papers": part_of(case, who, *KEEPERS) is not None,
        "refusal": refusal,
        "said": request.POST if refusal else {},
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "pages/case.html", context, status=status)


def _head(request: HttpRequest, case: Case) -> dict[str, Any]:
    county = case.proposal.county
    several = len(counties_of(request)) > 1
    return {**state_of(county).context(), "several": several, "case": case, "draft": case.proposal}


def _paper_kinds(case: Case) -> list[tuple[str, bool]]:
    """The papers the life-cycle asks for, and whether the present step still lacks them."""
    step = case.definition.step(case.proposal.status)
    lacking = missing_papers(case, step.papers) if step else []
    kinds = [kind for one in case.definition.steps for kind in one.papers]
    return [(kind, kind in lacking) for kind in dict.fromkeys(kinds)]
