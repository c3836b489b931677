"""One tile: who asks, may they, is it known, is it kept, cut it."""

import gzip

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gis_core.accounts.scope import scope_for
from layers.registry import LAYERS, Layer
from layers.tiles import cache as kept
from layers.tiles.sql import TileAddress, cut, mark
from layers.tiles.versions import MapState, map_state

CACHED_TO_ZOOM = 17  # above it a tile is small, and there are too many of them
MVT = "application/vnd.mapbox-vector-tile"


@login_not_required  # answers 401 itself: a tile is never worth a redirect to a page
@require_safe
def tile(request: HttpRequest, county: str, layer: str, **spot: int) -> HttpResponse:
    """GET /tiles/<county>/<layer>/<z>/<x>/<y>.mvt: 200, 304, 401 or 404; empty where nothing lies.

    Outside the person's scope a tile does not exist: the same 404 as for an unknown county.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    found, at = LAYERS.get(layer), TileAddress(**spot)
    if found is None or not at.exists:
        return HttpResponse(status=404)
    state = map_state(county)
    if state is None or state.county not in scope_for(request.user, found.action).counties:
        return HttpResponse(status=404)
    return _answer(request, found, state, at)


def _answer(request: HttpRequest, layer: Layer, state: MapState, at: TileAddress) -> HttpResponse:
    etag = f'"{_name(layer, state, at.z)}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _with_headers(HttpResponse(status=304), etag)
    try:
        body = b"" if at.z < layer.min_zoom else _compressed(layer, state, at)
    except OperationalError:
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    response = HttpResponse(content_type=MVT)
    if body and "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
        response.content = body
    elif body:
        response.content = gzip.decompress(body)
    return _with_headers(response, etag)


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    """Asked again every time: a browser shared by two people must not answer for the server."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response


def _compressed(layer: Layer, state: MapState, at: TileAddress) -> bytes:
    root = kept.folder() if at.z <= CACHED_TO_ZOOM else None
    if root is None:
        return _gzip(cut(layer, state, at), 1)
    version = root / str(state.county) / state.version
    path = version / layer.name / _name(layer, state, at.z) / f"{at.z}/{at.x}/{at.y}.gz"
    body = kept.read(path)
    if body is None:
        body = _gzip(cut(layer, state, at), 6)
        if body:
            kept.write(path, body, version=version)
    return body


def _name(layer: Layer, state: MapState, z: int) -> str:
    """What a tile of this layer depends on besides its place: state, cell set, our own SQL."""
    cells = f"-{state.cell_set}" if layer.by_cell_set else ""
    return f"{state.version}{cells}-{mark(layer, z)}"


def _gzip(tile: bytes, level: int) -> bytes:
    return gzip.compress(tile, level, mtime=0) if tile else b""
