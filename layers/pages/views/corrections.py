"""Reported faults for who sees a subdistrict's: what is open, what became of it; answering."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.territory.models import County
from gis_core.accounts.roles import Action
from grids.corrections.models import MOST_TEXT, Correction, State
from grids.corrections.queries import answerable_by, corrections_for
from grids.corrections.services import answer_correction
from grids.proposals.drafting.refusals import Refused
from layers.api.access import counties_of, find_county, person, scope_of
from layers.pages.queries import state_of
from layers.pages.sending import status_of

PAGE = 50


class AnswerForm(forms.Form):
    """What became of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(
        label=_("处理结果"),
        choices=[(State.DONE, State.DONE.label), (State.ANSWERED, State.ANSWERED.label)],
    )
    answer = forms.CharField(
        label=_("答复"), max_length=MOST_TEXT, required=False, widget=forms.Textarea
    )


@require_safe
def list_corrections(request: HttpRequest, county: str) -> HttpResponse:
    """The reports of the person's territory, those of one state where asked."""
    found = find_county(request, county)
    rows = corrections_for(person(request)).filter(county=found.pk)
    if not scope_of(request, Action.VIEW_CORRECTION):
        raise Http404
    asked = request.GET.get("state", State.OPEN)
    kept = rows.filter(state=asked) if asked in State.values else rows
    context = {
        "page": Paginator(kept, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "states": [(one.value, one.label, rows.filter(state=one).count()) for one in State],
        **_county(request, found),
    }
    return render(request, "pages/corrections/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_correction(request: HttpRequest, correction: UUID) -> HttpResponseBase:
    """One report; answered by the planner of its place."""
    who = person(request)
    found = corrections_for(who).filter(pk=correction).first()
    if found is None:
        raise Http404
    answers = answerable_by(who).filter(pk=found.pk).exists()
    if request.method != "POST":
        offered = answers and found.state != State.DONE
        form = AnswerForm(initial={"version": found.version}) if offered else None
        return _show(request, found, form)
    if not answers:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, 422)
    said = form.cleaned_data
    try:
        answer_correction(
            correction=found,
            person=who,
            state=State(said["state"]),
            answer=said["answer"],
            seen_version=said["version"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form, status_of(refusal))
    return redirect("correction", found.pk)


def _show(
    request: HttpRequest,
    correction: Correction,
    form: AnswerForm | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "correction": correction,
        "form": form,
        **_county(request, correction.county),
    }
    return render(request, "pages/corrections/correction.html", context, status=status)


def _county(request: HttpRequest, county: County) -> dict[str, Any]:
    return {**state_of(county).context(), "several": len(counties_of(request)) > 1}
