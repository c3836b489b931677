"""The cells a line is laid over, in metres, every vertex a whole number of the cells' grid.

The cells were built on that grid (`communities.basemap.cells.segments`), so that rounding the
transformed degrees gives the very vertices they were built with: equal means equal again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from communities.basemap.cells.rules import Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import (
    Edges,
    SharedEdges,
    decode_vertices,
    encode_vertices,
    share_edges,
)
from gis_core.crs import GEOGRAPHIC, transformer, working_srid

Codes = NDArray[np.int32]
Footprints = Callable[[Ints], Geometries]
"""What stands in the cells of these rows (EPSG:4490), None where nothing does."""


@dataclass(frozen=True, eq=False)
class Fabric:
    """k cells: those a line may sort, and all that touch them.

    `rows` (k,) of the draft, ascending; `polygons` (k,) metres; `built` (k,) whether anything
    stands in the cell; `codes` (v,) every vertex as a sorted whole number and `lonlat` (v, 2) the
    degrees it has; `footprints` gives what stands in some of the cells; `along` (p, 2) pairs of
    places a < b whose border runs along a barrier.
    """

    srid: int
    rows: Ints
    polygons: Geometries
    built: Flags
    codes: Ints
    lonlat: Floats
    footprints: Footprints
    along: Ints

    @cached_property
    def shared(self) -> SharedEdges:
        """Every edge with the cells (places in this fabric) on its two sides."""
        return share_edges(self.polygons)

    @cached_property
    def barrier_edges(self) -> Edges:
        """The edges that run along a barrier."""
        shared, size = self.shared, len(self.rows)
        wanted = self.along[:, 0] * size + self.along[:, 1]
        inner = shared.second >= 0
        return shared.edges.pick(
            np.flatnonzero(inner & np.isin(shared.first * size + shared.second, wanted))
        )

    def places(self, rows: Ints | Codes) -> Ints:
        """Where these rows of the draft stand in this fabric."""
        return np.searchsorted(self.rows, rows)

    def standing(self, places: Ints) -> Geometries:
        """What stands in these cells, metres."""
        return to_metres(self.footprints(self.rows[places]), self.srid)

    def to_degrees(self, polygons: Geometries) -> Geometries:
        """As stored: a vertex that was there keeps its degrees to the last bit."""
        return np.asarray(shapely.transform(polygons, self._degrees))

    def _degrees(self, xy: Floats) -> Floats:
        codes = encode_vertices(xy)
        place = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        new = np.column_stack(
            transformer(self.srid, GEOGRAPHIC).transform(*decode_vertices(codes).T)
        )
        return np.where((self.codes[place] == codes)[:, None], self.lonlat[place], new)


def make_fabric(
    srid: int,
    rows: Ints,
    shapes: Geometries,
    built: Flags,
    *,
    footprints: Footprints,
    along: Ints | Codes | None = None,
) -> Fabric:
    """The fabric of cells given in EPSG:4490; `rows` ascending, `along` pairs of rows a < b."""
    pairs = np.empty((0, 2), np.int64) if along is None else along
    lonlat = shapely.get_coordinates(shapes)
    codes, first = np.unique(_encode(lonlat, srid), return_index=True)
    polygons = np.asarray(
        shapely.transform(shapes, lambda degrees: decode_vertices(_encode(degrees, srid)))
    )
    places = np.searchsorted(rows, pairs)
    return Fabric(srid, rows, polygons, built, codes, lonlat[first], footprints, places)


def to_metres(shapes: Geometries, srid: int) -> Geometries:
    """EPSG:4490 to metres, not put on the grid."""
    project = transformer(GEOGRAPHIC, srid).transform
    return np.asarray(shapely.transform(shapes, lambda xy: np.column_stack(project(*xy.T))))


def zone_of(lonlat: tuple[float, float], metres: tuple[float, float]) -> int:
    """The 3-degree zone in which a place of these degrees has these coordinates.

    A subdistrict may lie in another zone than the middle of its county, by which the county's
    cells were built.
    """
    first = working_srid(min(max(lonlat[0], 76.0), 134.0))
    near = [first + step for step in (0, -1, 1)]
    gaps = [
        float(np.hypot(*np.subtract(transformer(GEOGRAPHIC, srid).transform(*lonlat), metres)))
        for srid in near
    ]
    return near[int(np.argmin(gaps))]


def edges_of(fabric: Fabric, which: Ints) -> tuple[Edges, Flags]:
    """The edges of these cells, and whether each has a second cell in the fabric."""
    shared = fabric.shared
    wanted = np.zeros(len(fabric.rows) + 1, dtype=bool)
    wanted[which] = True
    kept = wanted[shared.first] | wanted[shared.second]  # -1 is the last place: never wanted
    return shared.edges.pick(np.flatnonzero(kept)), shared.second[kept] >= 0


def edge_lines(edges: Edges) -> Geometries:
    """Edges as lines from their lower to their higher vertex, metres."""
    ends = np.stack([decode_vertices(edges.low), decode_vertices(edges.high)], axis=1)
    return np.asarray(shapely.linestrings(ends.reshape(-1, 2, 2)))


def _encode(lonlat: Floats, srid: int) -> Ints:
    return encode_vertices(np.column_stack(transformer(GEOGRAPHIC, srid).transform(*lonlat.T)))
