"""Barriers and given boundaries become street faces, buildings not yet considered."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.medians import cross_medians
from communities.basemap.cells.rules import GRID_M, CellRules, Floats, Geometries, Ints
from communities.basemap.cells.source import CellSource, geometries


@dataclass(frozen=True)
class Streets:
    """Polygons between the lines, and where each lies (-1: in no area).

    `area` is the row of the area, `part` the row among the parts of all areas.
    """

    polygons: Geometries
    area: Ints
    part: Ints
    findings: list[Finding]


def polygonise_streets(source: CellSource, rules: CellRules) -> Streets:
    """Faces enclosed by barriers, area outlines and extra lines; dead ends enclose nothing."""
    barriers = _inside(source.barriers, source.areas)
    outlines = shapely.boundary(source.areas)
    lines = np.concatenate((barriers, outlines, source.extra_lines))
    network, findings = _close_gaps(_node(lines, rules), rules)
    faces, loose = _polygonise(network)
    crossings = cross_medians(faces, source.buildings, rules)
    if len(crossings):
        faces, _ = _polygonise(_node(np.concatenate((network, crossings)), rules))
    parts, owner = shapely.get_parts(source.areas, return_index=True)
    part, overlaps = _find_parts(faces, parts)
    area = np.where(part >= 0, owner[part], -1)
    return Streets(faces, area, part, findings + overlaps + _name_dangling(loose, source))


def _polygonise(network: Geometries) -> tuple[Geometries, Geometries]:
    """Faces, and the lines that enclose nothing."""
    polygons, cuts, dangles, _ = shapely.polygonize_full(network)
    loose = shapely.get_parts(np.array([cuts, dangles], dtype=object))
    return shapely.get_parts(polygons), loose


def _inside(barriers: Geometries, areas: Geometries) -> Geometries:
    """Barriers without what lies outside every area."""
    whole = shapely.union_all(areas)
    shapely.prepare(whole)
    crossing = shapely.intersects(barriers, whole) & ~shapely.covers(whole, barriers)
    clipped = np.where(shapely.intersects(barriers, whole), barriers, shapely.LineString())
    clipped[crossing] = shapely.intersection(barriers[crossing], whole)
    return np.asarray(clipped)


def _node(lines: Geometries, rules: CellRules) -> Geometries:
    """Lines from node to node, on the grid, noded by snap rounding."""
    short = shapely.segmentize(lines[~shapely.is_empty(lines)], rules.longest_edge)
    return np.asarray(shapely.get_parts(shapely.union_all(short, grid_size=GRID_M)))


def _close_gaps(network: Geometries, rules: CellRules) -> tuple[Geometries, list[Finding]]:
    """Join dead ends to a line that is nearly met; which were joined is told."""
    ends, owner = _dead_ends(network)
    tree = shapely.STRtree(network)
    near, line = tree.query(ends, predicate="dwithin", distance=rules.closed_gap)
    other = line != owner[near]
    near, line = near[other], line[other]
    gaps = shapely.shortest_line(ends[near], network[line])
    nearest = _nearest_each(near, shapely.length(gaps))
    if not len(nearest):
        return network, []
    findings = [found("closed_gap", at=(point.x, point.y)) for point in ends[near[nearest]]]
    return _node(np.concatenate((network, gaps[nearest])), rules), findings


def _dead_ends(network: Geometries) -> tuple[Geometries, Ints]:
    """End points that only one line has, and that line."""
    ends = np.concatenate((shapely.get_point(network, 0), shapely.get_point(network, -1)))
    owner = np.tile(np.arange(len(network)), 2)
    _, at, counts = np.unique(
        shapely.get_coordinates(ends), axis=0, return_index=True, return_counts=True
    )
    single = np.sort(at[counts == 1])
    return ends[single], owner[single]


def _nearest_each(group: Ints, distance: Floats) -> Ints:
    """Row of the smallest distance in each group."""
    order = np.lexsort((distance, group))
    _, first = np.unique(group[order], return_index=True)
    return np.asarray(order[first])


def _find_parts(faces: Geometries, parts: Geometries) -> tuple[Ints, list[Finding]]:
    """The first part of an area each face lies in, and faces that lie in several."""
    inside = shapely.point_on_surface(faces)
    face, part = shapely.STRtree(parts).query(inside, predicate="within")
    owner = np.full(len(faces), len(parts), dtype=np.int64)
    np.minimum.at(owner, face, part)
    claimed = np.bincount(face, minlength=len(faces))
    findings = [
        found("area_overlap", area_m2=faces[row].area, at=(inside[row].x, inside[row].y))
        for row in np.flatnonzero(claimed > 1)
    ]
    return np.where(owner == len(parts), -1, owner), findings


def _name_dangling(loose: Geometries, source: CellSource) -> list[Finding]:
    """One finding for each barrier of which some part divides nothing."""
    middles = shapely.line_interpolate_point(loose, 0.5, normalized=True)
    barriers = source.barriers if len(source.barriers) else geometries()
    part, barrier = shapely.STRtree(barriers).query(
        middles, predicate="dwithin", distance=2 * GRID_M
    )
    _, first = np.unique(barrier, return_index=True)
    return [
        found("dangling_barrier", barriers=[barrier[row]], at=(point.x, point.y))
        for row in first
        for point in [middles[part[row]]]
    ]
