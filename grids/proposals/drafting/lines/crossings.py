"""Where a line meets the edges of cells: one node for each place, the same for both neighbours."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.rules import Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import Edges, decode_vertices, encode_vertices
from grids.proposals.drafting.lines.fabric import edge_lines
from grids.proposals.drafting.lines.measures import NODE_M


@dataclass(frozen=True, eq=False)
class Crossings:
    """c meetings of a line with edges, in the order of the line.

    `low`, `high` (c,) the edge; `node` (c,) the vertex they meet in, an end of the edge or a new
    one within it; `along` (c,) metres from the start of the line.
    """

    low: Ints
    high: Ints
    node: Ints
    along: Floats

    def on(self, edges: Edges) -> "Crossings":
        """Those on some of the edges."""
        pairs = set(zip(edges.low.tolist(), edges.high.tolist(), strict=True))
        own = zip(self.low.tolist(), self.high.tolist(), strict=True)
        kept = np.array([pair in pairs for pair in own], dtype=bool)
        return Crossings(self.low[kept], self.high[kept], self.node[kept], self.along[kept])


def find_crossings(line: shapely.LineString, edges: Edges, inner: Flags) -> Crossings:
    """Where the line crosses, touches or follows edges, or ends beside one.

    An edge that is not `inner` gets no new node, as who lies beyond would have to get it too:
    there a cut ends in the nearer end of the edge.
    """
    lines = edge_lines(edges)
    points, row = _meetings(line, lines)
    ends = np.stack([decode_vertices(edges.low[row]), decode_vertices(edges.high[row])], axis=1)
    gaps = np.hypot(*(ends - points[:, None]).transpose(2, 0, 1))
    nearer = np.where(gaps[:, 0] <= gaps[:, 1], edges.low[row], edges.high[row])
    there = (gaps.min(axis=1, initial=np.inf) <= NODE_M) | ~inner[row]
    node = np.where(there, nearer, encode_vertices(points))
    along = shapely.line_locate_point(line, shapely.points(points))
    order = np.lexsort((edges.high[row], edges.low[row], along))
    row = row[order]
    return Crossings(edges.low[row], edges.high[row], node[order], along[order])


def _meetings(line: shapely.LineString, lines: Geometries) -> tuple[Floats, Ints]:
    """Points in which the line meets each of the lines, and the row of that one."""
    near = np.flatnonzero(shapely.dwithin(lines, line, NODE_M))
    points, row = shapely.get_coordinates(
        shapely.intersection(lines[near], line), return_index=True
    )
    found, rows = [points], [near[row]]
    for end in shapely.points(shapely.get_coordinates(line)[[0, -1]]):
        beside = near[shapely.dwithin(lines[near], end, NODE_M)]
        ways = shapely.get_coordinates(shapely.shortest_line(end, lines[beside]))
        found.append(ways.reshape(-1, 2, 2)[:, 1])
        rows.append(beside)
    return np.concatenate(found), np.concatenate(rows)
