"""Units of a problem document: ids, places, counts and what they belong to."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Counts, Floats
from grids.partitioning.reading.fields import identifier, listing, mapping, number, whole

Rows = list[Mapping[str, Any]]


def read_rows(document: Mapping[str, Any]) -> Rows:
    """The unit rows; refused when there are none."""
    rows = listing(document.get("units"), "units")
    if not rows:
        raise ProblemError("no_units", "units", "没有任何单元，至少需要一个。")
    return [mapping(row, f"units[{place}]") for place, row in enumerate(rows)]


def read_ids(rows: Rows) -> tuple[str, ...]:
    """Unit ids in order; a repeated id is refused."""
    seen: dict[str, int] = {}
    for place, row in enumerate(rows):
        name = identifier(row.get("id"), f"units[{place}].id")
        if name in seen:
            text = f"编号「{name}」与 units[{seen[name]}] 重复，请改为唯一编号。"
            raise ProblemError("duplicate_unit", f"units[{place}].id", text)
        seen[name] = place
    return tuple(seen)


def read_places(rows: Rows) -> Floats:
    """(n, 2) coordinates in metres; both or neither of x, y; 0, 0 where there are none."""
    places = np.zeros((len(rows), 2))
    for place, row in enumerate(rows):
        if "x" in row or "y" in row:
            places[place, 0] = number(row.get("x"), f"units[{place}].x")
            places[place, 1] = number(row.get("y"), f"units[{place}].y")
    return places


def read_households(rows: Rows) -> Counts:
    """(n,) households, whole and not negative."""
    counts = [whole(row.get("households"), f"units[{i}].households") for i, row in enumerate(rows)]
    return np.array(counts, np.int64)


def read_measure(rows: Rows, key: str) -> Floats:
    """(n,) a measure that may be missing (NaN) but not negative."""
    values = [row.get(key) for row in rows]
    return np.array(
        [
            np.nan if value is None else number(value, f"units[{i}].{key}", least=0.0)
            for i, value in enumerate(values)
        ]
    )


def read_codes(rows: Rows, key: str) -> tuple[Codes, tuple[str, ...]]:
    """(n,) codes of a text column in order of first appearance, -1 for none; and the names."""
    names: dict[str, int] = {}
    codes = np.full(len(rows), -1, np.int32)
    for place, row in enumerate(rows):
        if row.get(key) is not None:
            name = identifier(row[key], f"units[{place}].{key}")
            codes[place] = names.setdefault(name, len(names))
    return codes, tuple(names)
