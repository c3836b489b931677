from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from layers.api.access import counties_of


@require_safe
def go_home(request: HttpRequest) -> HttpResponseBase:
    """Lead on to the person's county; with several let them choose, with none say whom to ask."""
    counties = counties_of(request)
    if len(counties) == 1:
        return redirect("map", counties[0].code)
    if counties:
        return render(request, "pages/counties.html", {"counties": counties})
    return render(request, "pages/no_county.html")
