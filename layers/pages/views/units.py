from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gis_core.accounts.models import Level
from layers.api.buildings import show_building as building_facts
from layers.api.inputs import LARGEST_KEY
from layers.pages.bounds import BOUNDS
from layers.pages.parts import template_of
from layers.pages.queries import CountyState, asked_state
from layers.pages.staffing.of_grid import staff_of_grid
from layers.pages.units import parts_of, row_of


@require_safe
def show_unit(request: HttpRequest, county: str, place: UUID) -> HttpResponse:
    """One unit with its figures, their thresholds, and the units inside it.

    For the map's panel the part alone, by itself a page.
    """
    state = asked_state(request, county)
    row = row_of(request, state, place)
    if row is None:
        raise Http404
    parts = parts_of(request, state, row.place)
    context = {
        **state.context(),
        "row": row,
        "parts": parts,
        "bounds": _bounds(state, row.place.level),
        "staff": staff_of_grid(request, state, row.place),
    }
    return render(request, template_of(request, "unit"), context)


@require_safe
def show_building(request: HttpRequest, county: str, building: int) -> HttpResponse:
    """One building with its counts and where they come from."""
    if not 1 <= building <= LARGEST_KEY:
        raise Http404
    state = asked_state(request, county)
    facts = building_facts(request, county, building)
    return render(request, template_of(request, "building"), {**state.context(), "building": facts})


def _bounds(state: CountyState, level: str) -> dict[str, object] | None:
    """The household bounds of a level, with their source; None where there are none."""
    keys = BOUNDS.get(Level(level))
    found = {threshold.key: threshold for threshold in state.thresholds}
    if keys is None or not all(key in found for key in keys):
        return None
    least, most = (found[key] for key in keys)
    return {"least": least, "most": most}
