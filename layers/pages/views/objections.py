from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gis_core.accounts.roles import Action
from grids.notices.answering import answer, draft_answer, moderate, read_contact
from grids.notices.models import Objection
from grids.proposals.drafting.refusals import Refused
from layers.api.access import counties_of, person, scope_of
from layers.pages.notices.forms import AnswerForm, ModerationForm
from layers.pages.queries import state_of
from layers.pages.sending import status_of


@require_safe
def show_objection(request: HttpRequest, notice: UUID, number: int) -> HttpResponse:
    """One objection, what was done about it, and what the person may do."""
    return _page(request, _find(request, notice, number, Action.VIEW_DRAFT))


@require_POST
def moderate_objection(request: HttpRequest, notice: UUID, number: int) -> HttpResponseBase:
    """Show it to the public or hide it."""
    objection = _find(request, notice, number, Action.NOTICE)

    def act(said: dict[str, Any]) -> Objection:
        return moderate(
            objection=objection,
            moderation=said["moderation"],
            reason=said["reason"],
            shown_text=said["shown_text"],
            person=person(request),
            seen_version=said["version"],
        )

    return _act(request, objection, "moderation", ModerationForm(request.POST), act)


@require_POST
def draft_objection(request: HttpRequest, notice: UUID, number: int) -> HttpResponseBase:
    """Propose an answer, as a planner of the place."""
    objection = _find(request, notice, number, Action.EDIT_DRAFT)

    def act(said: dict[str, Any]) -> Objection:
        return draft_answer(
            objection=objection,
            outcome=said["outcome"],
            text=said["answer"],
            person=person(request),
            seen_version=said["version"],
        )

    form = AnswerForm(request.POST, auto_id="drafting-%s")
    return _act(request, objection, "drafting", form, act)


@require_POST
def answer_objection(request: HttpRequest, notice: UUID, number: int) -> HttpResponseBase:
    """Answer: adopted or not, with a reason."""
    objection = _find(request, notice, number, Action.NOTICE)

    def act(said: dict[str, Any]) -> Objection:
        return answer(
            objection=objection,
            outcome=said["outcome"],
            text=said["answer"],
            person=person(request),
            seen_version=said["version"],
        )

    return _act(request, objection, "answering", AnswerForm(request.POST), act)


@require_POST
def show_contact(request: HttpRequest, notice: UUID, number: int) -> HttpResponseBase:
    """How to reach the sender, once, for a reason that is kept."""
    objection = _find(request, notice, number, Action.NOTICE)
    try:
        reason = request.POST.get("reason", "")
        contact = read_contact(objection=objection, person=person(request), reason=reason)
    except Refused as refusal:
        return _page(request, objection, refusal=refusal)
    response = _page(request, objection, shown={"contact": contact or "—"})
    response["Cache-Control"] = "no-store"
    return response


def _act(
    request: HttpRequest,
    objection: Objection,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Objection],
) -> HttpResponseBase:
    """Do what a valid form says; otherwise the page again with what is wrong."""
    if not form.is_valid():
        return _page(request, objection, shown={name: form}, status=422)
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        objection.refresh_from_db()
        return _page(request, objection, shown={name: form}, refusal=refusal)
    return redirect("notice_objection", objection.notice_id, objection.number)


def _find(request: HttpRequest, notice: UUID, number: int, action: Action) -> Objection:
    rows = scope_of(request, action).of(Objection).filter(notice=notice, number=number)
    found = rows.select_related("notice__proposal__county", "address", "sender").first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    objection: Objection,
    *,
    refusal: Refused | None = None,
    status: int = 200,
    shown: Mapping[str, Any] | None = None,
) -> HttpResponse:
    county = objection.notice.proposal.county
    may = {
        name: scope_of(request, action).of(Objection).filter(pk=objection.pk).exists()
        for name, action in (("may_notice", Action.NOTICE), ("may_draft", Action.EDIT_DRAFT))
    }
    context = {
        **state_of(county).context(),
        "several": len(counties_of(request)) > 1,
        "notice": objection.notice,
        "objection": objection,
        **may,
        **_forms(objection),
        **(shown or {}),
        "refusal": refusal,
        "has_contact": bool(objection.sender.contact),
    }
    code = status if refusal is None else status_of(refusal)
    return render(request, "pages/notices/objection.html", context, status=code)


def _forms(objection: Objection) -> dict[str, forms.Form]:
    version = {"version": objection.version}
    draft = {"outcome": objection.draft_outcome, "answer": objection.draft_answer}
    given = {"outcome": objection.outcome, "answer": objection.answer}
    waiting = objection.moderation == Objection.Moderation.WAITING
    shown = Objection.Moderation.SHOWN if waiting else objection.moderation
    return {
        "moderation": ModerationForm(
            initial={
                **version,
                "moderation": shown,
                "reason": objection.moderation_reason,
                "shown_text": objection.shown_text or objection.text,
            }
        ),
        "drafting": AnswerForm(initial={**version, **draft}, auto_id="drafting-%s"),
        "answering": AnswerForm(initial={**version, **(given if objection.outcome else draft)}),
    }
