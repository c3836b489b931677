"""Which grid a text or a point means: grids, compounds, venues and buildings, in the edition in
force."""

from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import MultiPoint, Point
from django.db import connection, transaction

from communities.basemap.addresses import called, told
from communities.territory.models import Boundary, County, Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from gis_core.accounts.scope import Scope
from gis_core.crs import GEOGRAPHIC
from gis_core.shapes import read_shapes
from layers.api.finders import Question, compounds, grids, venues
from layers.api.search import TIMEOUT

MOST, MOST_WORDS, LEAST_LETTERS = 20, 4, 2
HIT_KINDS = (grids, compounds, venues)


@dataclass(frozen=True)
class Spot:
    """Something found: what it is called, where, and the grid there; None outside all grids."""

    kind: str
    text: str
    where: str
    point: tuple[float, float]
    grid: Boundary | None = None


def look_up(edition: Edition, county: County, text: str) -> list[Spot]:
    """Grids, compounds, venues, then buildings; at most `MOST` and one more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{TIMEOUT}'")
        found = [*_named(edition, county, text), *_buildings(county, text)][: MOST + 1]
        return list(_placed(edition, found))


def grid_at(edition: Edition, lon: float, lat: float) -> Boundary | None:
    """The grid a point lies in; on a line between two, the first by code."""
    point = Point(lon, lat, srid=GEOGRAPHIC)
    rows = boundaries_of(edition, Level.GRID).filter(geom__intersects=point)
    found: Boundary | None = rows.order_by("place__code").defer("geom", "geom_3857").first()
    return found


def _named(edition: Edition, county: County, text: str) -> Iterable[Spot]:
    """What the map's own search finds, as for somebody who sees this county's map."""
    scope = Scope(Action.VIEW_MAP, frozenset({county.pk}))
    question = Question(text, county, edition, scope)
    hits = [hit for find in HIT_KINDS for hit in find(question)]
    for hit in sorted(hits, key=lambda hit: hit.exactness):
        one = hit.found
        yield Spot(one.kind, one.name, one.where, (one.lon, one.lat))


def _buildings(county: County, text: str) -> Iterable[Spot]:
    rows = called(county, text.split()[:MOST_WORDS]).order_by("address", "name", "pk")
    for row in rows[: MOST + 1]:
        yield Spot("building", told(row), "", (row.inside.x, row.inside.y))


def _placed(edition: Edition, spots: list[Spot]) -> Iterable[Spot]:
    """The same with the grids they lie in, read at once."""
    if not spots:
        return
    points = MultiPoint([Point(*one.point) for one in spots], srid=GEOGRAPHIC)
    rows = boundaries_of(edition, Level.GRID).filter(geom__intersects=points)
    ordered = rows.order_by("place__code")
    shapes, found = read_shapes(ordered), list(ordered.defer("geom", "geom_3857"))
    for spot in spots:
        inside = shapely.intersects(shapes, shapely.Point(spot.point)).tolist()
        grid = next((row for row, within in zip(found, inside, strict=True) if within), None)
        yield Spot(spot.kind, spot.text, spot.where, spot.point, grid)
