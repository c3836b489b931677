from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gis_core.accounts.roles import Action
from layers.api.access import counties_of, scope_of
from layers.pages.member.reading import own_grids


@require_safe
def go_home(request: HttpRequest) -> HttpResponseBase:
    """Lead on to the person's county; with several let them choose, with none say whom to ask.

    Who works in a grid and draws or judges nothing comes to their own page; who grants rights has
    no county, and is led to what waits for them.
    """
    if not scope_of(request, Action.VIEW_DRAFT) and own_grids(request):
        return redirect("my_grids")
    counties = counties_of(request)
    if len(counties) == 1:
        return redirect("map", counties[0].code)
    if counties:
        return render(request, "pages/counties.html", {"counties": counties})
    if scope_of(request, Action.GRANT_ACCOUNT):
        return redirect("account_ties")
    return render(request, "pages/no_county.html")
