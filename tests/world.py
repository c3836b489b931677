"""One small county and its people, for every test: a planner, a reviewer, a grid member, and a
stranger from the next county.

    Qinghe county 清河县 (629931), subdistrict 城关街道, on a 2 x 1 km sheet near 107.64 E:

        +-----------+-----------+
        |   长富路   |   新城     |      two communities of 1 km x 1 km each,
        |  g1 | g2   |  g3       |      grids g1, g2 halves of 长富路, g3 the whole of 新城
        +-----------+-----------+
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.utils import timezone

from communities.basemap.models import Building, BuildingUse, CountSource, MapRevision
from communities.territory.models import (
    Boundary,
    Community,
    County,
    Edition,
    Grid,
    Place,
    RuleSet,
    Subdistrict,
)
from communities.territory.services import (
    create_default_rule_set,
    create_place,
    open_first_edition,
    prepare_edition,
)
from gis_core.accounts.models import Level, Membership, User
from gis_core.accounts.roles import Role
from gis_core.crs import GEOGRAPHIC, transformer

WORKING = 4545
ORIGIN = (467_000.0, 3_953_000.0)
LONG_AGO = datetime.date(2026, 1, 1)


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """A rectangle given in metres from the sheet's corner, as stored (EPSG:4490)."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return MultiPolygon(Polygon([lonlat(x, y) for x, y in corners]), srid=GEOGRAPHIC)


def lonlat(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a point given in metres from the sheet's corner."""
    found = transformer(WORKING, GEOGRAPHIC).transform(ORIGIN[0] + x, ORIGIN[1] + y)
    return float(found[0]), float(found[1])


def point(x: float, y: float) -> GEOSGeometry:
    return GEOSGeometry(f"POINT({' '.join(map(str, lonlat(x, y)))})", srid=GEOGRAPHIC)


@dataclass
class World:
    county: County
    subdistrict: Subdistrict
    changfu: Community
    xincheng: Community
    grids: list[Grid]
    edition: Edition
    rule_set: RuleSet
    planner: User
    reviewer: User
    member: User
    stranger: User


def make_world(code: str = "629931", people: bool = True) -> World:
    """The county with its first edition in force and its people."""
    county: County = create_place(level=Level.COUNTY, county=None, code=code, name="清河县")
    subdistrict = create_place(
        level=Level.SUBDISTRICT, county=county, code=f"{code}001", name="城关街道"
    )
    changfu, xincheng = (
        create_place(level=Level.COMMUNITY, county=county, code=f"{code}00100{n}", name=name)
        for n, name in enumerate(["长富路社区", "新城社区"], start=1)
    )
    grids = [
        create_place(level=Level.GRID, county=county, code=f"{code}00100{c}00{n}", name=name)
        for c, n, name in [(1, 1, "第一网格"), (1, 2, "第二网格"), (2, 1, "新城第一网格")]
    ]
    edition = prepare_edition(county=county, note="首版")
    draw(edition, county, None, box(0, 0, 2000, 1000))
    draw(edition, subdistrict, county, box(0, 0, 2000, 1000))
    draw(edition, changfu, subdistrict, box(0, 0, 1000, 1000))
    draw(edition, xincheng, subdistrict, box(1000, 0, 2000, 1000))
    draw(edition, grids[0], changfu, box(0, 0, 500, 1000))
    draw(edition, grids[1], changfu, box(500, 0, 1000, 1000))
    draw(edition, grids[2], xincheng, box(1000, 0, 2000, 1000))
    edition = open_first_edition(
        edition=edition, published_by=None, in_force_from=timezone.localdate()
    )
    MapRevision.objects.create(county=county)
    rule_set = create_default_rule_set(county=county)
    cast = [person(f"{name}-{code}") for name in ("planner", "reviewer", "member", "stranger")]
    if people:
        appoint(cast[0], Role.PLANNER, subdistrict)
        appoint(cast[1], Role.REVIEWER, county)
        appoint(cast[2], Role.FULL_TIME_OFFICER, grids[0])
    return World(county, subdistrict, changfu, xincheng, grids, edition, rule_set, *cast)


def person(username: str) -> User:
    return User.objects.create_user(username, password=f"{username}-password-1")


def appoint(user: User, role: Role, place: Place, **period: Any) -> Membership:
    return Membership.objects.create(
        user=user,
        role=role,
        level=place.level,
        county_key=place.county_key,
        place_key=place.pk,
        **{"since": LONG_AGO, **period},
    )


def draw(edition: Edition, place: Place, parent: Place | None, geom: MultiPolygon) -> Boundary:
    return Boundary.objects.create(
        place=place,
        parent=parent,
        county=edition.county,
        level=place.level,
        editions=(edition.number, None),
        geom=geom,
    )


def build(world: World, x: float, y: float, households: int = 12, **values: Any) -> Building:
    """A residential building of 20 m x 12 m with its corner at (x, y) metres."""
    return Building.objects.create(
        county=world.county,
        geom=box(x, y, x + 20, y + 12),
        **{
            "use": BuildingUse.RESIDENTIAL,
            "floors": 6,
            "dwellings": households,
            "households_registered": households,
            "households_resident": households,
            "population": households * 3,
            "count_source": CountSource.BUILDING,
            **values,
        },
    )
