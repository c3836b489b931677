"""Notice-board cards: of one grid, or of all grids of a community in one file."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.territory.models import Boundary, Place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from layers.api.access import find_county, scope_of
from layers.pages.cards.printing import NoAddress, print_cards
from layers.pages.finding.reading import open_county, read_public

MOST_CARDS = 60


@require_safe
def print_card(request: HttpRequest, county: str, place: UUID) -> HttpResponse:
    """The cards of a grid or a community on the person's map, as a PDF to be printed."""
    found = find_county(request, county)
    what = scope_of(request, Action.VIEW_MAP).of(Place).filter(pk=place, county=found.pk).first()
    grids = _grids(what) if what is not None else []
    if what is None or not grids:
        raise Http404
    in_use, edition = open_county(found.code)
    told = [read_public(in_use, edition, grid) for grid in grids[:MOST_CARDS]]
    try:
        body = print_cards(told)
    except NoAddress:
        return render(request, "pages/cards/no_address.html", status=409)
    name = quote(_("%(place)s公示牌.pdf") % {"place": what.name}, safe="")
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = f"attachment; filename=\"card.pdf\"; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _grids(place: Place) -> list[Place]:
    """The grids in force that a place is or has, by code."""
    rows = Boundary.objects.in_force().filter(level=Level.GRID)
    if place.level == Level.GRID:
        rows = rows.filter(place=place.pk)
    elif place.level == Level.COMMUNITY:
        rows = rows.filter(parent=place.pk)
    else:
        return []
    ordered = rows.select_related("place").defer("geom", "geom_3857").order_by("place__code")
    return [row.place for row in ordered]
