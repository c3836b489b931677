"""Borders, sites and distances of a problem document."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Floats
from grids.partitioning.reading.fields import identifier, known, listing, mapping, number

Borders = tuple[Codes, Floats, Codes, tuple[str, ...]]


def read_edges(document: Mapping[str, Any], index: Mapping[str, int]) -> Borders:
    """Borders: ends (m, 2), length (m,), barrier code (m,) and barrier names."""
    ends: list[tuple[int, int]] = []
    lengths: list[float] = []
    names: dict[str, int] = {}
    codes: list[int] = []
    seen: dict[tuple[int, int, int], int] = {}
    for place, row in enumerate(listing(document.get("edges", []), "edges")):
        pair, length, barrier = _read_edge(mapping(row, f"edges[{place}]"), index, place)
        code = -1 if barrier is None else names.setdefault(barrier, len(names))
        _refuse_repeated((*pair, code), seen, place)
        ends.append(pair)
        lengths.append(length)
        codes.append(code)
    edges = np.array(ends, np.int32).reshape(-1, 2)
    return edges, np.array(lengths, np.float64), np.array(codes, np.int32), tuple(names)


def _read_edge(
    row: Mapping[str, Any], index: Mapping[str, int], place: int
) -> tuple[tuple[int, int], float, str | None]:
    a = known(row.get("a"), index, f"edges[{place}].a")
    b = known(row.get("b"), index, f"edges[{place}].b")
    if a == b:
        raise ProblemError("loop", f"edges[{place}]", "两端是同一个单元，请删除这条邻接。")
    given, barrier = row.get("length"), row.get("barrier")
    length = 1.0 if given is None else number(given, f"edges[{place}].length", least=0.0)
    name = None if barrier is None else identifier(barrier, f"edges[{place}].barrier")
    return (min(a, b), max(a, b)), length, name


def _refuse_repeated(
    key: tuple[int, int, int], seen: dict[tuple[int, int, int], int], place: int
) -> None:
    if key in seen:
        text = f"与 edges[{seen[key]}] 是同一对单元、同一类界线，请合并为一条（长度相加）。"
        raise ProblemError("duplicate_edge", f"edges[{place}]", text)
    seen[key] = place


def read_sites(
    document: Mapping[str, Any], index: Mapping[str, int]
) -> tuple[Codes, tuple[str, ...]]:
    """Sites: the unit of each (s,), and their ids."""
    units: list[int] = []
    names: dict[str, int] = {}
    for place, entry in enumerate(listing(document.get("sites", []), "sites")):
        row = mapping(entry, f"sites[{place}]")
        name = identifier(row.get("id"), f"sites[{place}].id")
        if name in names:
            text = f"编号「{name}」重复，请改为唯一编号。"
            raise ProblemError("duplicate_site", f"sites[{place}].id", text)
        names[name] = place
        units.append(known(row.get("unit"), index, f"sites[{place}].unit"))
    return np.array(units, np.int32), tuple(names)


def read_distances(document: Mapping[str, Any], units: int, sites: int) -> Floats | None:
    """(n, s) metres by unit and site, or None; null in a cell means unreachable (infinite)."""
    given = document.get("distances")
    if given is None:
        return None
    rows = [listing(row, f"distances[{i}]") for i, row in enumerate(listing(given, "distances"))]
    if len(rows) != units or any(len(row) != sites for row in rows):
        text = f"应为 {units} 行（单元）× {sites} 列（服务点）的矩阵，请核对行列数。"
        raise ProblemError("bad_shape", "distances", text)
    return np.array(
        [
            [
                np.inf if value is None else number(value, f"distances[{i}][{j}]", least=0.0)
                for j, value in enumerate(row)
            ]
            for i, row in enumerate(rows)
        ]
    ).reshape(units, sites)
