from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.territory.models import County, Edition
from gis_core.accounts.roles import Action
from grids.proposals.drafting.refusals import Refused
from grids.publication.restoring import restore_edition
from grids.review.acting import cases_seen_by
from layers.api.access import find_county, person, scope_of
from layers.pages.drafts.restoring import Restore, former_editions
from layers.pages.queries import state_of


@require_safe
def list_editions(request: HttpRequest, county: str) -> HttpResponse:
    """The published editions of a county, the latest first, and its register."""
    found = find_county(request, county)
    asked = request.GET.get("restore", "")
    return _page(request, found, _form(request, found, asked))


@require_POST
def restore(request: HttpRequest, county: str) -> HttpResponseBase:
    """Begin a proposal filled with a former edition; leads to its desk."""
    found = find_county(request, county)
    form = _form(request, found)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            made = restore_edition(**form.cleaned_data, author=person(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk", made.pk)
    return _page(request, found, form, status=422)


def _form(request: HttpRequest, county: County, asked: str = "") -> Restore | None:
    """The form for whoever may draw in a county that has a former edition."""
    scope = scope_of(request, Action.EDIT_DRAFT)
    if not scope or not former_editions(county).exists():
        return None
    initial = {"edition": asked, "title": _title(asked)}
    sent = request.POST if request.method == "POST" else None
    form = Restore(sent, initial=initial, county=county, scope=scope)
    place: Any = form.fields["place"]
    return form if place.queryset.exists() else None


def _title(asked: str) -> str:
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        return ""
    return str(_("恢复第 %(number)s 版") % {"number": asked})


def _page(
    request: HttpRequest, county: County, form: Restore | None, status: int = 200
) -> HttpResponse:
    state = state_of(county)
    editions = Edition.objects.filter(county=county.pk).order_by("-number")
    published = editions.exclude(status=Edition.Status.PREPARED)
    context = {
        **state.context(),
        "editions": list(published.select_related("published_by", "publication__proposal")),
        "cases_seen": cases_seen(request, county),
        "form": form,
        "opened": form is not None and (form.is_bound or "restore" in request.GET),
    }
    return render(request, "pages/editions.html", context, status=status)


def cases_seen(request: HttpRequest, county: County) -> set[UUID]:
    """The proposals whose case the person may look into."""
    rows = cases_seen_by(person(request)).filter(county=county.pk)
    return set(rows.values_list("pk", flat=True))
