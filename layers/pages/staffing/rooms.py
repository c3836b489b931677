"""Where every page of staff begins: the county, what the person may do, whose phone they see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpRequest

from communities.territory.models import County, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from gis_core.phones import mask
from grids.staffing.models import Person, Unit
from grids.staffing.own_people import grids_for, spoken_for
from layers.api.access import counties_of, find_county, person, scope_of
from layers.pages.queries import state_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Room:
    """One county as the person who asks may see its staff.

    `told` and `units_told` are the keys of people and units whose duty phone they see, `kept` of
    people whose personal phone too.
    """

    request: HttpRequest
    county: County
    told: frozenset[int]
    units_told: frozenset[int]
    kept: frozenset[int]

    def find(self, model: type[M], key: object, action: Action = Action.VIEW_STAFF) -> M:
        """A row of the county with which the person may do this. Raises Http404."""
        rows = scope_of(self.request, action).of(model).filter(pk=key, county=self.county.pk)
        found = rows.first()
        if found is None:
            raise Http404
        return found

    @property
    def assigns(self) -> bool:
        """Whether the person assigns staff anywhere in the county."""
        return self.assigns_all or bool(self.places)

    @property
    def assigns_all(self) -> bool:
        return self.county.pk in scope_of(self.request, Action.ASSIGN_STAFF).counties

    @property
    def exports(self) -> bool:
        return bool(scope_of(self.request, Action.EXPORT_STAFF))

    @property
    def places(self) -> list[Place]:
        """The grids and communities the person may send people to, by code."""
        return self._places(Action.ASSIGN_STAFF)

    def _places(self, action: Action) -> list[Place]:
        found = (
            scope_of(self.request, action)
            .of(Place)
            .filter(county=self.county.pk, abolished=False, level__in=[Level.COMMUNITY, Level.GRID])
        )
        return list(found.order_by("code"))

    @property
    def proposes(self) -> bool:
        """Whether the person proposes staff to who assigns it."""
        return bool(scope_of(self.request, Action.PROPOSE_STAFF))

    @property
    def proposed_places(self) -> list[Place]:
        """The grids and communities for which the person proposes people, by code."""
        return self._places(Action.PROPOSE_STAFF)

    @property
    def own_grids(self) -> frozenset[UUID] | None:
        """The grids the person may assign to; None for all of the county."""
        if self.assigns_all:
            return None
        return frozenset(place.pk for place in self.places if place.level == Level.GRID)

    def speaks_for(self, unit: Unit) -> bool:
        """Whether the reader may keep this unit's contact."""
        return spoken_for(person(self.request), self.county.pk).filter(pk=unit.pk).exists()

    def lends(self, who: Person) -> list[Place]:
        """The grids to which the reader may send this person as one of their own unit."""
        return list(grids_for(person(self.request), who))

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template is given."""
        return {
            **state_of(self.county, edition_in_force(self.county)).context(),
            "several": len(counties_of(self.request)) > 1,
            "room": self,
            **more,
        }

    def phone(self, who: Person | Unit) -> str:
        """The duty line of a person or unit, masked where it is not for the reader."""
        if isinstance(who, Unit):
            return who.contact_phone if who.pk in self.units_told else mask(who.contact_phone)
        return who.duty_phone if who.pk in self.told else mask(who.duty_phone)

    def personal_phone(self, who: Person) -> str:
        return who.personal_phone if who.pk in self.kept else mask(who.personal_phone)


def room_of(request: HttpRequest, county: str, only: Iterable[Person | Unit] | None = None) -> Room:
    """The county's room. Raises Http404 for who may not see its staff.

    Where a page shows only a few people and units, whose phones are seen is read for them alone.
    """
    found = find_county(request, county)
    if not scope_of(request, Action.VIEW_STAFF).of(County).filter(pk=found.pk).exists():
        raise Http404
    shown = None if only is None else list(only)
    told = _keys(request, Person, found, Action.VIEW_PHONE, shown)
    return Room(
        request=request,
        county=found,
        told=told,
        units_told=_keys(request, Unit, found, Action.VIEW_PHONE, shown),
        kept=told & _keys(request, Person, found, Action.ASSIGN_STAFF, shown),
    )


def assigning_room(request: HttpRequest, county: str) -> Room:
    """The same, for who assigns staff there. Raises Http404 for others."""
    room = room_of(request, county)
    if not room.assigns:
        raise Http404
    return room


def _keys(
    request: HttpRequest,
    model: type[Model],
    county: County,
    action: Action,
    shown: list[Person | Unit] | None,
) -> frozenset[int]:
    rows = scope_of(request, action).of(model).filter(county=county.pk)
    if shown is not None:
        rows = rows.filter(pk__in=[one.pk for one in shown if isinstance(one, model)])
    return frozenset(rows.values_list("pk", flat=True))
