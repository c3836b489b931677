"""Between shapely, which computes, and GeoDjango, which stores."""

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import connection
from django.db.models import Model, QuerySet
from numpy.typing import NDArray

from gis_core.crs import GEOGRAPHIC

Shapes = NDArray[np.object_]
COLLECTION = 7  # the type of a geometry collection in WKB


def shape_array(shapes: Iterable[Any]) -> Shapes:
    """A one-dimensional array of shapely geometries, also of none or of one."""
    values = list(shapes)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def points_at(places: Iterable[tuple[float, float]]) -> Shapes:
    """(n,) points of n pairs of coordinates, also of none."""
    return np.asarray(shapely.points(np.array(list(places), np.float64).reshape(-1, 2)))


def read_shapes(rows: "QuerySet[Any]") -> Shapes:
    """The `geom` of each row, in the queryset's order, without a GEOS object for each."""
    wkb = rows.annotate(wkb=AsWKB("geom")).values_list("wkb", flat=True)
    return shape_array(shapely.from_wkb([bytes(shape) for shape in wkb]))


def read_shapes_at_once(rows: "QuerySet[Any]") -> Shapes:
    """As `read_shapes`, quicker for ten thousands of rows: they come as one collection, in OGC WKB
    a byte for the order of bytes, the type, the number of parts, and the parts themselves.

    Raises ValueError where a row has no geometry.
    """
    wkb = rows.annotate(wkb=AsWKB("geom")).values_list("wkb")
    sql, values = wkb.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(wkb), string_agg(wkb, ''::bytea) FROM ({sql}) AS own (wkb)",  # noqa: S608
            values,
        )
        count, drawn, parts = cursor.fetchone()
    if drawn != count:
        raise ValueError(f"{count - drawn} rows have no geometry")
    collection = struct.pack("<BII", 1, COLLECTION, count) + bytes(parts or b"")
    return np.asarray(shapely.get_parts(shapely.from_wkb(collection)))


def shape_of(row: Model) -> Any:
    """The `geom` of one row as a shapely geometry."""
    return shapely.from_wkb(bytes(row.geom.wkb))  # type: ignore[attr-defined]  # every row of the map has one


def union_of(shapes: Shapes) -> MultiPolygon:
    """The exact union of pieces of one coverage, as stored (EPSG:4490)."""
    union = shapely.coverage_union_all(shapes)
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(union)), srid=GEOGRAPHIC)
    if isinstance(geometry, MultiPolygon):
        return geometry
    return MultiPolygon(geometry, srid=GEOGRAPHIC)


def to_ewkb(shapes: Shapes) -> list[str]:
    """Hex EWKB in EPSG:4490, as COPY takes it."""
    stamped = shapely.set_srid(shapes, GEOGRAPHIC)
    return list(shapely.to_wkb(stamped, hex=True, include_srid=True))
