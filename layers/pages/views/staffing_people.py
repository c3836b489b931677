"""People of a county: found, shown, entered, posted, ended."""

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
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting
from grids.staffing.own_people import end_own_posting, own_postings, post_own_person
from grids.staffing.periods import not_over
from grids.staffing.services import (
    add_person,
    change_person,
    end_posting,
    part_person,
    post_person,
)
from layers.api import access
from layers.api.access import scope_of
from layers.pages.sending import send
from layers.pages.staffing.forms import EndForm, PersonForm, PostingForm, ProposeForm
from layers.pages.staffing.rooms import Room, assigning_room, room_of

PAGE = 100


@require_safe
def list_people(request: HttpRequest, county: str) -> HttpResponse:
    """Everybody who works in the county's grids, by name; found by name or capacity."""
    room = room_of(request, county)
    people = Person.objects.filter(county=room.county.pk, left_on__isnull=True)
    asked, capacity = request.GET.get("q", "").strip()[:40], request.GET.get("capacity", "")
    if asked:
        people = people.filter(name__icontains=asked)
    if capacity in Capacity.values:
        people = people.filter(capacity=capacity)
    page = Paginator(people.select_related("home_unit"), PAGE).get_page(request.GET.get("page"))
    held = _held(page)
    rows = [(one, room.phone(one), held[one.pk]) for one in page]
    context = room.context(
        page=page, rows=rows, q=asked, capacity=capacity, capacities=list(Capacity)
    )
    return render(request, "pages/staffing/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_person(request: HttpRequest, county: str, person: int) -> HttpResponseBase:
    """One person with every posting; corrected by who keeps the roster."""
    room = room_of(request, county)
    found = room.find(Person, person)
    if request.method != "POST":
        return _show(room, found)
    found = room.find(Person, person, Action.ASSIGN_STAFF)
    form = PersonForm(request.POST, room=room)

    def act() -> str:
        seen = form.cleaned_data["version"]
        change_person(person=found, facts=form.facts(room, found), seen_version=seen)
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
def add_somebody(request: HttpRequest, county: str) -> HttpResponseBase:
    """Enter a person."""
    room = assigning_room(request, county)
    form = PersonForm(request.POST if request.method == "POST" else None, room=room)

    def again(status: int = 200) -> HttpResponse:
        context = room.context(form=form, person=None)
        return render(request, "pages/staffing/new.html", context, status=status)

    if not form.is_bound:
        return again()
    return send(
        form, lambda: _address(room, add_person(county=room.county, facts=form.facts(room))), again
    )


@require_POST
def post_somebody(request: HttpRequest, county: str, person: int) -> HttpResponseBase:
    """Send a person to a grid or community of the own area, or one of one's unit to its grids."""
    room = room_of(request, county)
    found = room.find(Person, person)
    places, lent = room.places, room.lends(found)
    if not (places or lent):
        raise Http404
    form = PostingForm(request.POST, places=[*places, *lent])

    def act() -> str:
        said = {**form.cleaned_data, "capacity": Capacity(form.cleaned_data["capacity"])}
        if said["place"] in places:
            post_person(person=found, **said)
        else:
            post_own_person(person=found, by=access.person(request), **said)
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, posting_form=form))


@require_POST
def end_a_posting(request: HttpRequest, county: str, posting: int) -> HttpResponseBase:
    """End a posting in the own area, or of one's own unit's people."""
    room, who = room_of(request, county), access.person(request)
    own = own_postings(who, room.county.pk).filter(pk=posting).first()
    keeps = scope_of(request, Action.ASSIGN_STAFF).of(Posting).filter(pk=posting).exists()
    found = own or room.find(Posting, posting, Action.ASSIGN_STAFF)
    form = EndForm(request.POST)

    def act() -> str:
        seen, said = form.cleaned_data["version"], form.cleaned_data
        facts: Any = {"on": said["on"], "reason": said["reason"], "seen_version": seen}
        if keeps:
            end_posting(posting=found, **facts)
        else:
            end_own_posting(posting=found, by=who, **facts)
        return _address(room, found.person)

    return send(form, act, lambda status: _show(room, found.person, status, end_form=form))


@require_POST
def part_somebody(request: HttpRequest, county: str, person: int) -> HttpResponseBase:
    """Let a person of the own area leave."""
    room = room_of(request, county)
    found = room.find(Person, person, Action.ASSIGN_STAFF)
    form = EndForm(request.POST)

    def act() -> str:
        said = form.cleaned_data
        part_person(
            person=found, on=said["on"], reason=said["reason"], seen_version=said["version"]
        )
        return _address(room, found)

    return send(form, act, lambda status: _show(room, found, status, end_form=form))


def _show(room: Room, person: Person, status: int = 200, **sent: Form) -> HttpResponse:
    request, today = room.request, timezone.localdate()
    scope = scope_of(request, Action.ASSIGN_STAFF)
    keeps = scope.of(Person).filter(pk=person.pk).exists()
    own = own_postings(access.person(request), room.county.pk)
    may_end = {
        key
        for rows in (scope.of(Posting), own)
        for key in rows.filter(person=person).values_list("pk", flat=True)
    }
    places = [] if person.left_on else [*room.places, *room.lends(person)]
    context: dict[str, Any] = {
        "person": person,
        "phone": room.phone(person),
        "personal_phone": room.personal_phone(person),
        "postings": Posting.objects.filter(person=person, valid__isempty=False)
        .select_related("place", "edition")
        .order_by("-valid"),
        "keeps": keeps,
        "may_end": may_end & set(_lasting(person)),
        "today": today,
        "form": PersonForm(room=room, initial=_initial(room, person)) if keeps else None,
        "posting_form": PostingForm(places=places) if places else None,
        **_proposing(room, person),
        **sent,
    }
    return render(request, "pages/staffing/person.html", room.context(**context), status=status)


def _proposing(room: Room, person: Person) -> dict[str, Any]:
    """What a community may propose about somebody."""
    if not room.proposes or room.assigns or person.left_on:
        return {}
    scope = scope_of(room.request, Action.PROPOSE_STAFF)
    ends = set(scope.of(Posting).filter(person=person).values_list("pk", flat=True))
    return {
        "may_propose_end": ends & set(_lasting(person)),
        "propose_form": ProposeForm(places=room.proposed_places),
    }


def _lasting(person: Person) -> list[int]:
    today = timezone.localdate()
    rows = Posting.objects.filter(not_over(today), person=person)
    return list(rows.values_list("pk", flat=True))


def _held(people: Iterable[Person]) -> dict[int, list[Posting]]:
    """What each holds now or will later."""
    found: dict[int, list[Posting]] = defaultdict(list)
    rows = Posting.objects.filter(not_over(timezone.localdate()), person__in=list(people))
    for row in rows.select_related("place"):
        found[row.person_id].append(row)
    return found


def _initial(room: Room, person: Person) -> dict[str, Any]:
    """What is known of a person; phones only where the reader sees them."""
    known = {name: getattr(person, name) for name in ("name", "capacity", "number", "version")}
    if person.pk in room.told:
        known["duty_phone"] = person.duty_phone
    if person.pk in room.kept:
        known["personal_phone"] = person.personal_phone
    return {**known, "home_unit": person.home_unit_id}


def _address(room: Room, person: Person) -> str:
    return reverse("staff_person", args=[room.county.code, person.pk])
