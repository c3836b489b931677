"""From what was drawn to a line in metres and the region it bounds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from communities.basemap.cells.rules import Floats, Geometries, Ints
from gis_core.crs import GEOGRAPHIC, transformer
from grids.proposals.drafting.lines.fabric import Fabric, edge_lines
from grids.proposals.drafting.lines.measures import MAX_POINTS, REACH_M, LineRefused
from grids.proposals.drafting.lines.snapping import snap_line

LonLat = Sequence[tuple[float, float]]
_BESIDE_M = 0.01  # how far beside a line its left is looked at
_GRID_M = 1e-4
_SWEPT_M2 = 1.0  # ground swept by a hand that only shook
_OVER_M = 0.5  # how far a line is led over the edge it has to reach


@dataclass(frozen=True, eq=False)
class Ask:
    """A line and the ground on one side of it, metres: what lies in `region` changes sides."""

    line: shapely.LineString
    region: shapely.Geometry


def ask_cut(fabric: Fabric, unit: Ints, drawn: LonLat) -> Ask:
    """The ground of the cells `unit` (places) to the left of a line across them.

    Raises LineRefused where the line does not cross the unit from edge to edge.
    """
    ground = shapely.coverage_union_all(fabric.polygons[unit])
    line = _reach_edge(snap_line(fabric, _to_line(fabric, drawn)), ground)
    if not shapely.is_simple(line):
        raise LineRefused("line_crosses_itself", _("这条线与自身相交，请重新画一条不打结的线。"))
    region = _left_of(line, ground)
    if not 0 < region.area < ground.area:
        raise LineRefused(
            "line_misses_unit",
            _("这条线没有把该单位分成两部分，请从它的一侧边界画到另一侧。"),
        )
    return Ask(line, region)


def ask_drag(fabric: Fabric, ours: Ints, theirs: Ints, before: LonLat, after: LonLat) -> Ask:
    """The ground between a stretch of the border of two units and where it was dragged to.

    Raises LineRefused where `before` is not on their border, or the two enclose nothing.
    """
    old, new = _to_line(fabric, before), snap_line(fabric, _to_line(fabric, after))
    border = _border(fabric, ours, theirs)
    if shapely.distance(border, shapely.points(shapely.get_coordinates(old))).max() > REACH_M:
        raise LineRefused(
            "not_their_border",
            _("拖动的不是这两个单位之间的边界，请在它们的公共边界上重新拖动。"),
        )
    ends = shapely.get_coordinates(old)[[0, -1]]
    line = _through(np.vstack([ends[:1], shapely.get_coordinates(new), ends[1:]]))
    if not shapely.is_simple(line):
        raise LineRefused("line_crosses_itself", _("新的边界与自身相交，请重新拖动。"))
    region = shapely.union_all(_faces([old, line]))
    if region.area < _SWEPT_M2:
        raise LineRefused("nothing_moved", _("边界没有移动，请拖到新的位置。"))
    return Ask(line, region)


def _to_line(fabric: Fabric, drawn: LonLat) -> shapely.LineString:
    """Metres, each point once. Raises LineRefused where it is no line."""
    if len(drawn) > MAX_POINTS:
        text = _("这条线的点超过 %(most)s 个，请分几次画。")
        raise LineRefused("line_too_long", text % {"most": MAX_POINTS})
    lonlat = np.array(drawn, np.float64).reshape(-1, 2)
    project = transformer(GEOGRAPHIC, fabric.srid).transform
    points = np.column_stack(project(*lonlat.T)).reshape(-1, 2)
    if not np.isfinite(points).all():
        raise LineRefused("line_outside", _("这条线的坐标不在中国境内，请在地图上重新画线。"))
    return _through(points)


def _through(points: Floats) -> shapely.LineString:
    steps = np.hypot(*np.diff(points, axis=0).T)
    points = points[np.append(True, steps > _BESIDE_M)]
    if len(points) < 2:
        raise LineRefused("line_too_short", _("一条线至少需要两个不同的点，请重新画线。"))
    return shapely.LineString(points)


def _reach_edge(line: shapely.LineString, ground: shapely.Geometry) -> shapely.LineString:
    """The line led on over the edge of the ground where an end lies inside, near it."""
    points = shapely.get_coordinates(line)
    for end, beside, at in ((0, 1, 0), (-1, -2, len(points))):
        if not shapely.covers(ground, shapely.Point(points[end])):
            continue
        edge = shapely.get_coordinates(
            shapely.shortest_line(shapely.Point(points[end]), ground.boundary)
        )[1]
        gap = float(np.hypot(*(edge - points[end])))
        if gap > REACH_M:
            text = _("这条线在单位内部、离边界 %(metres)s 米处就结束了，请一直画到该单位的边界。")
            raise LineRefused("line_ends_inside", text % {"metres": round(gap)})
        way = edge - points[end] if gap > _BESIDE_M else points[end] - points[beside]
        over = edge + way / np.hypot(*way) * _OVER_M
        points = np.insert(points, at if end == 0 else len(points), over, axis=0)
    return shapely.LineString(points)


def _left_of(line: shapely.LineString, ground: shapely.Geometry) -> shapely.Geometry:
    """The faces of the ground that have more of the line on their right than on their left."""
    faces = _faces([ground.boundary, line])
    faces = faces[shapely.covers(ground, shapely.point_on_surface(faces))]
    inner = shapely.get_parts(shapely.intersection(line, ground))
    ends = _segments(inner[shapely.length(inner) > 0])
    step = ends[:, 1] - ends[:, 0]
    length = np.hypot(*step.T)
    beside = np.column_stack([-step[:, 1], step[:, 0]]) / length[:, None] * _BESIDE_M
    middle = ends.mean(axis=1)
    votes = np.zeros(len(faces))
    tree = shapely.STRtree(faces)
    for sign in (1, -1):
        point, face = tree.query(shapely.points(middle + sign * beside), "intersects")
        np.add.at(votes, face, sign * length[point])
    return shapely.union_all(faces[votes > 0])


def _segments(lines: Geometries) -> Floats:
    """(s, 2, 2) the straight parts of lines."""
    parts = [shapely.get_coordinates(one) for one in lines]
    pairs = [np.stack([xy[:-1], xy[1:]], axis=1) for xy in parts]
    return np.concatenate([np.empty((0, 2, 2)), *pairs])


def _faces(lines: list[shapely.Geometry]) -> Geometries:
    """What lines enclose, whatever crosses what; on a fine grid, as they often nearly touch."""
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=_GRID_M))
    return np.asarray(shapely.get_parts(shapely.polygonize(noded)))


def _border(fabric: Fabric, ours: Ints, theirs: Ints) -> shapely.Geometry:
    """The edges two units share. Raises LineRefused where they share none."""
    side = np.zeros(len(fabric.rows) + 1, np.int8)
    side[ours], side[theirs] = 1, 2
    shared = fabric.shared
    between = side[shared.first] * side[shared.second] == 2  # place -1 is nobody's
    if not between.any():
        raise LineRefused(
            "no_border", _("这两个单位不相邻，没有可以拖动的公共边界。请改选相邻的单位。")
        )
    edges = shared.edges.pick(np.flatnonzero(between))
    return shapely.multilinestrings(edge_lines(edges))
