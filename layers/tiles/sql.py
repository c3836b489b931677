"""The statement that makes one tile, from the layer's entry in the registry.

Cut in the database from the stored EPSG:3857 column. The filter's box is wider than the tile
by the buffer the features are clipped to: without that, what lies in the buffer alone is
missing and outlines break at the edges of tiles.
"""

import hashlib
from functools import cache

from django.db import connection

from layers.registry import Layer
from layers.tiles.addresses import TileAddress
from layers.tiles.versions import MapState

EXTENT = 4096
BUFFER = 64
TIMEOUT = "15s"
WORLD_METRES = 40_075_016.68557849
WORLD_PIXELS = WORLD_METRES / 256

# In one round trip with the query, so they hold for its transaction alone. Parallel workers
# would change the order of features from one answer to the next, and cost more than they save.
_SETTINGS = (
    "SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;"
    f"SET LOCAL statement_timeout = '{TIMEOUT}';"
)


@cache
def statement(layer: Layer, zoom: int) -> str:
    """SQL with the places `of` (county or cell set), z, x, y; gives one row: the tile's bytes."""
    values = "".join(f", {a.sql} AS {a.key}" for a in layer.attributes if zoom >= a.from_zoom)
    tile = "ST_TileEnvelope(%(z)s, %(x)s, %(y)s"
    owner = "cell_set_id" if layer.by_cell_set else "county_id"
    conditions = [
        f"{owner} = %(of)s",
        f"{layer.geometry} && {tile}, margin => {BUFFER / EXTENT})",
        *_thinned(layer, zoom),
    ]
    return (
        f"{_SETTINGS} SELECT ST_AsMVT(feature, '{layer.name}', {EXTENT}, 'geom', 'id') FROM ("  # noqa: S608  # from the registry alone
        f"SELECT id{values}, {_on_tile(layer, zoom, tile)} AS geom "
        f"FROM {layer.table} WHERE {' AND '.join(conditions)} OFFSET 0) AS feature "
        "WHERE NOT ST_IsEmpty(geom)"
    )


@cache
def mark(layer: Layer, zoom: int) -> str:
    """Eight hexadecimal digits that change when a new release cuts this layer differently."""
    return hashlib.sha256(statement(layer, zoom).encode()).hexdigest()[:8]


def cut(layer: Layer, state: MapState, at: TileAddress) -> bytes:
    """One tile, not compressed; empty where the layer has nothing there.

    Raises:
        OperationalError: the database gave up after `TIMEOUT`.
    """
    of = state.cell_set if layer.by_cell_set else state.county
    with connection.cursor() as cursor:
        cursor.execute(statement(layer, at.z), {"of": of, **at._asdict()})
        (tile,) = cursor.fetchone()
    return bytes(tile)


def _on_tile(layer: Layer, zoom: int, tile: str) -> str:
    """The geometry in the tile's own whole numbers, x to the east and y to the south.

    Cutting and mending a polygon costs most of the database's work. What lies wholly inside
    the tile and its buffer needs no cut, and what is as small and plain as a building no
    mending: it is only moved and rounded, to the same coordinates. Rounding may make a part
    narrower than a step touch itself, which drawing does not mind. Outer rings that run
    clockwise to the north run as the format wants them once y points south.
    """
    cut = f"ST_AsMVTGeom({layer.geometry}, {tile}), {EXTENT}, {BUFFER})"
    if not layer.small:
        return cut
    scale, half = EXTENT * 2**zoom / WORLD_METRES, EXTENT * 2.0 ** (zoom - 1)
    place = f"{half} - {EXTENT}.0 * %(x)s, {half} - {EXTENT}.0 * %(y)s"
    turned = f"ST_ForcePolygonCW({layer.geometry})"
    moved = f"ST_SnapToGrid(ST_Affine({turned}, {scale!r}, 0, 0, {-scale!r}, {place}), 1)"
    inside = f"{layer.geometry} @ {tile}, margin => {BUFFER / EXTENT})"
    return f"CASE WHEN {inside} THEN {moved} ELSE {cut} END"


def _thinned(layer: Layer, zoom: int) -> list[str]:
    kept = [thinning.keep for thinning in layer.thinning if zoom < thinning.below][:1]
    if layer.smallest_pixels:
        metres = layer.smallest_pixels * WORLD_PIXELS / 2**zoom
        shape = layer.geometry
        kept.append(
            f"greatest(ST_XMax({shape}) - ST_XMin({shape}), ST_YMax({shape}) - ST_YMin({shape}))"
            f" > {metres}"
        )
    return kept
