"""The geometry gate over one batch: from the file's WKB to checked EWKB, with a fault per row."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from gis_core.crs import GEOGRAPHIC
from gis_core.files.reference import Reference
from gis_core.files.request import EDGES
from gis_core.geometry import (
    LINEAR,
    POINT,
    POLYGONAL,
    Fault,
    GeometryRule,
    inspect,
)

Geometries = NDArray[np.object_]

_MULTI = {"MultiPolygon": 6, "MultiLineString": 5}
_SINGLE_TYPE = {"MultiPolygon": 3, "MultiLineString": 1}
_TYPES = {"MultiPolygon": POLYGONAL, "MultiLineString": LINEAR, "Point": POINT}


@dataclass(frozen=True)
class Gate:
    """What a layer wants: a stored type, and what may stand in for it."""

    want: str
    extent: tuple[float, float, float, float]
    reference: Reference
    outlines: bool = False

    def pass_batch(self, wkb: pa.Array) -> dict[str, pa.Array]:
        """The columns of `stream.CHECKED` but `row`; `geom` is null where refused."""
        geometries, broken = _from_wkb(wkb)
        given = self.reference.to_stored(geometries)
        moved, stood_in = self._stand_in(given)
        faults = inspect(moved, self._rule())
        faults[broken] = Fault.INVALID
        sound = np.asarray(faults == None, dtype=bool)  # noqa: E711  # elementwise
        untouched = moved is geometries and not self.reference.moves
        return {
            "geom": self._encode(wkb if untouched else None, moved, sound),
            **_reasons(moved, faults, sound),
            "stood_in": pa.array(stood_in),
            **_measures(given, moved, sound),
        }

    def _rule(self) -> GeometryRule:
        return GeometryRule(_TYPES[self.want], self.extent)

    def _stand_in(self, geometries: Geometries) -> tuple[Geometries, NDArray[np.bool_]]:
        polygons = np.isin(shapely.get_type_id(geometries), [3, 6])
        none = np.zeros(len(geometries), dtype=bool)
        if not polygons.any():
            return geometries, none
        result = geometries.copy()
        if self.want == "Point":
            result[polygons] = shapely.point_on_surface(geometries[polygons])
        elif self.want == "MultiLineString" and self.outlines:
            result[polygons] = shapely.boundary(geometries[polygons])
        else:
            return geometries, none
        return result, polygons

    def _encode(
        self, wkb: pa.Array | None, moved: Geometries, sound: NDArray[np.bool_]
    ) -> pa.Array:
        if wkb is not None and self._plain(moved, sound):
            framed = _frame(wkb, self.want)
            return pc.if_else(pa.array(sound), framed, pa.scalar(None, framed.type))
        encoded = np.full(len(moved), None, dtype=object)
        stored = shapely.set_srid(self._typed(moved[sound]), GEOGRAPHIC)
        encoded[sound] = shapely.to_wkb(stored, include_srid=True, output_dimension=2)
        return pa.array(encoded, pa.binary())

    def _plain(self, geometries: Geometries, sound: NDArray[np.bool_]) -> bool:
        """Whether the file's own bytes can be framed: single parts, two dimensions."""
        if self.want == "Point":
            return False
        kept = geometries[sound]
        single = shapely.get_type_id(kept) == _SINGLE_TYPE[self.want]
        return bool(single.all() and not shapely.has_z(kept).any())

    def _typed(self, geometries: Geometries) -> Geometries:
        if self.want == "Point":
            return geometries
        parts, owner = shapely.get_parts(geometries, return_index=True)
        collect = shapely.multipolygons if self.want == "MultiPolygon" else shapely.multilinestrings
        return np.asarray(collect(parts, indices=owner)) if len(parts) else geometries


def _from_wkb(wkb: pa.Array) -> tuple[Geometries, NDArray[np.bool_]]:
    """Shapely geometries, and which rows could not be decoded (unclosed rings, curves)."""
    raw = wkb.to_numpy(zero_copy_only=False)
    geometries = np.asarray(shapely.from_wkb(raw, on_invalid="ignore"))
    present = np.asarray(pc.is_valid(wkb).to_numpy(zero_copy_only=False), dtype=bool)
    return geometries, present & shapely.is_missing(geometries)


def _frame(wkb: pa.Array, want: str) -> pa.Array:
    """Single-part little-endian WKB as a multi-part EWKB of one part: nothing is decoded."""
    head = (0x20000000 | _MULTI[want]).to_bytes(4, "little")
    prefix = b"\x01" + head + GEOGRAPHIC.to_bytes(4, "little") + (1).to_bytes(4, "little")
    empty = pa.scalar(b"", wkb.type)
    return pc.binary_join_element_wise(pa.scalar(prefix, wkb.type), wkb, empty)


def _reasons(
    geometries: Geometries, faults: Geometries, sound: NDArray[np.bool_]
) -> dict[str, pa.Array]:
    """The fault of each row and, for an invalid ring, where it crosses itself."""
    found: list[str | None] = [None] * len(faults)
    details: list[str | None] = [None] * len(faults)
    for row in np.flatnonzero(~sound):
        found[row] = str(faults[row])
        if faults[row] == Fault.INVALID and geometries[row] is not None:
            details[row] = str(shapely.is_valid_reason(geometries[row]))
    return {"fault": pa.array(found, pa.string()), "detail": pa.array(details, pa.string())}


def _measures(
    given: Geometries, stored: Geometries, sound: NDArray[np.bool_]
) -> dict[str, pa.Array]:
    """Centre and bounds in degrees, area as given in square metres; NaN where refused."""
    centre = np.full((len(given), 2), np.nan)
    area = np.full(len(given), np.nan)
    centre[sound] = shapely.get_coordinates(shapely.centroid(stored[sound]))
    area[sound] = shapely.area(given[sound]) * square_metres_per_square_degree(centre[sound, 1])
    edges = np.where(sound[:, None], shapely.bounds(stored), np.nan)
    return {
        "area_m2": pa.array(area),
        "lon": pa.array(centre[:, 0]),
        "lat": pa.array(centre[:, 1]),
        **{name: pa.array(edges[:, at]) for at, name in enumerate(EDGES)},
    }


def square_metres_per_square_degree(latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Size of a square degree on the CGCS2000 ellipsoid, for things as small as buildings.

    The product of the radii of curvature in the meridian and in the parallel. Within 0.05 % of
    the area in the Gauss-Krueger zone, whose own scale differs from the ground by as much.
    """
    semi_major, eccentricity2 = 6378137.0, 0.00669438002290
    phi = np.radians(latitude)
    shape = 1 - eccentricity2 * np.sin(phi) ** 2
    meridian = semi_major * (1 - eccentricity2) / shape**1.5
    parallel = semi_major / np.sqrt(shape) * np.cos(phi)
    return np.asarray(meridian * parallel * np.radians(1) ** 2)


__all__ = ["Gate", "square_metres_per_square_degree"]
