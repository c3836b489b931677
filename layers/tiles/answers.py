"""The answer to somebody who may see the tile: unchanged, kept, or cut now."""

import gzip

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from isal import igzip

from layers.conditional import asked_every_time
from layers.registry import Layer
from layers.tiles import cache
from layers.tiles.addresses import TileAddress
from layers.tiles.sql import cut, mark
from layers.tiles.versions import MapState

CACHED_TO_ZOOM = 17  # above it a tile is small, and there are too many of them
MVT = "application/vnd.mapbox-vector-tile"


def answer(request: HttpRequest, layer: Layer, state: MapState, at: TileAddress) -> HttpResponse:
    """200 with the tile (empty where nothing lies), 304, or 503 while the database is busy."""
    etag = f'"{_name(layer, state, at.z)}"'
    if etag in request.headers.get("If-None-Match", ""):
        return asked_every_time(HttpResponse(status=304), etag)
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
    response["Content-Length"] = str(len(response.content))
    return asked_every_time(response, etag)


def _compressed(layer: Layer, state: MapState, at: TileAddress) -> bytes:
    root = cache.folder() if at.z <= CACHED_TO_ZOOM else None
    if root is None:
        return _gzip(cut(layer, state, at))
    version = root / str(state.county) / state.version
    path = version / layer.name / _name(layer, state, at.z) / f"{at.z}/{at.x}/{at.y}.gz"
    body = cache.read(path)
    if body is None:
        body = _gzip(cut(layer, state, at))
        if body:
            cache.write(path, body, version=version)
    return body


def _name(layer: Layer, state: MapState, z: int) -> str:
    """What a tile of this layer depends on besides its place: state, cell set, our own SQL."""
    cells = f"-{state.cell_set}" if layer.by_cell_set else ""
    return f"{state.version}{cells}-{mark(layer, z)}"


def _gzip(tile: bytes) -> bytes:
    """A sixth of the time of zlib's fastest level, and no larger."""
    return igzip.compress(tile, 2, mtime=0) if tile else b""
