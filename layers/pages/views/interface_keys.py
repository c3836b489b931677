"""Keys of other systems, for who keeps the interface: issued, shown once, ended."""

from django import forms
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.territory.models import County
from gis_core.accounts.roles import Action
from grids.proposals.drafting.refusals import Refused
from layers.api.access import person, scope_of
from layers.open311.keys import LONGEST_CLIENT, end_key, in_use, issue_key
from layers.open311.models import ApiKey
from layers.pages.sending import status_of


class KeyForm(forms.Form):
    """A system that is to send service requests."""

    client = forms.CharField(label=_("接入系统"), max_length=LONGEST_CLIENT)
    until = forms.DateField(
        label=_("有效至（可不填）"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def keep_keys(request: HttpRequest, county: str) -> HttpResponse:
    """The county's keys; a new one is shown in the answer that issues it and never again."""
    place = _county(request, county)
    form = KeyForm(request.POST) if request.method == "POST" else KeyForm()
    if not form.is_bound:
        return _page(request, place, form)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    said = form.cleaned_data
    try:
        _row, key = issue_key(
            county=place, client=said["client"], person=person(request), until=said["until"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, place, form, status=status_of(refusal))
    return _page(request, place, KeyForm(), key)


@require_POST
def end(request: HttpRequest, county: str, key: int) -> HttpResponseBase:
    """From now on the key opens nothing."""
    place = _county(request, county)
    found = _keys(request, place).filter(pk=key).first()
    if found is None:
        raise Http404
    end_key(key=found, person=person(request))
    return redirect("interface_keys", place.code)


def _county(request: HttpRequest, code: str) -> County:
    scope = scope_of(request, Action.KEEP_KEYS)
    found = scope.of(County).filter(code=code, abolished=False).first()
    if found is None:
        raise Http404
    return found


def _keys(request: HttpRequest, county: County) -> "QuerySet[ApiKey]":
    return scope_of(request, Action.KEEP_KEYS).of(ApiKey).filter(county=county.pk)


def _page(
    request: HttpRequest, county: County, form: KeyForm, key: str = "", status: int = 200
) -> HttpResponse:
    rows = _keys(request, county).select_related("made_by", "ended_by")
    context = {
        "county": county,
        "form": form,
        "key": key,
        "rows": rows.annotate(sent=Count("requests")),
        "in_use": set(in_use(county).values_list("pk", flat=True)),
    }
    answer = render(request, "pages/interface_keys.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer
