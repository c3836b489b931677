"""Asking for tiles as a browser does."""

from math import asinh, floor, pi, radians, tan
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.http import HttpResponse
from django.test import Client

from gis_core.accounts.models import User
from gis_core.crs import GEOGRAPHIC, WEB_MERCATOR, transformer
from tests.tiles.mvt import TileFeature, read_tile
from tests.world import lonlat

CODE = "629931"
EDGE = 20_037_508.342789244


def browser(user: User | None) -> Client:
    """A browser in which `user` has signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def tile_around(x: float, y: float, zoom: int) -> tuple[int, int, int]:
    """The tile over a point given in metres from the sheet's corner."""
    longitude, latitude = lonlat(x, y)
    column = (longitude + 180) / 360 * 2**zoom
    row = (1 - asinh(tan(radians(latitude))) / pi) / 2 * 2**zoom
    return zoom, floor(column), floor(row)


def ask(
    client: Client, layer: str, tile: tuple[int, int, int], code: str = CODE, **headers: str
) -> HttpResponse:
    z, x, y = tile
    response: Any = client.get(f"/tiles/{code}/{layer}/{z}/{x}/{y}.mvt", headers=headers)
    return response  # type: ignore[no-any-return]  # the test client's own class


def features(
    client: Client, layer: str, tile: tuple[int, int, int], code: str = CODE
) -> list[TileFeature]:
    """What the layer shows in the tile."""
    response = ask(client, layer, tile, code)
    assert response.status_code == 200
    return read_tile(response.content).get(layer, [])


def on_tile(tile: tuple[int, int, int], *corners: float) -> MultiPolygon:
    """A rectangle (west, north, east, south in tile units, y downward), as stored."""
    z, x, y = tile
    side = 2 * EDGE / 2**z

    def place(east: float, south: float) -> Any:
        metres = (-EDGE + (x + east / 4096) * side, EDGE - (y + south / 4096) * side)
        return transformer(WEB_MERCATOR, GEOGRAPHIC).transform(*metres)

    west, north, east, south = corners
    ring = [(west, north), (east, north), (east, south), (west, south), (west, north)]
    return MultiPolygon(Polygon([place(*corner) for corner in ring]), srid=GEOGRAPHIC)
