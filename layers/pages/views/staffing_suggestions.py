"""Suggested staffing: asked for, read with its reasons, edited, accepted."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.territory.models import Place
from gis_core.accounts.models import Level
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import StaffingSuggestion, SuggestedTie
from grids.staffing.suggesting.services import accept_suggestion, ask_for_staffing, edit_tie
from layers.api.access import person
from layers.pages.sending import send
from layers.pages.staffing.forms import AcceptForm, AskForm, TieForm, Versioned
from layers.pages.staffing.rooms import Room, assigning_room

MOST_SHOWN = 400


@require_http_methods(["GET", "HEAD", "POST"])
def list_staffing_suggestions(request: HttpRequest, county: str) -> HttpResponseBase:
    """The suggestions there are; ask for another."""
    room = _room(request, county)
    form = AskForm(request.POST if request.method == "POST" else None)

    def again(status: int = 200) -> HttpResponse:
        rows = StaffingSuggestion.objects.filter(county=room.county.pk)
        context = room.context(form=form, suggestions=rows.select_related("asked_by", "job")[:20])
        return render(request, "pages/staffing/suggestions.html", context, status=status)

    def act() -> str:
        made = ask_for_staffing(county=room.county, person=person(request), **form.cleaned_data)
        return _address(room, made)

    return send(form, act, again) if form.is_bound else again()


@require_safe
def show_staffing_suggestion(request: HttpRequest, county: str, suggestion: int) -> HttpResponse:
    """Every tie that is suggested, with the distance and what the next best would cost."""
    room = _room(request, county)
    found = _find(room, suggestion)
    return _show(room, found, _accepting(found))


@require_POST
def change_tie(request: HttpRequest, county: str, suggestion: int, tie: int) -> HttpResponseBase:
    """Send somebody elsewhere than suggested."""
    room = _room(request, county)
    found = _find(room, suggestion)
    row = found.ties.filter(pk=tie).first()
    if row is None:
        raise Http404
    form = TieForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        grid = _grid(room, said["grid_code"]) if said["grid_code"] else None
        edit_tie(suggestion=found, tie=row, grid=grid, seen_version=said["version"])
        return f"{_address(room, found)}#tie-{row.pk}"

    return send(form, act, lambda status: _show(room, found, form, status))


@require_POST
def accept_staffing(request: HttpRequest, county: str, suggestion: int) -> HttpResponseBase:
    """Make it the staffing of the county from a day on."""
    room = _room(request, county)
    found = _find(room, suggestion)
    form = AcceptForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        accept_suggestion(
            suggestion=found,
            from_day=said["from_day"],
            person=person(request),
            document=said["document"],
            seen_version=said["version"],
        )
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, form, status))


def _room(request: HttpRequest, county: str) -> Room:
    """For who assigns in all of the county. Raises Http404 for others."""
    room = assigning_room(request, county)
    if not room.assigns_all:
        raise Http404
    return room


def _find(room: Room, key: int) -> StaffingSuggestion:
    rows = StaffingSuggestion.objects.select_related("job", "edition", "rule_set", "asked_by")
    found = rows.filter(pk=key, county=room.county.pk).first()
    if found is None:
        raise Http404
    return found


def _grids(room: Room) -> "QuerySet[Place]":
    rows = Place.objects.filter(county=room.county.pk, level=Level.GRID, abolished=False)
    return rows.order_by("code")


def _grid(room: Room, code: str) -> Place:
    """The grid of a code. Raises Refused for none."""
    found = _grids(room).filter(code=code).first()
    if found is None:
        raise Refused("no_such_grid", _("请选本县现行的一个网格。"))
    return found


def _accepting(suggestion: StaffingSuggestion) -> AcceptForm:
    today = timezone.localdate()
    return AcceptForm(initial={"version": suggestion.version, "from_day": today})


def _show(
    room: Room, suggestion: StaffingSuggestion, form: Versioned, status: int = 200
) -> HttpResponse:
    rows = suggestion.ties.select_related("person", "unit", "before", "grid", "chosen", "other")
    changed = room.request.GET.get("show") != "all"
    ties = [tie for tie in rows if not changed or tie.moves or tie.edited]
    kinds = [
        (kind, suggestion.outcome["kinds"][kind.value])
        for kind in SuggestedTie.Kind
        if kind.value in suggestion.outcome.get("kinds", {})
    ]
    context = room.context(
        suggestion=suggestion,
        ties=ties[:MOST_SHOWN],
        left_out=max(len(ties) - MOST_SHOWN, 0),
        total=len(rows),
        changed=changed,
        kinds=kinds,
        form=form,
        accepting=form if isinstance(form, AcceptForm) else _accepting(suggestion),
        grids=_grids(room),
    )
    return render(room.request, "pages/staffing/suggestion.html", context, status=status)


def _address(room: Room, suggestion: StaffingSuggestion) -> str:
    return reverse("staffing_suggestion", args=[room.county.code, suggestion.pk])
