"""Rosters: uploaded, looked through, taken over, taken back."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.files.faults import FileRefused
from grids.staffing.models import Roster
from grids.staffing.rosters.services import (
    ask_to_apply,
    drop_roster,
    look_at_roster,
    undo_roster,
)
from layers.api.access import person
from layers.pages.sending import send
from layers.pages.staffing.forms import ApplyForm, RosterForm, Versioned
from layers.pages.staffing.rooms import Room, assigning_room


@require_http_methods(["GET", "HEAD", "POST"])
def list_rosters(request: HttpRequest, county: str) -> HttpResponseBase:
    """The rosters there were, and a new one: looked through before anything is written."""
    room = assigning_room(request, county)
    sent = request.method == "POST"
    form = RosterForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        try:
            made = _look(room, form.cleaned_data)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("roster", room.county.code, made.pk)
    rosters = _own(room).select_related("uploaded_by")[:50]
    context = room.context(form=form, rosters=rosters)
    status = 422 if form.is_bound else 200
    return render(request, "pages/staffing/rosters.html", context, status=status)


@require_safe
def show_roster(request: HttpRequest, county: str, roster: int) -> HttpResponse:
    """What a roster would do or did, row by row."""
    room, found = _find(request, county, roster)
    return _show(room, found, ApplyForm(initial={"version": found.version}))


@require_POST
def apply_a_roster(request: HttpRequest, county: str, roster: int) -> HttpResponseBase:
    """Take a roster over."""
    form = ApplyForm(request.POST)

    def act(room: Room, found: Roster) -> Roster:
        return ask_to_apply(
            roster=found,
            person=person(request),
            seen_version=form.cleaned_data["version"],
            places=room.own_grids,
            leave_out_refused=form.cleaned_data["leave_out_refused"],
        )

    return _act(request, county, roster, form, act)


@require_POST
def undo_a_roster(request: HttpRequest, county: str, roster: int) -> HttpResponseBase:
    """Take a roster back."""
    form = ApplyForm(request.POST)
    return _act(
        request, county, roster, form,
        lambda _room, found: undo_roster(
            roster=found, seen_version=form.cleaned_data["version"]
        ),
    )  # fmt: skip


@require_POST
def drop_a_roster(request: HttpRequest, county: str, roster: int) -> HttpResponseBase:
    """Do not take a roster over."""
    form = ApplyForm(request.POST)
    return _act(
        request, county, roster, form,
        lambda _room, found: drop_roster(
            roster=found, seen_version=form.cleaned_data["version"]
        ),
    )  # fmt: skip


def _act(
    request: HttpRequest,
    county: str,
    roster: int,
    form: Versioned,
    act: Callable[[Room, Roster], Roster],
) -> HttpResponseBase:
    room, found = _find(request, county, roster)

    def go_on() -> str:
        return reverse("roster", args=[room.county.code, act(room, found).pk])

    return send(form, go_on, lambda status: _show(room, found, form, status))


def _look(room: Room, said: dict[str, Any]) -> Roster:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        with path.open("wb") as file:
            for chunk in said["file"].chunks():
                file.write(chunk)
        return look_at_roster(
            county=room.county,
            path=path,
            file_name=said["file"].name,
            kind=Roster.Kind(said["kind"]),
            person=person(room.request),
            places=room.own_grids,
        )


def _own(room: Room) -> Any:
    """All rosters for who assigns in all of the county, for others their own."""
    rows = Roster.objects.filter(county=room.county.pk)
    return rows if room.assigns_all else rows.filter(uploaded_by=person(room.request))


def _find(request: HttpRequest, county: str, roster: int) -> tuple[Room, Roster]:
    room = assigning_room(request, county)
    found = _own(room).filter(pk=roster).first()
    if found is None:
        raise Http404
    return room, found


def _show(room: Room, roster: Roster, form: Versioned, status: int = 200) -> HttpResponse:
    order = {"refused": 0, "new": 1, "known": 2}
    lines = sorted(roster.report, key=lambda line: (order[line["verdict"]], line["row"]))
    counts = {name: sum(line["verdict"] == name for line in lines) for name in order}
    context = room.context(roster=roster, lines=lines, counts=counts, form=form)
    return render(room.request, "pages/staffing/roster.html", context, status=status)
