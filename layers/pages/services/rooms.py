"""Where every page of service items begins: the county, and whose list the person keeps."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from communities.service_items.models import LocalRule, ServiceItem
from communities.territory.models import County, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from layers.api.access import counties_of, find_county, scope_of
from layers.pages.queries import state_of

KEEP = Action.EDIT_SERVICES


@dataclass(frozen=True)
class ServiceRoom:
    """One county as the person who asks may see and keep its list."""

    request: HttpRequest
    county: County

    @property
    def keeps_all(self) -> bool:
        """Whether the person keeps the county's whole list."""
        return self.county.pk in scope_of(self.request, KEEP).counties

    @cached_property
    def own_places(self) -> "QuerySet[Place]":
        """The subdistricts, communities and grids for which the person says what is different."""
        found = scope_of(self.request, KEEP).of(Place).filter(county=self.county.pk)
        return found.filter(abolished=False).exclude(level=Level.COUNTY).order_by("code")

    @property
    def keeps(self) -> bool:
        return self.keeps_all or self.own_places.exists()

    @property
    def reach(self) -> frozenset[UUID] | None:
        """The keys of those places; None for all of the county."""
        return None if self.keeps_all else frozenset(self.own_places.values_list("pk", flat=True))

    def find(self, item: int) -> ServiceItem:
        """An item of the county. Raises Http404."""
        found = ServiceItem.objects.filter(county=self.county.pk, pk=item).first()
        if found is None:
            raise Http404
        return found

    def keeps_item(self, item: ServiceItem) -> bool:
        """Whether the person may say the item itself anew."""
        return scope_of(self.request, KEEP).of(ServiceItem).filter(pk=item.pk).exists()

    def own_rules(self) -> "QuerySet[LocalRule]":
        """What is different in the person's places."""
        rows = scope_of(self.request, KEEP).of(LocalRule)
        return rows.filter(item__county=self.county.pk)

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template is given."""
        return {
            **state_of(self.county, edition_in_force(self.county)).context(),
            "several": len(counties_of(self.request)) > 1,
            "room": self,
            **more,
        }


def service_room(request: HttpRequest, county: str) -> ServiceRoom:
    """The county's room. Raises Http404 for who does not see its map."""
    return ServiceRoom(request, find_county(request, county))


def keeping_room(request: HttpRequest, county: str) -> ServiceRoom:
    """The same, for who keeps a list there. Raises Http404 for others."""
    room = service_room(request, county)
    if not room.keeps:
        raise Http404
    return room
