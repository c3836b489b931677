"""The people and units of one grid, for its own page and the map's panel."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from communities.territory.models import County, Place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from grids.staffing.capacities import Capacity
from grids.staffing.gaps import gaps_of_grid
from grids.staffing.models import Coverage, Person
from grids.staffing.queries import GridStaff, coverage_on, postings_on
from layers.api.access import scope_of
from layers.pages.queries import CountyState
from layers.pages.staffing.rooms import Room, room_of
from layers.pages.staffing.wording import ToldGap, limits_of, tell


@dataclass(frozen=True)
class StaffOfGrid:
    """Who is there, each with the phone the reader may see, and what is missing."""

    people: list[tuple[Capacity, list[tuple[Person, str]]]]
    coverage: list[tuple[Coverage, str]]
    gaps: list[ToldGap]


def staff_of_grid(request: HttpRequest, state: CountyState, place: Place) -> StaffOfGrid | None:
    """Today's staff of a grid; None for other levels, former editions, and whom it does not
    concern."""
    seen = scope_of(request, Action.VIEW_STAFF).of(County).filter(pk=state.county.pk).exists()
    if place.level != Level.GRID or state.as_of is not None or not seen:
        return None
    today = timezone.localdate()
    row = GridStaff(
        place,
        None,
        None,
        tuple(postings_on(state.county, today).filter(place=place)),
        tuple(coverage_on(state.county, today).filter(grid=place)),
    )
    room = room_of(request, state.county.code, row.named)
    thresholds = {one.key: one for one in state.thresholds}
    gaps = tell(gaps_of_grid(row, limits_of(thresholds)), thresholds)
    return StaffOfGrid(
        _people(room, row), [(one, room.phone(one.unit)) for one in row.coverage], gaps
    )


def _people(room: Room, row: GridStaff) -> list[tuple[Capacity, list[tuple[Person, str]]]]:
    return [
        (capacity, [(person, room.phone(person)) for person in people])
        for capacity, people in row.people_by_capacity().items()
    ]
