"""Walking distances on a road network, from door to door.

A door (a unit's point, a site) is led straight to the nearest point of the nearest road; from there
one walks along roads (Dijkstra 1959, one search for each site, given up at the limit).
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from grids.partitioning.problem import Codes, Flags, Floats, Problem
from grids.partitioning.result import Reason

NAMED = 10  # units named in a sentence; the reason holds them all
SITES_AT_ONCE = 16  # many sites with all the nodes of a county would fill the memory
MOST_KEPT = 8_000_000  # metres from sites to nodes that are kept: 64 MB
LEAD = 500.0  # metres within which a door is led to another road when the nearest lies beyond water
SHORT_OF_ROAD = 0.5  # metres: a river along a road is not in the way to that road

Lines = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Network:
    """Roads: `xy` (v, 2) metres of nodes, `edges` (e, 2) nodes, `length` (e,) metres to walk.

    `limit`: metres beyond which nobody walks, infinite where there is none; `closed` (c,) lines
    (rivers, railways) that nobody crosses on the way from a door to the road.
    """

    xy: Floats
    edges: Codes
    length: Floats
    limit: float = np.inf
    closed: Lines = field(default_factory=lambda: np.empty(0, object))

    @cached_property
    def lines(self) -> Lines:
        """(e,) the roads as they run."""
        return np.asarray(shapely.linestrings(self.xy[self.edges]))

    @cached_property
    def tree(self) -> Any:
        """The roads by where they lie."""
        return shapely.STRtree(self.lines)

    @cached_property
    def closed_tree(self) -> Any:
        """What nobody crosses, by where it lies."""
        return shapely.STRtree(self.closed)


@dataclass(frozen=True, eq=False)
class Doors:
    """Doors led to the road: the `edge` (d,) of each, metres along it from its first end, and to
    its second; `gap` (d,) metres from the door to the road, infinite where none can be got to."""

    edge: Codes
    before: Floats
    after: Floats
    gap: Floats

    def of(self, some: slice) -> "Doors":
        """Some of the doors."""
        return Doors(self.edge[some], self.before[some], self.after[some], self.gap[some])


def walking_distances(network: Network, units: Floats, sites: Floats) -> Floats:
    """(n, s) metres on foot from each unit (n, 2) to each site (s, 2), infinite past the limit."""
    return Ways(network, sites).distances(units)


class Ways:
    """The ways to `sites` (s, 2) on one network: searched once, asked from some places and then
    from others; searched again only where keeping them would take too much memory."""

    def __init__(self, network: Network, sites: Floats) -> None:
        self.network = shortest_of_parallel(network)
        self.into = lead_to_road(self.network, sites)
        self._kept: dict[int, Floats] = {}

    def distances(self, places: Floats) -> Floats:
        """(n, s) metres from each place (n, 2) to each site, infinite past the limit."""
        out, count = lead_to_road(self.network, places), len(self.into.edge)
        found = np.full((len(places), count), np.inf)
        for first in range(0, count, SITES_AT_ONCE):
            for site, from_nodes in enumerate(self._from_sites(first), first):
                into = self.into.of(slice(site, site + 1))
                rows, metres = _walk(self.network, out, into, from_nodes)
                found[rows, site] = metres
        return np.where(found <= self.network.limit, found, np.inf)

    def _from_sites(self, first: int) -> Floats:
        """(SITES_AT_ONCE, v) metres from these sites to each node."""
        if first in self._kept:
            return self._kept[first]
        found = _search(self.network, self.into.of(slice(first, first + SITES_AT_ONCE)))
        if len(self.into.edge) * len(self.network.xy) <= MOST_KEPT:
            self._kept[first] = found
        return found


def lead_to_road(network: Network, points: Floats) -> Doors:
    """The nearest point of the nearest road of each of (d, 2) points that can be got to."""
    lines, doors = network.lines, shapely.points(points)
    edge = _nearest_open(network, doors)
    share = shapely.line_locate_point(lines[edge], doors, normalized=True)
    share = np.nan_to_num(share)  # two nodes in one place
    length = network.length[edge]
    gap = np.where(edge < 0, np.inf, shapely.distance(lines[edge], doors))
    return Doors(edge, share * length, (1 - share) * length, gap)


def _nearest_open(network: Network, doors: Lines) -> Codes:
    """(d,) the nearest road to which the straight way is open, -1 where there is none."""
    lines, closed = network.lines, network.closed_tree
    edge: Codes = network.tree.nearest(doors).astype(np.int32)
    if not len(network.closed) or not len(doors):
        return edge
    barred = np.flatnonzero(_barred(lines[edge], doors, closed))
    edge[barred] = -1
    row, other = network.tree.query(doors[barred], predicate="dwithin", distance=LEAD)
    door = barred[row]
    free = ~_barred(lines[other], doors[door], closed)
    door, other = door[free], other[free]
    order = np.argsort(-shapely.distance(lines[other], doors[door]), kind="stable")
    edge[door[order]] = other[order]  # the nearest last, and it stays
    return edge


def _barred(lines: Lines, doors: Lines, closed: Any) -> Flags:
    """Whether the straight way from each door to its line meets one of a tree's lines before it."""
    ways = shapely.shortest_line(doors, lines)
    length = np.maximum(shapely.length(ways), 1e-9)
    start, foot = shapely.get_coordinates(ways).reshape(-1, 2, 2).transpose(1, 0, 2)
    share = np.maximum(1 - SHORT_OF_ROAD / length, 0.0)[:, None]
    ways = shapely.linestrings(np.stack([start, start + share * (foot - start)], axis=1))
    found = np.zeros(len(doors), np.bool_)
    found[closed.query(ways, predicate="intersects")[0]] = True
    return found


