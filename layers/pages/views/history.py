"""The past and the future of a county: the life of a place, the register as files."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.territory.models import Boundary, County, Place
from gis_core.accounts.roles import Action
from grids.publication.history import history_of
from grids.publication.models import Lineage
from grids.publication.register import LINEAGE, PLACES, lineage_register, places_register
from layers.api.access import find_county, scope_of
from layers.exporting.tables import write_csv, write_workbook
from layers.pages.parts import template_of
from layers.pages.queries import state_of
from layers.pages.views.editions import cases_seen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def show_history(request: HttpRequest, county: str, place: UUID) -> HttpResponse:
    """The life of one place, also of one that is no more or not yet."""
    state = state_of(find_county(request, county))
    places = scope_of(request, Action.VIEW_MAP).of(Place)
    found = places.filter(pk=place, county=state.county.pk).first()
    if found is None:
        raise Http404
    context = {
        "place": found,
        "chapters": history_of(found),
        "designations": found.designations.order_by("valid"),
        "counted": _counted(request, state.county),
        "cases_seen": cases_seen(request, state.county),
        "drawn": Boundary.objects.in_force().filter(place=found).exists(),
    }
    return render(request, template_of(request, "history"), {**state.context(), **context})


def _counted(request: HttpRequest, county: County) -> set[int]:
    """The rows of lineage of which the person may know the households."""
    rows = scope_of(request, Action.VIEW_COUNTS).of(Lineage)
    return set(rows.filter(edition__county=county.pk).values_list("pk", flat=True))


@require_safe
def export_register(request: HttpRequest, county: str, table: str) -> HttpResponse:
    """The register of a county as a file: `places.csv`, `lineage.csv`, `all.xlsx`, `all.json`."""
    place = find_county(request, county)
    body, kind = _EXPORTS[table](request, place)
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="register-{place.code}-{table}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _lineage(request: HttpRequest, county: County) -> list[dict[str, Any]]:
    return lineage_register(county, _counted(request, county))


def _places_csv(request: HttpRequest, county: County) -> tuple[bytes, str]:
    return write_csv(PLACES, places_register(county)), "text/csv; charset=utf-8"


def _lineage_csv(request: HttpRequest, county: County) -> tuple[bytes, str]:
    return write_csv(LINEAGE, _lineage(request, county)), "text/csv; charset=utf-8"


def _workbook(request: HttpRequest, county: County) -> tuple[bytes, str]:
    sheets = [
        (_("区划单位与代码"), PLACES, places_register(county)),
        (_("沿革"), LINEAGE, _lineage(request, county)),
    ]
    return write_workbook(sheets), XLSX


def _json(request: HttpRequest, county: County) -> tuple[bytes, str]:
    body = {
        "county": county.code,
        "places": places_register(county),
        "lineage": _lineage(request, county),
    }
    said = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    return said.content, "application/json; charset=utf-8"


_EXPORTS: dict[str, Callable[[HttpRequest, County], tuple[bytes, str]]] = {
    "places.csv": _places_csv,
    "lineage.csv": _lineage_csv,
    "all.xlsx": _workbook,
    "all.json": _json,
}
TABLES = tuple(_EXPORTS)
