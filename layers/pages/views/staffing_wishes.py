"""What a community proposes about its people, and what the street answers."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting, Wish
from grids.staffing.models.wishes import POSTS
from grids.staffing.services import (
    accept_wish,
    decline_wish,
    propose_ending,
    propose_posting,
    withdraw_wish,
)
from layers.api import access
from layers.api.access import scope_of
from layers.pages.sending import send
from layers.pages.staffing.forms import AnswerForm, EndForm, ProposeForm
from layers.pages.staffing.rooms import Room, room_of

LATEST = 100


@require_safe
def list_wishes(request: HttpRequest, county: str) -> HttpResponse:
    """The proposals the person answers or made, the open ones first."""
    room = room_of(request, county)
    if not (room.assigns or scope_of(request, Action.PROPOSE_STAFF)):
        raise Http404
    return _show(room)


@require_POST
def propose_somebody(request: HttpRequest, county: str, person: int) -> HttpResponseBase:
    """Propose to send a person to a grid of the own community."""
    room = room_of(request, county)
    found = room.find(Person, person)
    if not room.proposed_places:
        raise Http404
    form = ProposeForm(request.POST, places=room.proposed_places)

    def act() -> str:
        said = form.cleaned_data
        propose_posting(
            person=found,
            place=said["place"],
            capacity=Capacity(said["capacity"]),
            day=said["first_day"],
            reason=said["reason"],
            made_by=access.person(request),
        )
        return _address(room)

    return send(form, act, lambda status: _show(room, status, form))


@require_POST
def propose_an_ending(request: HttpRequest, county: str, posting: int) -> HttpResponseBase:
    """Propose to call somebody back from the own community."""
    room = room_of(request, county)
    found = room.find(Posting, posting, Action.PROPOSE_STAFF)
    form = EndForm(request.POST)

    def act() -> str:
        on, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        who = access.person(request)
        propose_ending(posting=found, day=on, reason=reason, made_by=who)
        return _address(room)

    return send(form, act, lambda status: _show(room, status, form))


@require_POST
def answer_wish(request: HttpRequest, county: str, wish: int, answer: str) -> HttpResponseBase:
    """Accept or decline what is proposed in the own area, or withdraw one's own."""
    room, who = room_of(request, county), access.person(request)
    rows = _made(room, who) if answer == "withdraw" else _answered(room)
    found = rows.filter(pk=wish).first()
    if found is None or answer not in ("accept", "decline", "withdraw"):
        raise Http404
    form = AnswerForm(request.POST)

    def act() -> str:
        answer_with(found, answer, form, who)
        return _address(room)

    return send(form, act, lambda status: _show(room, status, form))


def answer_with(wish: Wish, answer: str, form: Form, who: User) -> None:
    """Do what the button said. Raises Refused."""
    seen, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
    if answer == "accept":
        accept_wish(wish=wish, by=who, seen_version=seen)
    elif answer == "decline":
        decline_wish(wish=wish, by=who, reason=reason, seen_version=seen)
    else:
        withdraw_wish(wish=wish, by=who, seen_version=seen)


def _answered(room: Room) -> "QuerySet[Wish]":
    """The proposals about posts that are the person's to answer."""
    scope = scope_of(room.request, Action.ASSIGN_STAFF)
    return scope.of(Wish).filter(county=room.county.pk, kind__in=POSTS)


def _made(room: Room, who: User) -> "QuerySet[Wish]":
    return Wish.objects.filter(county=room.county.pk, made_by=who, kind__in=POSTS)


def _show(room: Room, status: int = 200, form: Form | None = None) -> HttpResponse:
    who = access.person(room.request)
    answers = set(_answered(room).values_list("pk", flat=True))
    rows = Wish.objects.filter(Q(pk__in=answers) | Q(pk__in=_made(room, who).values("pk")))
    known = rows.select_related("person", "place", "posting", "made_by", "answered_by")
    context: dict[str, Any] = {
        "waiting": known.filter(state=Wish.State.OPEN),
        "answered": known.exclude(state=Wish.State.OPEN)[:LATEST],
        "answers": answers,
        "form": form,
    }
    page = room.context(**context)
    return render(room.request, "pages/staffing/wishes.html", page, status=status)


def _address(room: Room) -> str:
    return reverse("staff_wishes", args=[room.county.code])