def _walk(
    network: Network, out: Doors, into: Doors, from_nodes: Floats
) -> tuple[NDArray[np.int64], Floats]:
    """The doors on roads that were reached, and metres from them to one site; `from_nodes` (v,)."""
    a, b = network.edges.T
    own = out.edge == into.edge[0]
    reached = np.minimum(from_nodes[a[out.edge]], from_nodes[b[out.edge]]) < np.inf
    rows = np.flatnonzero(own | reached)
    edge, before, after = out.edge[rows], out.before[rows], out.after[rows]
    road = np.minimum(from_nodes[a[edge]] + before, from_nodes[b[edge]] + after)
    along = np.where(edge == into.edge[0], np.abs(before - into.before[0]), np.inf)
    return rows, np.minimum(road, along) + out.gap[rows] + into.gap[0]


def _search(network: Network, sites: Doors) -> Floats:
    """(s, v) metres from each site's place on its road to each node, infinite beyond the limit."""
    nodes, count = len(network.xy), len(sites.edge)
    own = nodes + np.arange(count)
    ends = network.edges[sites.edge]
    rows = np.concatenate([network.edges[:, 0], network.edges[:, 1], own, own])
    columns = np.concatenate([network.edges[:, 1], network.edges[:, 0], ends[:, 0], ends[:, 1]])
    metres = np.concatenate([network.length, network.length, sites.before, sites.after])
    metres = np.maximum(metres, 1e-9)  # a zero would be no arc at all
    graph = csr_array((metres, (rows, columns)), shape=(nodes + count, nodes + count))
    found = dijkstra(graph, directed=True, indices=own, limit=network.limit)
    return np.asarray(found)[:, :nodes]


def shortest_of_parallel(network: Network) -> Network:
    """Of several roads between the same two nodes only the shortest, for all look alike."""
    ends = np.sort(network.edges, axis=1)
    order = np.lexsort((network.length, ends[:, 1], ends[:, 0]))
    _, first = np.unique(ends[order], axis=0, return_index=True)
    kept = np.sort(order[first])
    return replace(network, edges=network.edges[kept], length=network.length[kept])


def unreachable_units(problem: Problem) -> tuple[Reason, ...]:
    """One entry naming the inhabited units from which no site can be walked to."""
    if problem.distances is None or not len(problem.sites):
        return ()
    stranded = np.isinf(problem.distances).all(axis=1) & (problem.households > 0)
    if not stranded.any():
        return ()
    units = problem.ids(np.flatnonzero(stranded))
    households = int(problem.households[stranded].sum())
    some = "、".join(units[:NAMED]) + (" 等" if len(units) > NAMED else "")
    return (
        Reason(
            "unreachable",
            units,
            {"households": households},
            f"{some}（{len(units)} 个单元，{households} 户）步行到不了任何服务点："
            "路网在此断开，或超出步行上限。请核对道路数据，或就近增设服务点。",
            f"No site can be walked to from {len(units)} units with {households} households: "
            "the road network ends there, or the limit is passed.",
        ),
    )
