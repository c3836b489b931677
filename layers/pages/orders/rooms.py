"""Where every page of orders begins: the county, and what the person may do with its orders."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from communities.territory.models import County, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import scope_for
from grids.dispatch.models import Keeper, Order
from grids.dispatch.queries import orders_for
from layers.api.access import counties_of, find_county, person, scope_of
from layers.pages.queries import state_of

ACTIONS = (Action.VIEW_ORDER, Action.HANDLE_ORDER, Action.RAISE_ORDER)


@dataclass(frozen=True)
class OrderRoom:
    """One county as the person who asks may see its orders."""

    request: HttpRequest
    county: County

    @property
    def orders(self) -> "QuerySet[Order]":
        """The orders of the county that concern the person."""
        return orders_for(person(self.request)).filter(county=self.county.pk)

    @property
    def raises(self) -> bool:
        """Whether the person raises orders anywhere in the county."""
        return bool(scope_of(self.request, Action.RAISE_ORDER))

    @property
    def imports(self) -> bool:
        """Whether the person takes lists of the hotline: who raises orders in all of the county."""
        return self.county.pk in scope_of(self.request, Action.RAISE_ORDER).counties

    @property
    def sees_all(self) -> bool:
        """Whether the person sees every order of the county."""
        return self.county.pk in scope_of(self.request, Action.VIEW_ORDER).counties

    @property
    def configures(self) -> bool:
        """Whether the person keeps the county's matrix, kinds and keepers."""
        return self.county.pk in scope_of(self.request, Action.CONFIGURE_DISPATCH).counties

    def find(self, number: str) -> Order:
        """An order by its number. Raises Http404 outside the scope, the same as for none."""
        rows = self.orders.filter(number=number)
        found = rows.select_related(
            "kind", "category", "unit", "grid", "community", "subdistrict", "edition", "proposed"
        ).first()
        if found is None:
            raise Http404
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template is given."""
        return {
            **state_of(self.county, edition_in_force(self.county)).context(),
            "several": len(counties_of(self.request)) > 1,
            "room": self,
            **more,
        }


def may_see_orders(user: User, county: County) -> bool:
    """Whether orders of the county concern the user: by a role there, or as a keeper."""
    scopes = [scope_for(user, action) for action in ACTIONS]
    places = frozenset[UUID]().union(*(scope.places for scope in scopes))
    return (
        any(county.pk in scope.counties for scope in scopes)
        or Place.objects.filter(pk__in=places, county=county.pk).exists()
        or Keeper.objects.filter(user=user, community__county=county.pk).exists()
    )


def order_room(request: HttpRequest, county: str) -> OrderRoom:
    """The county's room. Raises Http404 for whom its orders do not concern."""
    found = find_county(request, county)
    if not may_see_orders(person(request), found):
        raise Http404
    return OrderRoom(request, found)


def settings_room(request: HttpRequest, county: str) -> OrderRoom:
    """The same, for who keeps the county's settings. Raises Http404 for others."""
    room = order_room(request, county)
    if not room.configures:
        raise Http404
    return room
