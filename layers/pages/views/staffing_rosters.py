"""Rosters: uploaded, looked through, taken over, taken back."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
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
from layers.pages.staffing.roster_desks import STAFF, DeskRoom, RosterDesk


@require_http_methods(["GET", "HEAD", "POST"])
def list_rosters(request: HttpRequest, county: str, desk: RosterDesk = STAFF) -> HttpResponseBase:
    """The rosters there were, and a new one: looked through before anything is written."""
    room = desk.opens(request, county)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RosterForm(*sent, kinds=desk.kinds)
    if form.is_bound and form.is_valid():
        try:
            made = _look(desk, room, form.cleaned_data)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(desk.address(room, "show", made))
    rosters = _own(desk, room).select_related("uploaded_by")[:50]
    lines = [(one, desk.address(room, "show", one)) for one in rosters]
    context = room.context(form=form, lines=lines, links=desk.links(room), desk=desk)
    status = 422 if form.is_bound else 200
    return render(request, "pages/staffing/rosters.html", context, status=status)


@require_safe
def show_roster(
    request: HttpRequest, county: str, roster: int, desk: RosterDesk = STAFF
) -> HttpResponse:
    """What a roster would do or did, row by row."""
    room, found = _find(desk, request, county, roster)
    return _show(desk, room, found, ApplyForm(initial={"version": found.version}))


@require_POST
def apply_a_roster(
    request: HttpRequest, county: str, roster: int, desk: RosterDesk = STAFF
) -> HttpResponseBase:
    """Take a roster over."""
    form = ApplyForm(request.POST)

    def act(room: DeskRoom, found: Roster) -> Roster:
        return ask_to_apply(
            roster=found,
            person=person(request),
            seen_version=form.cleaned_data["version"],
            places=desk.places(room),
            leave_out_refused=form.cleaned_data["leave_out_refused"],
        )

    return _act(desk, _find(desk, request, county, roster), form, act)


@require_POST
def undo_a_roster(
    request: HttpRequest, county: str, roster: int, desk: RosterDesk = STAFF
) -> HttpResponseBase:
    """Take a roster back."""
    form = ApplyForm(request.POST)
    return _act(
        desk, _find(desk, request, county, roster), form,
        lambda _room, found: undo_roster(
            roster=found, seen_version=form.cleaned_data["version"]
        ),
    )  # fmt: skip


@require_POST
def drop_a_roster(
    request: HttpRequest, county: str, roster: int, desk: RosterDesk = STAFF
) -> HttpResponseBase:
    """Do not take a roster over."""
    form = ApplyForm(request.POST)
    return _act(
        desk, _find(desk, request, county, roster), form,
        lambda _room, found: drop_roster(
            roster=found, seen_version=form.cleaned_data["version"]
        ),
    )  # fmt: skip


def _act(
    desk: RosterDesk,
    there: tuple[DeskRoom, Roster],
    form: Versioned,
    act: Callable[[DeskRoom, Roster], Roster],
) -> HttpResponseBase:
    room, found = there

    def go_on() -> str:
        return desk.address(room, "show", act(room, found))

    return send(form, go_on, lambda status: _show(desk, room, found, form, status))


def _look(desk: RosterDesk, room: DeskRoom, said: dict[str, Any]) -> Roster:
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
            places=desk.places(room),
        )


def _own(desk: RosterDesk, room: DeskRoom) -> Any:
    """All rosters of the desk for who writes in all of the county, for others their own."""
    rows = Roster.objects.filter(county=room.county.pk, kind__in=desk.kinds)
    everywhere = desk.places(room) is None
    return rows if everywhere else rows.filter(uploaded_by=person(room.request))


def _find(
    desk: RosterDesk, request: HttpRequest, county: str, roster: int
) -> tuple[DeskRoom, Roster]:
    room = desk.opens(request, county)
    found = _own(desk, room).filter(pk=roster).first()
    if found is None:
        raise Http404
    return room, found


def _show(
    desk: RosterDesk, room: DeskRoom, roster: Roster, form: Versioned, status: int = 200
) -> HttpResponse:
    order = {"refused": 0, "new": 1, "changed": 2, "known": 3}
    lines = sorted(roster.report, key=lambda line: (order[line["verdict"]], line["row"]))
    counts = {name: sum(line["verdict"] == name for line in lines) for name in order}
    links = desk.links(room, roster)
    context = room.context(
        roster=roster, lines=lines, counts=counts, form=form, links=links, desk=desk
    )
    return render(room.request, "pages/staffing/roster.html", context, status=status)
