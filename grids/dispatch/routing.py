"""From a point to its grid, community and subdistrict, and from there to who is responsible."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.queries import edition_in_force
from gis_core.accounts.models import Level
from grids.dispatch.models import Category, Responsibility
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Part
from grids.staffing.models import Unit


class Whereabouts(NamedTuple):
    """The places a point lies in in one edition, None where there is none."""

    edition: Edition
    grid: Place | None
    community: Place | None
    subdistrict: Place | None

    def narrowest_first(self, county: Place) -> list[Place]:
        """These places and the county, the narrowest first."""
        inside = [self.grid, self.community, self.subdistrict]
        return [*(place for place in inside if place is not None), county]


@dataclass(frozen=True)
class Responsible:
    """The unit in the lead and those in support; no lead is a gap. `at` is the place the matrix
    names them for."""

    lead: Unit | None
    supports: tuple[Unit, ...] = ()
    at: Place | None = None


def whereabouts(county: County, point: Point) -> Whereabouts:
    """Where a point lies in the edition in force.

    On a line between two places it belongs to that of the lower code. Raises Refused where the
    county has no edition, or the point lies outside it.
    """
    edition = edition_in_force(county)
    if edition is None:
        raise Refused("no_edition", _("本县还没有启用的版次，不能受理工单。请先启用首个版次。"))
    found = places_at(edition, point)
    if Level.COUNTY not in found:
        text = _("这个点在本县之外。请在地图上重新选点，或向当地反映。")
        raise Refused("outside_county", text)
    return Whereabouts(
        edition,
        found.get(Level.GRID),
        found.get(Level.COMMUNITY),
        found.get(Level.SUBDISTRICT),
    )


def places_at(edition: Edition, point: Point) -> dict[str, Place]:
    """The places of one edition a point lies in, by level; a grid brings its parents along, so
    that the levels agree on a line between two."""
    rows = Boundary.objects.of_edition(edition).filter(geom__intersects=point)
    found: dict[str, Boundary] = {}
    for row in rows.select_related("place", "parent").order_by("place__code"):
        found.setdefault(row.level, row)
    places = {level: row.place for level, row in found.items()}
    for level, above in ((Level.GRID, Level.COMMUNITY), (Level.COMMUNITY, Level.SUBDISTRICT)):
        if level in places:
            below = Boundary.objects.of_edition(edition).select_related("parent")
            parent = below.get(place=places[level]).parent
            if parent is not None:
                places[above] = parent
    return places


def responsible_at(category: Category, places: Iterable[Place]) -> Responsible:
    """Who leads and supports at the first of these places for which the matrix has a lead; the
    supports of that place and of wider ones all help."""
    rows = Responsibility.objects.filter(category=category, unit__ended_on__isnull=True)
    by_place: dict[object, list[Responsibility]] = {}
    for row in rows.filter(place__in=(chain := list(places))).select_related("unit", "place"):
        by_place.setdefault(row.place_id, []).append(row)
    supports: dict[int, Unit] = {}
    for place in chain:
        here = by_place.get(place.pk, [])
        supports |= {row.unit_id: row.unit for row in here if row.part == Part.SUPPORT}
        lead = next((row.unit for row in here if row.part == Part.LEAD), None)
        if lead is not None:
            helping = tuple(unit for unit in supports.values() if unit != lead)
            return Responsible(lead, helping, place)
    return Responsible(None, tuple(supports.values()))
