"""A building that no edge cuts is only moved and rounded: it must come out as if it were cut."""

import re

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection

from communities.basemap.models import Building
from gis_core.crs import GEOGRAPHIC
from layers.tiles.sql import BUFFER, EXTENT
from tests.tiles.asking import browser, features, on_tile, tile_around
from tests.tiles.mvt import TileFeature
from tests.world import World

TILE = tile_around(500, 500, 15)
CUT = (
    "SELECT ST_AsText(ST_AsMVTGeom(geom_3857, ST_TileEnvelope(%s, %s, %s), %s, %s)) "
    "FROM basemap_building WHERE id = %s"
)


def _backwards(shape: MultiPolygon) -> MultiPolygon:
    rings = [Polygon(*(ring[::-1] for ring in polygon)) for polygon in shape.coords]
    return MultiPolygon(rings, srid=GEOGRAPHIC)


def _with_yard(*corners: float) -> MultiPolygon:
    west, north, east, south = corners
    outside: Polygon = on_tile(TILE, *corners)[0]
    yard: Polygon = on_tile(TILE, west + 9.3, north + 9.3, east - 9.7, south - 9.7)[0]
    return MultiPolygon(Polygon(list(outside[0]), list(yard[0])), srid=GEOGRAPHIC)


def _shown(world: World) -> list[TileFeature]:
    return features(browser(world.member), "buildings", TILE)


def _signed_area(points: list[tuple[int, int]]) -> float:
    following = [*points[1:], points[0]]
    return sum(a * d - c * b for (a, b), (c, d) in zip(points, following, strict=True)) / 2


SHAPES = {
    "a rectangle": on_tile(TILE, 100.4, 200.6, 131.5, 260.4),
    "one drawn the other way round": _backwards(on_tile(TILE, 100.4, 200.6, 131.5, 260.4)),
    "one around a yard": _with_yard(1000.2, 1000.7, 1060.1, 1090.9),
    "two parts": MultiPolygon(
        *on_tile(TILE, 10, 10, 30, 30), *on_tile(TILE, 50, 10, 70, 30), srid=GEOGRAPHIC
    ),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_every_corner_lies_where_cutting_would_put_it(world: World, shape: MultiPolygon) -> None:
    building = Building.objects.create(county=world.county, geom=shape)
    with connection.cursor() as cursor:
        cursor.execute(CUT, [*TILE, EXTENT, BUFFER, building.pk])
        (cut,) = cursor.fetchone()
    (shown,) = _shown(world)
    numbers = re.findall(r"(\d+) (\d+)", cut)
    assert set(shown.points) == {(int(x), int(y)) for x, y in numbers}


@pytest.mark.parametrize("turn", [False, True])
def test_outer_rings_run_as_the_format_wants(world: World, turn: bool) -> None:
    shape = SHAPES["a rectangle"]
    Building.objects.create(county=world.county, geom=_backwards(shape) if turn else shape)
    (shown,) = _shown(world)
    assert _signed_area(shown.points) > 0


def test_a_building_smaller_than_a_step_of_the_tile_is_left_out(world: World) -> None:
    Building.objects.create(county=world.county, geom=on_tile(TILE, 100.1, 100.1, 100.3, 100.3))
    kept = Building.objects.create(county=world.county, geom=on_tile(TILE, 200, 200, 204, 204))
    assert [feature.id for feature in _shown(world)] == [kept.pk]
