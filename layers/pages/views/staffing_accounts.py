"""Whose an account is: proposed by who keeps the roster, confirmed by who grants rights."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_core.accounts.roles import Action
from grids.staffing.models import Person, Unit, UnitAccount, Wish
from grids.staffing.models.wishes import TIES
from grids.staffing.services import propose_tie, tie_person, untie_unit
from layers.api import access
from layers.api.access import scope_of
from layers.pages.sending import send
from layers.pages.staffing.forms import AnswerForm, TieAccountForm, Versioned
from layers.pages.staffing.rooms import Room, assigning_room
from layers.pages.views.staffing_wishes import answer_with

LATEST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def keep_accounts(request: HttpRequest, county: str) -> HttpResponseBase:
    """The accounts of people and units of the own area; sent, one more is proposed."""
    room = assigning_room(request, county)
    if request.method != "POST":
        return _show(room)
    form = TieAccountForm(request.POST, people=_people(room), units=_units(room))

    def act() -> str:
        propose_tie(made_by=access.person(request), **form.facts())
        return _address(room)

    return send(form, act, lambda status: _show(room, status, form))


@require_POST
def untie_a_person(request: HttpRequest, county: str, person: int) -> HttpResponseBase:
    """The account is no longer the person's; whoever keeps the roster may say so at once."""
    room = assigning_room(request, county)
    found = room.find(Person, person, Action.ASSIGN_STAFF)
    form = Versioned(request.POST)

    def act() -> str:
        tie_person(person=found, account=None, seen_version=form.cleaned_data["version"])
        return _address(room)

    return send(form, act, lambda status: _show(room, status, form))


@require_POST
def untie_an_account(request: HttpRequest, county: str, tie: int) -> HttpResponseBase:
    """An account no longer speaks for a unit of the own area."""
    room = assigning_room(request, county)
    found = UnitAccount.objects.filter(unit__in=_units(room), pk=tie).first()
    if found is None:
        raise Http404
    untie_unit(unit=found.unit, account=found.account)
    return send(Versioned({}), lambda: _address(room), lambda status: _show(room, status))


@require_safe
def list_ties(request: HttpRequest) -> HttpResponse:
    """The ties that wait for who grants rights, of all counties in which they do."""
    if not scope_of(request, Action.GRANT_ACCOUNT):
        raise Http404
    return _ties(request)


@require_POST
def answer_tie(request: HttpRequest, wish: int, answer: str) -> HttpResponseBase:
    """Confirm or decline a tie."""
    found = _granted(request).filter(pk=wish).first()
    if found is None or answer not in ("accept", "decline"):
        raise Http404
    form = AnswerForm(request.POST)

    def act() -> str:
        answer_with(found, answer, form, access.person(request))
        return reverse("account_ties")

    return send(form, act, lambda status: _ties(request, status, form))


def _granted(request: HttpRequest) -> "QuerySet[Wish]":
    rows = scope_of(request, Action.GRANT_ACCOUNT).of(Wish).filter(kind__in=TIES)
    return rows.select_related("county", "person__account", "unit", "account", "made_by")


def _ties(request: HttpRequest, status: int = 200, form: Form | None = None) -> HttpResponse:
    rows = _granted(request)
    context = {
        "waiting": rows.filter(state=Wish.State.OPEN),
        "answered": rows.exclude(state=Wish.State.OPEN)[:LATEST],
        "form": form,
    }
    return render(request, "pages/staffing/ties.html", context, status=status)


def _people(room: Room) -> "QuerySet[Person]":
    scope = scope_of(room.request, Action.ASSIGN_STAFF)
    return scope.of(Person).filter(county=room.county.pk, left_on__isnull=True)


def _units(room: Room) -> "QuerySet[Unit]":
    scope = scope_of(room.request, Action.ASSIGN_STAFF)
    return scope.of(Unit).filter(county=room.county.pk, ended_on__isnull=True)


def _show(room: Room, status: int = 200, form: Form | None = None) -> HttpResponse:
    made = Wish.objects.filter(county=room.county.pk, kind__in=TIES)
    known = made.select_related("person", "unit", "account", "answered_by")
    context: dict[str, Any] = {
        "form": form or TieAccountForm(people=_people(room), units=_units(room)),
        "people": _people(room).filter(account__isnull=False).select_related("account"),
        "ties": UnitAccount.objects.filter(unit__in=_units(room)).select_related("unit", "account"),
        "wishes": known.filter(made_by=access.person(room.request))[:LATEST],
    }
    page = room.context(**context)
    return render(room.request, "pages/staffing/accounts.html", page, status=status)


def _address(room: Room) -> str:
    return reverse("staff_accounts", args=[room.county.code])
