"""Where an order is: a building found by its address, a grid, or a point that was handed on."""

from typing import NamedTuple

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db.models import Q

from communities.basemap.models import Building
from communities.territory.models import Boundary, County
from gis_core.crs import GEOGRAPHIC
from grids.notices.cleaning import clean_line

MOST, LONGEST = 12, 60


class Spot(NamedTuple):
    """A place on the ground and what it is called; `key` is its building's."""

    key: int
    text: str
    point: Point


def find_spots(county: County, text: str) -> list[Spot]:
    """Buildings whose compound, name or address has all these words; one more than is shown."""
    words = clean_line(text[:LONGEST]).split()
    if not words:
        return []
    rows = _buildings(county)
    for word in words:
        rows = rows.filter(
            Q(name__icontains=word) | Q(address__icontains=word) | Q(compound__name__icontains=word)
        )
    return [_spot(row) for row in rows.order_by("compound__name", "address", "pk")[: MOST + 1]]


def spot_of(county: County, key: str) -> Spot | None:
    """The building of this key; None for what is none of the county."""
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    found = _buildings(county).filter(pk=int(key)).first()
    return _spot(found) if found is not None else None


def point_in(boundary: Boundary) -> Point:
    """A point inside a place, where nothing nearer is known."""
    point: Point = boundary.geom.point_on_surface
    point.srid = GEOGRAPHIC
    return point


def _buildings(county: County):  # type: ignore[no-untyped-def]  # annotated rows
    rows = Building.objects.filter(county=county.pk).select_related("compound")
    return rows.defer("geom").annotate(inside=PointOnSurface("geom"))


def _spot(row: Building) -> Spot:
    known = [row.compound.name if row.compound else "", row.name, row.address]
    parts = [part for part in dict.fromkeys(known) if part]
    told = [one for one in parts if not any(one in other for other in parts if other != one)]
    return Spot(row.pk, " · ".join(told), row.inside)  # type: ignore[attr-defined]  # annotated
