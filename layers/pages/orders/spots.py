"""Where an order is: a building found by its address, a grid, or a point that was handed on."""

from typing import Any, NamedTuple

from django.contrib.gis.geos import Point

from communities.basemap.addresses import called, located, told
from communities.territory.models import Boundary, County
from gis_core.cleaning import clean_line
from gis_core.crs import GEOGRAPHIC

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
    rows = called(county, words).order_by("compound__name", "address", "pk")
    return [_spot(row) for row in rows[: MOST + 1]]


def spot_of(county: County, key: str) -> Spot | None:
    """The building of this key; None for what is none of the county."""
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        return None
    found = located(county).filter(pk=int(key)).first()
    return _spot(found) if found is not None else None


def point_in(boundary: Boundary) -> Point:
    """A point inside a place, where nothing nearer is known."""
    point: Point = boundary.geom.point_on_surface
    point.srid = GEOGRAPHIC
    return point


def _spot(row: Any) -> Spot:
    """Of a row of `located`."""
    return Spot(row.pk, told(row), row.inside)
