"""Where a matter of the hotline is: by its coordinates, its address, or what was written for it."""

import math
from typing import NamedTuple

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from communities.basemap.addresses import called, told
from communities.territory.models import Boundary, County
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC

MOST_TOLD, MOST_WORDS = 5, 8


class Spot(NamedTuple):
    """A point in EPSG:4490 and what is there."""

    point: Point
    text: str


class NotPlaced(ValueError):
    """It may be anywhere; the text says why, `candidates` what may be meant."""

    def __init__(self, text: str, candidates: tuple[str, ...] = ()) -> None:
        self.candidates = candidates
        super().__init__(text)


def place_of(county: County, cells: dict[str, str], written: str) -> Spot:
    """What the dispatcher wrote goes before coordinates, and those before the address.

    Raises NotPlaced.
    """
    address = cells.get("address", "").strip()
    if written:
        return _grid(county, written) or _building(county, written)
    if cells.get("lon") or cells.get("lat"):
        return Spot(_point(cells.get("lon", ""), cells.get("lat", "")), address)
    if not address:
        raise NotPlaced(_("没有地址和坐标；请在上面写明网格、小区或楼栋"))
    return _building(county, address)


def _point(lon: str, lat: str) -> Point:
    try:
        x, y = float(lon), float(lat)
    except ValueError as error:
        raise NotPlaced(_("经度、纬度须是小数（CGCS2000 或 WGS84 度）；请改正或清空")) from error
    if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
        raise NotPlaced(_("经度、纬度超出范围；请改正或清空"))
    return Point(x, y, srid=GEOGRAPHIC)


def _grid(county: County, written: str) -> Spot | None:
    """A grid or a community in force by its code or whole name."""
    rows = Boundary.objects.in_force().filter(
        county=county, level__in=[Level.GRID, Level.COMMUNITY]
    )
    by_name = rows.filter(place__name=written)
    found = rows.filter(place__code=written).first() or (
        by_name.get() if by_name.count() == 1 else None
    )
    if found is None:
        return None
    point: Point = found.geom.point_on_surface
    point.srid = GEOGRAPHIC
    return Spot(point, "")


def _building(county: County, address: str) -> Spot:
    rows = called(county, address.split()[:MOST_WORDS])
    found = list(rows.order_by("compound__name", "address", "name", "pk")[: MOST_TOLD + 1])
    if not found:
        raise NotPlaced(_("没有找到“%s”；请在上面写明网格、小区或楼栋") % address[:40])
    if len(found) > 1:
        names = tuple(told(one) for one in found[:MOST_TOLD])
        raise NotPlaced(_("“%s”有多处；请在上面写明是哪一处") % address[:40], names)
    inside = found[0].inside
    return Spot(Point(inside.x, inside.y, srid=GEOGRAPHIC), address)
