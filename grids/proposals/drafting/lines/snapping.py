"""A line drawn beside a barrier is put on it."""

import numpy as np
import shapely

from communities.basemap.cells.rules import Floats
from grids.proposals.drafting.lines.fabric import Fabric, edge_lines
from grids.proposals.drafting.lines.measures import NODE_M, SNAP_M

_STRAIGHT_M = 0.01


def snap_line(fabric: Fabric, line: shapely.LineString) -> shapely.LineString:
    """The line with what lies within SNAP_M of a border along a barrier put on that border.

    Its own points go to the nearest place of the border; between them it takes the border's
    vertices it passes by. Where that would tie a knot, the line stays as it was drawn.
    """
    edges = edge_lines(fabric.barrier_edges)
    near = edges[shapely.dwithin(edges, line, SNAP_M)]
    if not len(near):
        return line
    moved = _move_points(line, shapely.multilinestrings(near))
    straight = shapely.simplify(moved, _STRAIGHT_M, preserve_topology=False)
    snapped = _take_vertices(straight, np.unique(shapely.get_coordinates(near), axis=0))
    return snapped if shapely.is_simple(snapped) else line


def _move_points(line: shapely.LineString, barrier: shapely.Geometry) -> shapely.LineString:
    points = shapely.get_coordinates(line)
    ways = shapely.shortest_line(shapely.points(points), barrier)
    targets = shapely.get_coordinates(ways).reshape(-1, 2, 2)[:, 1]
    return _line(np.where((shapely.length(ways) <= SNAP_M)[:, None], targets, points), line)


def _take_vertices(line: shapely.LineString, vertices: Floats) -> shapely.LineString:
    """The line through these vertices where it passes within SNAP_M of them."""
    points = shapely.get_coordinates(line)
    own = np.append(0.0, np.hypot(*np.diff(points, axis=0).T).cumsum())
    places = shapely.points(vertices)
    taken = vertices[shapely.distance(line, places) <= SNAP_M]
    along = shapely.line_locate_point(line, shapely.points(taken))
    free = np.abs(own[:, None] - along[None, :]).min(axis=1, initial=np.inf) > NODE_M
    free[[0, -1]] = True
    order = np.argsort(np.concatenate([own[free], along]), kind="stable")
    return _line(np.concatenate([points[free], taken])[order], line)


def _line(points: Floats, otherwise: shapely.LineString) -> shapely.LineString:
    """A line through the points, each once in a row; the other one where nothing is left."""
    points = points[np.append(True, np.hypot(*np.diff(points, axis=0).T) > _STRAIGHT_M)]
    return shapely.LineString(points) if len(points) > 1 else otherwise
