"""The base map inside a window of degrees, as shapely geometries (EPSG:4490), by key."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet

from communities.basemap.models import Barrier, Building, Compound, Ground, Venue
from communities.territory.models import Place
from gis_core.crs import GEOGRAPHIC
from gis_core.shapes import Shapes, read_shapes

Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, eq=False)
class Features:
    """n things of the base map: what kind each is of, its name ("" for none), its shape."""

    kinds: list[str]
    names: list[str]
    shapes: Shapes


def barriers_within(county: Place, window: Box, classes: Collection[str]) -> Features:
    """Roads, railways, rivers, walls of these classes."""
    rows = _inside(Barrier.objects.filter(barrier_class__in=classes), county, window)
    return _features(rows, "barrier_class", "name")


def ground_within(county: Place, window: Box) -> Features:
    """Water, parks, squares and fields."""
    return _features(_inside(Ground.objects.all(), county, window), "kind", "name")


def compounds_within(county: Place, window: Box) -> Features:
    """Residential compounds; they are all of one kind."""
    return _features(_inside(Compound.objects.all(), county, window), "county", "name")


def venues_within(county: Place, window: Box) -> Features:
    """Places of community service; they are all of one kind."""
    return _features(_inside(Venue.objects.all(), county, window), "county", "name")


def buildings_within(county: Place, window: Box) -> Features:
    """Buildings by use; their names are those or their addresses."""
    rows = _inside(Building.objects.all(), county, window)
    found = list(rows.values_list("use", "name", "address"))
    kinds, names = [use for use, *_ in found], [name or at for _, name, at in found]
    return Features(kinds, names, read_shapes(rows))


def _inside(rows: "QuerySet[Any]", county: Place, window: Box) -> "QuerySet[Any]":
    box = Polygon.from_bbox(window)
    box.srid = GEOGRAPHIC
    return rows.filter(county=county.pk, geom__intersects=box).order_by("pk")


def _features(rows: "QuerySet[Any]", kind: str, name: str) -> Features:
    found = list(rows.values_list(kind, name))
    return Features([str(one) for one, _ in found], [one for _, one in found], read_shapes(rows))
