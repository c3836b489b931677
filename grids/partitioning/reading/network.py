"""The road network of a problem document, and the distances that follow from it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.reading.fields import identifier, listing, mapping, number
from grids.partitioning.reading.units import Rows
from grids.partitioning.walking import Network, walking_distances

Index = Mapping[str, int]


def read_walks(
    document: Mapping[str, Any], rows: Rows, places: Floats, sites: Codes
) -> Floats | None:
    """(n, s) walking distances where the document holds a network, else None.

    A site stands at its own `x`, `y`, else at its unit's.
    """
    if document.get("network") is None:
        return None
    if document.get("distances") is not None:
        text = "已给出距离矩阵 distances，不能再给路网，请删去其一。"
        raise ProblemError("contradictory_distances", "network", text)
    network = read_network(mapping(document["network"], "network"))
    for place, row in enumerate(rows):
        if row.get("x") is None or row.get("y") is None:
            text = "按路网计算步行距离时，每个单元都要有坐标 x、y。"
            raise ProblemError("missing_place", f"units[{place}].x", text)
    return walking_distances(network, places, _site_places(document, places[sites]))


def read_network(given: Mapping[str, Any]) -> Network:
    """Nodes, edges and the limit; refused with the place where they do not fit together."""
    xy, index = _nodes(given)
    entries = listing(given.get("edges"), "network.edges")
    if not entries:
        raise ProblemError("no_roads", "network.edges", "路网没有任何道路，至少需要一条。")
    edges = np.array([_ends(row, i, index) for i, row in enumerate(entries)], np.int32)
    straight = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    lengths = [_length(row, i, straight[i]) for i, row in enumerate(entries)]
    limit = given.get("limit")
    metres = np.inf if limit is None else number(limit, "network.limit", least=0.0)
    return Network(xy, edges, np.array(lengths), metres)


def _nodes(given: Mapping[str, Any]) -> tuple[Floats, Index]:
    index: dict[str, int] = {}
    xy: list[tuple[float, float]] = []
    for i, entry in enumerate(listing(given.get("nodes"), "network.nodes")):
        place = f"network.nodes[{i}]"
        row = mapping(entry, place)
        name = identifier(row.get("id"), f"{place}.id")
        if name in index:
            text = f"编号「{name}」与 network.nodes[{index[name]}] 重复，请改为唯一编号。"
            raise ProblemError("duplicate_node", f"{place}.id", text)
        index[name] = i
        xy.append((number(row.get("x"), f"{place}.x"), number(row.get("y"), f"{place}.y")))
    return np.array(xy).reshape(-1, 2), index


def _ends(entry: Any, i: int, index: Index) -> tuple[int, int]:
    row = mapping(entry, f"network.edges[{i}]")
    a, b = (_node(row.get(end), index, f"network.edges[{i}].{end}") for end in "ab")
    if a == b:
        text = "道路的两端是同一个结点，请改正或删去。"
        raise ProblemError("loop", f"network.edges[{i}]", text)
    return a, b


def _node(identity: Any, index: Index, place: str) -> int:
    name = identifier(identity, place)
    if name not in index:
        text = f"找不到编号为「{name}」的结点，请核对 network.nodes 中的编号。"
        raise ProblemError("unknown_node", place, text)
    return index[name]


def _length(row: Any, i: int, straight: float) -> float:
    given = row.get("length")
    return straight if given is None else number(given, f"network.edges[{i}].length", least=0.0)


def _site_places(document: Mapping[str, Any], units: Floats) -> Floats:
    """(s, 2) where each site stands."""
    places = units.copy()
    for i, row in enumerate(document.get("sites", [])):
        if "x" in row or "y" in row:
            places[i] = [number(row.get(axis), f"sites[{i}].{axis}") for axis in "xy"]
    return places
