"""Covering units of a county: found, shown, entered, sent to grids, ended."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.accounts.roles import Action
from grids.staffing.capacities import Duty, Part
from grids.staffing.models import Coverage, Person, Unit
from grids.staffing.own_people import keep_contact
from grids.staffing.periods import not_over
from grids.staffing.services import (
    add_unit,
    change_unit,
    cover_grid,
    end_coverage,
    end_unit,
)
from layers.api.access import person, scope_of
from layers.pages.sending import send
from layers.pages.staffing.forms import ContactForm, CoverageForm, EndForm, UnitForm
from layers.pages.staffing.rooms import Room, assigning_room, room_of

PAGE = 100


@require_safe
def list_covering_units(request: HttpRequest, county: str) -> HttpResponse:
    """Every unit of the county with the grids it covers; found by name."""
    room = room_of(request, county)
    units = Unit.objects.filter(county=room.county.pk, ended_on__isnull=True)
    asked = request.GET.get("q", "").strip()[:80]
    if asked:
        units = units.filter(name__icontains=asked)
    page = Paginator(units, PAGE).get_page(request.GET.get("page"))
    held = _held(page)
    rows = [(one, room.phone(one), held[one.pk]) for one in page]
    context = room.context(page=page, rows=rows, q=asked)
    return render(request, "pages/staffing/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_covering_unit(request: HttpRequest, county: str, unit: int) -> HttpResponseBase:
    """One unit with its grids and people; corrected by who keeps the roster."""
    room = room_of(request, county)
    found = room.find(Unit, unit)
    if request.method != "POST":
        return _show(room, found)
    if not scope_of(request, Action.ASSIGN_STAFF).of(Unit).filter(pk=unit).exists():
        return _keep_contact(room, found)
    form = UnitForm(request.POST)

    def act() -> str:
        seen = form.cleaned_data["version"]
        change_unit(unit=found, facts=form.facts(room, found), seen_version=seen)
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, form=form))


def _keep_contact(room: Room, unit: Unit) -> HttpResponseBase:
    """What a unit's own liaison may correct. Raises Http404 for others."""
    if not room.speaks_for(unit):
        raise Http404
    form = ContactForm(room.request.POST)

    def act() -> str:
        said = dict(form.cleaned_data)
        seen = said.pop("version")
        keep_contact(unit=unit, by=person(room.request), seen_version=seen, **said)
        return _address(room, unit)

    return send(form, act, lambda status: _show(room, unit, status, contact_form=form))


@require_http_methods(["GET", "HEAD", "POST"])
def add_a_unit(request: HttpRequest, county: str) -> HttpResponseBase:
    """Enter a unit."""
    room = assigning_room(request, county)
    form = UnitForm(request.POST if request.method == "POST" else None)

    def again(status: int = 200) -> HttpResponse:
        context = room.context(form=form, unit=True)
        return render(request, "pages/staffing/new.html", context, status=status)

    if not form.is_bound:
        return again()
    return send(
        form, lambda: _address(room, add_unit(county=room.county, facts=form.facts(room))), again
    )


@require_POST
def cover_a_grid(request: HttpRequest, county: str, unit: int) -> HttpResponseBase:
    """Let a unit cover a grid of the own area."""
    room = assigning_room(request, county)
    found = room.find(Unit, unit)
    form = CoverageForm(request.POST, room=room)

    def act() -> str:
        said = form.cleaned_data
        cover_grid(unit=found, **{**said, "part": Part(said["part"])})
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, coverage_form=form))


@require_POST
def end_a_coverage(request: HttpRequest, county: str, coverage: int) -> HttpResponseBase:
    """End a coverage in the own area."""
    room = room_of(request, county)
    found = room.find(Coverage, coverage, Action.ASSIGN_STAFF)
    form = EndForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        end_coverage(
            coverage=found, on=said["on"], reason=said["reason"], seen_version=said["version"]
        )
        return _address(room, found.unit)

    return send(form, act, lambda status: _show(room, found.unit, status, end_form=form))


@require_POST
def end_a_unit(request: HttpRequest, county: str, unit: int) -> HttpResponseBase:
    """Dissolve a unit; its grids go to a successor where one is named."""
    room = room_of(request, county)
    found = room.find(Unit, unit, Action.ASSIGN_STAFF)
    form = EndForm(request.POST)
    chosen = request.POST.get("successor", "")
    successor = room.find(Unit, int(chosen)) if chosen.isdecimal() and len(chosen) < 18 else None

    def act() -> str:
        said = form.cleaned_data
        end_unit(unit=found, on=said["on"], successor=successor, seen_version=said["version"])
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, end_form=form))


def _show(room: Room, unit: Unit, status: int = 200, **sent: Form) -> HttpResponse:
    scope, today = scope_of(room.request, Action.ASSIGN_STAFF), timezone.localdate()
    keeps = scope.of(Unit).filter(pk=unit.pk).exists()
    lasting = Coverage.objects.filter(not_over(today), unit=unit)
    may_end = scope.of(Coverage).filter(pk__in=lasting).values_list("pk", flat=True)
    context: dict[str, Any] = {
        "unit": unit,
        "phone": room.phone(unit),
        "duties": [Duty(one).label for one in unit.duties],
        "coverage": Coverage.objects.filter(unit=unit, valid__isempty=False)
        .select_related("grid", "edition")
        .order_by("-valid"),
        "people": Person.objects.filter(home_unit=unit, left_on__isnull=True),
        "keeps": keeps,
        "may_end": set(may_end),
        "today": today,
        "form": UnitForm(initial=_initial(room, unit)) if keeps else None,
        "contact_form": _contact_form(room, unit) if not keeps else None,
        "coverage_form": CoverageForm(room=room) if room.assigns and not unit.ended_on else None,
        "successors": Unit.objects.filter(county=room.county.pk, ended_on__isnull=True).exclude(
            pk=unit.pk
        ),
        **sent,
    }
    page = room.context(**context)
    return render(room.request, "pages/staffing/unit.html", page, status=status)


def _contact_form(room: Room, unit: Unit) -> ContactForm | None:
    return ContactForm(initial=_initial(room, unit)) if room.speaks_for(unit) else None


def _held(units: Iterable[Unit]) -> dict[int, list[Coverage]]:
    """What each covers now or will later."""
    found: dict[int, list[Coverage]] = defaultdict(list)
    rows = Coverage.objects.filter(not_over(timezone.localdate()), unit__in=list(units))
    for row in rows.select_related("grid"):
        found[row.unit_id].append(row)
    return found


def _initial(room: Room, unit: Unit) -> dict[str, Any]:
    """What is known of a unit; its phone only where the reader sees it."""
    fields = ("name", "kind", "contact_name", "duties", "address", "version")
    known = {name: getattr(unit, name) for name in fields}
    return known | ({"contact_phone": unit.contact_phone} if unit.pk in room.units_told else {})


def _address(room: Room, unit: Unit) -> str:
    return reverse("staff_unit", args=[room.county.code, unit.pk])
