"""The staff of a county on a map, on the screen and on paper."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from grids.staffing.queries import Staffing, staffing_of
from layers.pages.staffing.mapping.asking import read_asked
from layers.pages.staffing.mapping.colouring import THEMES
from layers.pages.staffing.mapping.ground import read_ground, streets_of
from layers.pages.staffing.mapping.page import map_of
from layers.pages.staffing.rooms import room_of

SIZES = ("a4", "a3")


@require_safe
def show_staff_map(request: HttpRequest, county: str) -> HttpResponse:
    """Every grid in the colour of its unit, level or workload; a unit or person found on it."""
    room = room_of(request, county)
    staffing = staffing_of(room.county, timezone.localdate())
    if staffing is None:
        return render(request, "pages/staffing/map.html", room.context(staffing=None))
    streets = streets_of(staffing.edition)
    asked = read_asked(request, room, streets)
    looked_for = asked.unit or asked.person
    context = room.context(
        **map_of(room, staffing, read_ground(staffing, asked.street), asked),
        **_choices(staffing),
        themes=THEMES.items(),
        streets=streets,
        phone=room.phone(looked_for) if looked_for else "",
    )
    return render(request, "pages/staffing/map.html", context)


@require_safe
def print_staff_map(request: HttpRequest, county: str, street: UUID) -> HttpResponse:
    """One subdistrict for paper: the map, its legend, and its grids with their people."""
    room = room_of(request, county)
    staffing = staffing_of(room.county, timezone.localdate())
    streets = streets_of(staffing.edition) if staffing else []
    found = next((one for one in streets if one.pk == street), None)
    if staffing is None or found is None:
        raise Http404
    asked = replace(read_asked(request, room, streets), street=found)
    size = request.GET.get("size", "")
    context = room.context(
        **map_of(room, staffing, read_ground(staffing, found), asked),
        street=found,
        themes=THEMES.items(),
        size=size if size in SIZES else SIZES[0],
        sizes=SIZES,
    )
    return render(request, "pages/staffing/map_print.html", context)


def _choices(staffing: Staffing) -> dict[str, Any]:
    """The units and people who are somewhere on the map, by name."""
    units = {one.unit_id: one.unit for row in staffing.grids for one in row.coverage}
    people = {one.person_id: one.person for row in staffing.grids for one in row.postings}
    return {
        "units": sorted(units.values(), key=lambda one: (one.name, one.pk)),
        "people": sorted(people.values(), key=lambda one: (one.name, one.pk)),
    }
