from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from communities.territory.models import County
from communities.working_days.models import SpecialDay
from communities.working_days.services import set_special_days
from communities.working_days.written import Special, Unreadable, read_days, write_days
from gis_core.accounts.roles import Action
from layers.api.access import counties_of, find_county, scope_of
from layers.pages.notices.forms import CalendarForm
from layers.pages.queries import state_of

YEARS = range(2020, 2101)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_working_days(request: HttpRequest, county: str) -> HttpResponseBase:
    """The days off and days worked in exchange of one year, for whoever opens notices."""
    found = find_county(request, county)
    if not scope_of(request, Action.NOTICE).of(County).filter(pk=found.pk).exists():
        raise Http404
    year = _year(request)
    sent = request.POST if request.method == "POST" else None
    form = CalendarForm(sent, initial={"year": year, "days": _written(found, year)})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            days = read_days(said["days"], said["year"])
        except Unreadable as error:
            form.add_error("days", str(error))
        else:
            set_special_days(county=found, year=said["year"], days=days)
            return redirect(f"{request.path}?year={said['year']}")
    context = {
        **state_of(found).context(),
        "several": len(counties_of(request)) > 1,
        "form": form,
        "year": year,
        "years": [year - 1, year, year + 1],
    }
    status = 422 if form.is_bound else 200
    return render(request, "pages/notices/working_days.html", context, status=status)


def _year(request: HttpRequest) -> int:
    """The year asked for, this one where it is none of `YEARS`."""
    asked = request.GET.get("year") or request.POST.get("year") or ""
    return int(asked) if asked in map(str, YEARS) else timezone.localdate().year


def _written(county: County, year: int) -> str:
    days = SpecialDay.objects.filter(county=county.pk, day__year=year)
    return write_days(Special(*one) for one in days.values_list("day", "works", "name"))
