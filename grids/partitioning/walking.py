"""Walking distances on a road network, from door to door.

A door (a unit's point, a site) is led straight to the nearest point of the nearest road; from there
one walks along roads (Dijkstra 1959, one search for each site, given up at the limit).
"""

from dataclasses import dataclass, replace

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from grids.partitioning.problem import Codes, Floats, Problem
from grids.partitioning.result import Reason

NAMED = 10  # units named in a sentence; the reason holds them all


@dataclass(frozen=True, eq=False)
class Network:
    """Roads: `xy` (v, 2) metres of nodes, `edges` (e, 2) nodes, `length` (e,) metres to walk.

    `limit`: metres beyond which nobody walks, infinite where there is none.
    """

    xy: Floats
    edges: Codes
    length: Floats
    limit: float = np.inf


@dataclass(frozen=True, eq=False)
class Doors:
    """Doors led to the road: the `edge` (d,) of each, metres along it from its first end, and to
    its second; `gap` (d,) metres from the door to the road."""

    edge: Codes
    before: Floats
    after: Floats
    gap: Floats


def walking_distances(network: Network, units: Floats, sites: Floats) -> Floats:
    """(n, s) metres on foot from each unit (n, 2) to each site (s, 2), infinite past the limit."""
    network = shortest_of_parallel(network)
    out, into = lead_to_road(network, units), lead_to_road(network, sites)
    if not len(sites):
        return np.empty((len(units), 0))
    from_nodes = _search(network, into)  # (s, v)
    a, b = network.edges[out.edge].T
    by_ends = np.minimum(from_nodes[:, a] + out.before, from_nodes[:, b] + out.after)
    along = np.abs(out.before[None, :] - into.before[:, None])
    same = out.edge[None, :] == into.edge[:, None]
    road = np.where(same, np.minimum(by_ends, along), by_ends)
    total = (road + out.gap[None, :] + into.gap[:, None]).T
    return np.where(total <= network.limit, total, np.inf)


def lead_to_road(network: Network, points: Floats) -> Doors:
    """The nearest point of the nearest road of each of (d, 2) points."""
    lines = shapely.linestrings(network.xy[network.edges])
    doors = shapely.points(points)
    edge = shapely.STRtree(lines).nearest(doors).astype(np.int32)
    share = shapely.line_locate_point(lines[edge], doors, normalized=True)
    share = np.nan_to_num(share)  # two nodes in one place
    length = network.length[edge]
    gap = shapely.distance(lines[edge], doors)
    return Doors(edge, share * length, (1 - share) * length, gap)


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
