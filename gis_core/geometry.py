"""The one gate for geometries: type, validity, finiteness, extent, size.

Two doors, one rule: `inspect` looks at arrays (imports, cells, engine results), `parse_geojson`
at one geometry a browser sent. Whatever passes is 2-D, finite, valid, of the wanted type and
inside the county; the database holds CHECK constraints behind it.
"""

import json
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MAX_VERTICES = 50_000
MAX_DOCUMENT_BYTES = 5 * 2**20
CHINA_EXTENT = (73.0, 3.0, 136.0, 54.0)

POLYGONAL = frozenset({"Polygon", "MultiPolygon"})
LINEAR = frozenset({"LineString", "MultiLineString"})
POINT = frozenset({"Point"})


class Fault(StrEnum):
    """Why a geometry is refused; the value is the machine code shown beside the message."""

    EMPTY = "geometry_empty"
    TYPE = "geometry_type"
    NOT_FINITE = "geometry_not_finite"
    SWAPPED = "geometry_axes_swapped"
    OUTSIDE = "geometry_outside"
    TOO_MANY_VERTICES = "geometry_too_many_vertices"
    INVALID = "geometry_invalid"
    DEGENERATE = "geometry_degenerate"
    DOCUMENT = "geometry_document"


_BY_CODE = np.array([None, *Fault], dtype=object)
_CODES = {fault: code for code, fault in enumerate(Fault, start=1)}

MESSAGES = {
    Fault.EMPTY: "几何为空。请检查该行是否缺少图形。",
    Fault.TYPE: "几何类型不符。请改为该图层要求的类型（面、线或点）。",
    Fault.NOT_FINITE: "坐标含有 NaN 或无穷大。请在源文件中修正这些坐标。",
    Fault.SWAPPED: "经纬度疑似颠倒（先纬度后经度）。请交换两列后重新导入。",
    Fault.OUTSIDE: "超出本县范围。请检查坐标系，或确认文件属于本县。",
    Fault.TOO_MANY_VERTICES: f"顶点超过 {MAX_VERTICES} 个。请先简化图形。",
    Fault.INVALID: "图形自相交或环方向错误。请在源软件中修复（修复几何）后重试。",
    Fault.DEGENERATE: "图形面积或长度为零。请删除该图形或重新绘制。",
    Fault.DOCUMENT: "不是有效的 GeoJSON 几何。请发送单个几何对象。",
}


class GeometryRefused(ValueError):
    """One geometry did not pass the gate; `str()` is the message for the reader."""

    def __init__(self, fault: Fault, place: str = "") -> None:
        self.fault = fault
        self.place = place
        super().__init__(f"{MESSAGES[fault]}{f'（位置：{place}）' if place else ''}")


@dataclass(frozen=True)
class GeometryRule:
    """What a layer accepts: type names, and the extent (west, south, east, north) in degrees."""

    types: frozenset[str]
    extent: tuple[float, float, float, float] = CHINA_EXTENT
    max_vertices: int = MAX_VERTICES


def inspect(geometries: NDArray[np.object_], rule: GeometryRule) -> NDArray[np.object_]:
    """The fault of each geometry, or None where it passes; shape (n,), degrees.

    Cheap tests come first, and a geometry keeps the first fault it meets, so that the reader
    mends the cause and not a consequence.
    """
    faults = np.zeros(len(geometries), dtype=np.uint8)  # places in _BY_CODE
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    _mark(faults, missing, Fault.EMPTY)
    _mark(faults, ~np.isin(shapely.get_type_id(geometries), _type_ids(rule)), Fault.TYPE)
    _mark(
        faults, shapely.get_num_coordinates(geometries) > rule.max_vertices, Fault.TOO_MANY_VERTICES
    )
    bounds = shapely.bounds(geometries)
    _mark(faults, ~np.isfinite(bounds).all(axis=1) | _has_nonfinite(geometries), Fault.NOT_FINITE)
    outside = ~_inside(bounds, rule.extent)
    _mark(faults, outside & _inside(bounds[:, [1, 0, 3, 2]], rule.extent), Fault.SWAPPED)
    _mark(faults, outside, Fault.OUTSIDE)
    sound = faults == 0
    _mark(faults, sound & ~_is_valid(geometries, sound), Fault.INVALID)
    _mark(faults, _is_degenerate(geometries), Fault.DEGENERATE)
    return _BY_CODE[faults]


def parse_geojson(document: str | bytes, rule: GeometryRule) -> BaseGeometry:
    """One geometry from a browser, checked; a Feature is taken for its geometry.

    Raises:
        GeometryRefused: with the fault and, for invalid rings, the place of the crossing.
    """
    geometry = _read_geometry(_load_json(document))
    fault = inspect(np.array([geometry], dtype=object), rule)[0]
    if fault is not None:
        place = shapely.is_valid_reason(geometry) if fault is Fault.INVALID else ""
        raise GeometryRefused(fault, place)
    return geometry


def _mark(faults: NDArray[np.uint8], where: NDArray[np.bool_], fault: Fault) -> None:
    faults[where & (faults == 0)] = _CODES[fault]


def _is_valid(geometries: NDArray[np.object_], where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    result = np.zeros(len(geometries), dtype=bool)
    result[where] = shapely.is_valid(geometries[where])
    return result


def _type_ids(rule: GeometryRule) -> list[int]:
    return [int(getattr(shapely.GeometryType, name.upper())) for name in rule.types]


def _has_nonfinite(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    result = np.zeros(len(geometries), dtype=bool)
    result[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    return result


def _inside(
    bounds: NDArray[np.float64], extent: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    west, south, east, north = extent
    return np.asarray(
        (bounds[:, 0] >= west)
        & (bounds[:, 1] >= south)
        & (bounds[:, 2] <= east)
        & (bounds[:, 3] <= north)
    )


def _is_degenerate(geometries: NDArray[np.object_]) -> NDArray[np.bool_]:
    dimension = shapely.get_dimensions(geometries)
    flat = (dimension == 2) & (shapely.area(geometries) <= 0)
    return np.asarray(flat | ((dimension == 1) & (shapely.length(geometries) <= 0)))


def _load_json(document: str | bytes) -> Any:
    if len(document) > MAX_DOCUMENT_BYTES:
        raise GeometryRefused(Fault.TOO_MANY_VERTICES)
    try:
        return json.loads(document, parse_constant=_refuse_constant, parse_float=_finite)
    except GeometryRefused:
        raise
    except (ValueError, RecursionError) as error:
        raise GeometryRefused(Fault.DOCUMENT) from error


def _refuse_constant(constant: str) -> float:
    raise GeometryRefused(Fault.NOT_FINITE, constant)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise GeometryRefused(Fault.NOT_FINITE, text)
    return value


def _read_geometry(document: Any) -> BaseGeometry:
    if isinstance(document, dict) and document.get("type") == "Feature":
        document = document.get("geometry")
    if not isinstance(document, dict) or "coordinates" not in document:
        raise GeometryRefused(Fault.TYPE if isinstance(document, dict) else Fault.DOCUMENT)
    try:
        geometry = shapely.from_geojson(json.dumps(document))
    except (shapely.errors.ShapelyError, ValueError, RecursionError) as error:
        raise GeometryRefused(Fault.DOCUMENT) from error
    return shapely.force_2d(geometry)
