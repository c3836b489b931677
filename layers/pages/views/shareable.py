"""Maps to be taken away: one file each, which opens without any server."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis_core.accounts.models import Level
from grids.staffing.models import Coverage, Unit
from grids.staffing.periods import on_day
from layers.api.case_moves import find_case
from layers.exporting.shareable.contents import ShareableMap
from layers.exporting.shareable.reading import map_of_community, map_of_grids, map_of_proposal
from layers.pages.queries import asked_state, state_of
from layers.pages.staffing.rooms import room_of
from layers.pages.units import parts_of, row_of


@require_safe
def take_community_map(request: HttpRequest, county: str, place: UUID) -> HttpResponse:
    """A community with its grids, as far as the person sees them."""
    state = asked_state(request, county)
    row = row_of(request, state, place)
    if row is None or state.edition is None or row.place.level != Level.COMMUNITY:
        raise Http404
    grids = [part.place.pk for part in parts_of(request, state, row.place)]
    return _file(map_of_community(state.edition, row.place, grids))


@require_safe
def take_unit_map(request: HttpRequest, county: str, unit: int) -> HttpResponse:
    """The grids a covering unit covers today."""
    room = room_of(request, county)
    found = room.find(Unit, unit)
    edition = state_of(room.county).edition
    if edition is None:
        raise Http404
    covered = Coverage.objects.filter(on_day(timezone.localdate()), unit=found)
    return _file(map_of_grids(edition, found.name, list(covered.values_list("grid", flat=True))))


@require_safe
def take_case_map(request: HttpRequest, case: UUID) -> HttpResponse:
    """The grids of today and those proposed, for who sees the case."""
    return _file(map_of_proposal(find_case(request, case)))


def _file(told: ShareableMap) -> HttpResponse:
    """An attachment: its script is for a file on a disk and never runs as a page of ours."""
    from layers.exporting.shareable.writing import write_map

    response = HttpResponse(write_map(told), content_type="text/html; charset=utf-8")
    name = quote(f"{told.title}.html", safe="")
    response["Content-Disposition"] = f"attachment; filename=\"map.html\"; filename*=UTF-8''{name}"
    response["Cache-Control"] = "private, no-store"
    return response
