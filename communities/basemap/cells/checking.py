"""Verification of cells that shares nothing with their construction but the grid."""

import numpy as np
import shapely

from communities.basemap.cells.connectivity import connect, sum_by
from communities.basemap.cells.coverage import CellMap
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import Flags, Geometries, Ints
from communities.basemap.cells.source import CellSource

WITHIN_M = 0.002
"""A building may reach over its cell by this much: two roundings to the grid."""


RESHAPING = ("cut_off_ground", "area_gap", "area_overlap")
"""Findings that tell of ground that changed its area apart from buildings astride."""


def check_cells(cells: CellMap, source: CellSource) -> list[Finding]:
    """Everything that is wrong with the cells; nothing for a map that may be used.

    Areas are compared with the outlines given, apart from what buildings astride have moved.
    """
    if misshapen := _check_shapes(cells.polygons):
        return misshapen  # nothing can be measured on invalid polygons
    return [
        *_check_coverage(cells.polygons),
        *_check_areas(cells, source),
        *_check_buildings(cells, source),
        *_check_housing(cells, source),
        *_check_borders(cells),
        *_check_connected(cells, source),
    ]


def _check_shapes(polygons: Geometries) -> list[Finding]:
    whole = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    bad = ~shapely.is_valid(polygons) | ~whole | shapely.is_empty(polygons)
    return [
        found("invalid_cell", detail=shapely.is_valid_reason(polygons[row]), cells=[int(row)])
        for row in np.flatnonzero(bad)
    ]


def _check_coverage(polygons: Geometries) -> list[Finding]:
    if shapely.coverage_is_valid(polygons):
        return []
    edges = shapely.coverage_invalid_edges(polygons)
    rows = np.flatnonzero(~shapely.is_empty(edges))
    return [found("not_edge_matched", detail=f"{len(rows)} 个单元", cells=rows)]


def _check_areas(cells: CellMap, source: CellSource) -> list[Finding]:
    """Union against outline. What differs must be buildings that were moved, or was told."""
    findings = []
    told = sum(one.area_m2 for one in cells.findings if one.code in RESHAPING)
    slack = shapely.union_all(_moved(cells, source))
    for row, area in enumerate(source.areas):
        own = cells.polygons[cells.area == row]
        total = shapely.area(own).sum()
        union = shapely.union_all(own)
        left = shapely.difference(_find_difference(union, area), slack).area
        if abs(total - union.area) > 1e-6 * max(total, 1.0):
            findings.append(found("overlapping_cells", detail=f"社区 {source.area_ids[row]}"))
        if left > told:
            detail = f"社区 {source.area_ids[row]}"
            findings.append(found("area_not_covered", detail=detail, area_m2=left))
    return findings


def _find_difference(union: shapely.Geometry, area: shapely.Geometry) -> shapely.Geometry:
    """What the outline encloses deeper than the roundings and the cells do not, and the reverse.

    One outline is shrunk or grown before it is compared. Comparing first leaves slivers thinner
    than a millionth of a millimetre, and GEOS does not always erode those to nothing.
    """
    missing = shapely.difference(shapely.buffer(area, -WITHIN_M), union)
    beyond = shapely.difference(union, shapely.buffer(area, WITHIN_M))
    return shapely.union(missing, beyond)


def _moved(cells: CellMap, source: CellSource) -> Geometries:
    """Buildings told to be astride a boundary or outside, a little enlarged."""
    codes = ("astride_boundary", "outside_areas")
    named = [name for one in cells.findings if one.code in codes for name in one.buildings]
    moved = source.buildings[np.isin(source.building_ids, named)]
    return np.asarray(shapely.buffer(moved[shapely.is_valid(moved)], WITHIN_M))


def _check_buildings(cells: CellMap, source: CellSource) -> list[Finding]:
    """Each polygon of each building lies in one cell: that of the building, or one of its own
    where the building consists of several."""
    order = np.argsort(source.building_ids, kind="stable")
    place = np.searchsorted(source.building_ids[order], cells.building_ids)
    parts, owner = shapely.get_parts(source.buildings[order[place]], return_index=True)
    home = cells.polygons[cells.building_cell[owner]]
    astray = np.flatnonzero(~_cover(home, parts))
    cell = _find_cell(cells.polygons, parts[astray])
    several = np.bincount(owner)[owner[astray]] > 1
    apart = several & ((cell < 0) | _cover(cells.polygons[cell], parts[astray]))
    return [
        found("building_cut", detail=f"{area:.3f} 平方米", buildings=[name], area_m2=area)
        for row in astray[~apart]
        for name in [int(cells.building_ids[owner[row]])]
        for area in [shapely.difference(parts[row], home[row]).area]
    ]


def _check_housing(cells: CellMap, source: CellSource) -> list[Finding]:
    """Every building has a cell, unless it was named as unusable or outside."""
    codes = ("outside_areas", "invalid_building")
    named = [name for one in cells.findings if one.code in codes for name in one.buildings]
    lost = np.setdiff1d(source.building_ids, np.append(cells.building_ids, named))
    return [found("building_lost", detail=f"编号 {name}", buildings=[name]) for name in lost]


def _cover(cells: Geometries, parts: Geometries) -> Flags:
    """Whether each part lies in the cell beside it, up to rounding."""
    wider = shapely.buffer(cells, WITHIN_M, join_style="mitre")
    return np.asarray(shapely.covers(wider, parts), dtype=bool)


def _find_cell(cells: Geometries, parts: Geometries) -> Ints:
    """The cell that the inside of each part lies in, -1 for none."""
    row, cell = shapely.STRtree(cells).query(shapely.point_on_surface(parts), "intersects")
    found_in = np.full(len(parts), -1, dtype=np.int64)
    found_in[row] = cell
    return found_in


def _check_borders(cells: CellMap) -> list[Finding]:
    """Pairs in order, each class once, and every cell's borders as long as its outline."""
    borders = cells.borders
    around = sum_by(borders.a, borders.length, len(cells))
    around += sum_by(borders.b, borders.length, len(cells))
    around += borders.outer
    off = np.flatnonzero(np.abs(around - shapely.length(cells.polygons)) > WITHIN_M)
    findings = [found("bad_adjacency", detail="边界长度不符", cells=[int(row)]) for row in off]
    if not (borders.a < borders.b).all():
        findings.append(found("bad_adjacency", detail="单元编号顺序不符"))
    return findings


def _check_connected(cells: CellMap, source: CellSource) -> list[Finding]:
    """The cells of an area fall into no more groups than the area has pieces, apart from what was
    told to stay cut off."""
    same = cells.area[cells.borders.a] == cells.area[cells.borders.b]
    group = connect(len(cells), cells.borders.a[same], cells.borders.b[same])
    told = sum(one.code == "stays_cut_off" for one in cells.findings)
    findings = []
    for row, area in enumerate(source.areas):
        groups = len(np.unique(group[cells.area == row]))
        if groups > shapely.get_num_geometries(area) + told:
            detail = f"社区 {source.area_ids[row]} 分为 {groups} 片"
            findings.append(found("area_disconnected", detail=detail))
    return findings
