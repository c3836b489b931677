"""People's roles at places that end: they end too, or go on at another place."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from communities.territory.models import Place
from gis_core.accounts.models import Membership
from grids.publication.registry import Homeless, Rehomer


def find_memberships(places: Collection[UUID], day: datetime.date) -> list[Homeless]:
    """The roles at these places that do not end by `day`."""
    lasting = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=day))
    found = lasting.filter(place_key__in=places).select_related("user").order_by("pk")
    return [Homeless("membership", str(row.pk), row.place_key, str(row)) for row in found]


def move_membership(key: str, place: Place | None, day: datetime.date) -> None:
    """End a role on a day; with a place it goes on there. Days before stay as they were."""
    row = Membership.objects.select_for_update().get(pk=key)
    begun = row.since < day
    if place is not None:
        _go_on(row, place, day)
    if begun:
        row.until = day
        row.save(update_fields=["until"])
    else:
        row.delete()


def _go_on(row: Membership, place: Place, day: datetime.date) -> None:
    Membership.objects.create(
        user=row.user,
        role=row.role,
        level=place.level,
        county_key=place.county_key,
        place_key=place.pk,
        department=row.department,
        since=max(row.since, day),
        until=row.until,
    )


MEMBERSHIPS = Rehomer(find_memberships, move_membership, gettext_noop("任职"))
