"""Everything the page of one grid says to who works there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest
from django.utils import timezone

from communities.territory.models import County, Place
from gis_core.accounts.roles import Action
from grids.corrections.models import Correction
from grids.corrections.queries import own_corrections
from grids.dispatch.models import Order
from grids.dispatch.queries import orders_for
from grids.dispatch.states import OPEN
from grids.staffing.belonging import grids_of
from grids.staffing.capacities import Capacity
from grids.staffing.models import Coverage, Person, Posting
from grids.staffing.queries import GridStaff, coverage_on, postings_on
from layers.api.access import person, scope_of
from layers.pages.member.ground import GridGround, ground_of
from layers.pages.staffing.rooms import Room, room_of

MOST_CORRECTIONS = 20
MOST_ORDERS = 20


@dataclass(frozen=True)
class Neighbour:
    """A grid beside, and its officers with the phone the reader may see."""

    grid: Place
    officers: list[tuple[Person, str]]


@dataclass(frozen=True)
class MemberGrid:
    """One grid as somebody who works there sees it."""

    county: County
    ground: GridGround
    counted: bool
    people: list[tuple[Capacity, list[tuple[Person, str]]]]
    coverage: list[tuple[Coverage, str]]
    neighbours: list[Neighbour]
    corrections: list[Correction]
    orders: list[Order]

    def context(self) -> dict[str, Any]:
        now = timezone.now()
        return {"county": self.county, "ground": self.ground, "mine": self, "now": now}


def own_grids(request: HttpRequest) -> list[Place]:
    """The grids the person works in today, as far as their map reaches; read once per request."""
    found: list[Place] | None = request.__dict__.get("own_grids")
    if found is None:
        found = request.__dict__["own_grids"] = _own_grids(request)
    return found


def _own_grids(request: HttpRequest) -> list[Place]:
    seen = scope_of(request, Action.VIEW_MAP).of(Place)
    mine = grids_of(person(request), timezone.localdate())
    kept = set(seen.filter(pk__in=[one.pk for one in mine]).values_list("pk", flat=True))
    return [one for one in mine if one.pk in kept]


def find_own_grid(request: HttpRequest, key: UUID) -> Place:
    """A grid of the person's. Raises Http404 for any other, the same as for none."""
    for grid in own_grids(request):
        if grid.pk == key:
            return grid
    raise Http404


def read_grid(request: HttpRequest, grid: Place) -> MemberGrid | None:
    """The grid's page; None where no edition in force has it."""
    county: County = County.objects.get(pk=grid.county_key)
    ground = ground_of(grid, county.code)
    if ground is None:
        return None
    postings = _postings(county, grid, ground.neighbours)
    staff = GridStaff(
        grid,
        ground.community,
        None,
        tuple(postings[grid.pk]),
        tuple(coverage_on(county, timezone.localdate()).filter(grid=grid)),
    )
    around = [row.person for one in ground.neighbours for row in postings[one.pk]]
    room = room_of(request, county.code, [*staff.named, *around])
    counted = scope_of(request, Action.VIEW_COUNTS).of(Place).filter(pk=grid.pk).exists()
    return MemberGrid(
        county=county,
        ground=ground,
        counted=counted,
        people=_people(room, staff),
        coverage=[(one, room.phone(one.unit)) for one in staff.coverage],
        neighbours=[_neighbour(room, one, postings[one.pk]) for one in ground.neighbours],
        corrections=list(own_corrections(person(request)).filter(grid=grid)[:MOST_CORRECTIONS]),
        orders=_orders(request, grid),
    )


def _orders(request: HttpRequest, grid: Place) -> list[Order]:
    """The open orders of the grid the person may see, those due first at the top."""
    rows = orders_for(person(request)).filter(grid=grid, state__in=OPEN).select_related("unit")
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "number")[:MOST_ORDERS])


def _postings(
    county: County, grid: Place, neighbours: tuple[Place, ...]
) -> dict[UUID, list[Posting]]:
    found: dict[UUID, list[Posting]] = defaultdict(list)
    rows = postings_on(county, timezone.localdate()).filter(place__in=[grid, *neighbours])
    for row in rows:
        found[row.place_id].append(row)
    return found


def _people(room: Room, staff: GridStaff) -> list[tuple[Capacity, list[tuple[Person, str]]]]:
    return [
        (capacity, [(one, room.phone(one)) for one in people])
        for capacity, people in staff.people_by_capacity().items()
    ]


def _neighbour(room: Room, grid: Place, postings: list[Posting]) -> Neighbour:
    officers = [one.person for one in postings if one.capacity == Capacity.FULL_TIME]
    return Neighbour(grid, [(one, room.phone(one)) for one in officers])
