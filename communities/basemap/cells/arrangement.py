"""The plane cut by street faces and building walls together: the pieces all cells are made of.

Snap rounding of everything at once leaves pieces whose edges match exactly, so that what follows
is bookkeeping: a building is the set of its pieces, moving one to the other side of a road gives
its pieces another owner, and no coordinate is ever computed twice.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.rules import GRID_M, CellRules, Floats, Geometries, Ints
from communities.basemap.cells.segments import SharedEdges, share_edges
from communities.basemap.cells.streets import Streets


@dataclass(frozen=True)
class Pieces:
    """Polygons that tile the street faces and the buildings.

    `street` is the row of the street face (-1 outside); `covered`, `cover` are pairs of a piece
    and the row of a building that covers it (none for open ground, several where they overlap).
    """

    polygons: Geometries
    sizes: Floats
    street: Ints
    covered: Ints
    cover: Ints
    shared: SharedEdges


def arrange_pieces(streets: Streets, buildings: Geometries, rules: CellRules) -> Pieces:
    """Node street faces and walls on the grid, polygonise, and tell what covers each piece."""
    walls = shapely.segmentize(shapely.boundary(buildings), rules.longest_edge)
    lines = np.concatenate((shapely.boundary(streets.polygons), walls))
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=GRID_M))
    polygons = shapely.get_parts(shapely.polygonize(noded))
    inside = shapely.point_on_surface(polygons)
    street = np.full(len(polygons), -1, dtype=np.int64)
    piece, face = shapely.STRtree(streets.polygons).query(inside, predicate="intersects")
    street[piece] = face
    covered, cover = shapely.STRtree(buildings).query(inside, predicate="intersects")
    wanted = np.zeros(len(polygons), dtype=bool)
    wanted[covered] = True
    return _only(wanted | (street >= 0), polygons, street, covered, cover)


def _only(
    wanted: np.ndarray, polygons: Geometries, street: Ints, covered: Ints, cover: Ints
) -> Pieces:
    """Leave out ground that is neither in a street face nor under a building."""
    place = np.cumsum(wanted) - 1
    kept = polygons[wanted]
    return Pieces(
        kept, shapely.area(kept), street[wanted], place[covered], cover, share_edges(kept)
    )
