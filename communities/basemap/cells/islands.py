"""Ground that moved buildings have cut off from its area goes to the area around it."""

import numpy as np
import shapely
from scipy.sparse import coo_array

from communities.basemap.cells.connectivity import connect, give_away, group_rows
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import SharedEdges
from communities.basemap.cells.strips import Regions


def reattach_islands(
    regions: Regions, origin: Ints, built: Flags, polygons: Geometries, shared: SharedEdges
) -> tuple[Regions, list[Finding]]:
    """Every area as connected as it was given.

    `origin` is the part of an area each piece was drawn in (-1: none), `built` tells the pieces
    under buildings. The largest connected remainder of each part stays; other faces of the area
    join the one in another area they share most border with. Ground that borders on no other area
    is left out (-1), or, where buildings stand on it, stays cut off.
    """
    faces = _between_faces(shared, regions)
    group = _group_faces(regions, faces)
    sizes = shapely.area(polygons)
    island = ~np.isin(group, _find_mains(group, regions, origin, sizes)) & (regions.area >= 0)
    area = give_away(regions.area, island, faces)
    bare = ~np.isin(np.arange(len(area)), regions.face[built])
    stranded = island & (area == regions.area)
    area[stranded & bare] = -1
    told = _tell("cut_off_ground", area != regions.area, regions, polygons)
    told += _tell("stays_cut_off", stranded & ~bare, regions, polygons)
    return Regions(regions.face, area), told


def _tell(code: str, which: Flags, regions: Regions, polygons: Geometries) -> list[Finding]:
    """One finding for each of these faces."""
    findings = []
    rows = np.flatnonzero(regions.face >= 0)
    for _, members in group_rows(regions.face, rows[which[regions.face[rows]]]):
        point = shapely.point_on_surface(polygons[members[0]])
        size = shapely.area(polygons[members]).sum()
        findings.append(found(code, area_m2=size, at=(point.x, point.y)))
    return findings


def _between_faces(shared: SharedEdges, regions: Regions) -> SharedEdges:
    """The shared edges, faces instead of pieces on their sides; only where both are in an area."""
    first = regions.face[shared.first]
    second = np.where(shared.second >= 0, regions.face[shared.second], -1)
    rows = np.flatnonzero((first >= 0) & (second >= 0) & (first != second))
    rows = rows[(regions.area[first[rows]] >= 0) & (regions.area[second[rows]] >= 0)]
    return SharedEdges(shared.edges.pick(rows), first[rows], second[rows], 0)


def _group_faces(regions: Regions, faces: SharedEdges) -> Ints:
    """Connected faces of one area."""
    same = regions.area[faces.first] == regions.area[faces.second]
    return connect(len(regions.area), faces.first[same], faces.second[same])


def _find_mains(group: Ints, regions: Regions, origin: Ints, sizes: Floats) -> Ints:
    """For each part of an area the group that holds most of what was drawn in it."""
    inside = _counted(regions, origin)
    rows, columns = origin[inside], group[regions.face[inside]]
    shape = (int(origin.max(initial=0)) + 1, len(group) + 1)
    held = coo_array((sizes[inside], (rows, columns)), shape=shape).tocsr().tocoo()
    order = np.lexsort((held.col, held.data))
    main = np.full(shape[0], -1, dtype=np.int64)
    main[held.row[order]] = held.col[order]
    return main


def _counted(regions: Regions, origin: Ints) -> Flags:
    """Pieces drawn in an area and still in one."""
    inside = (origin >= 0) & (regions.face >= 0)
    inside[inside] = regions.area[regions.face[inside]] >= 0
    return inside
