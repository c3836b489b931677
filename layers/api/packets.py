"""Arrays for the browser: a length (4 bytes), a header in JSON, and numbers aligned to 8 bytes.

    {"rows": 3, ..., "arrays": [{"name", "kind", "at", "length", "scale", "differences"}, ...]}

All is little-endian; `at` counts from the end of the header. Numbers travel in the smallest whole
type that holds them: fractions as multiples of 1/scale where that loses nothing, else as float64;
what rises slowly as differences. Everything arrives as it was; `layers/frontend/desk/packet.ts`
reads it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNED = 8
WHOLE = ("uint8", "int8", "uint16", "int16", "uint32", "int32")
LARGEST = 2**53  # whole numbers a float64 tells apart


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers (n,), and how they may be written: in 1/`scale`, as differences."""

    values: NDArray[Any]
    scale: int = 1
    differences: bool = False


def pack(header: Mapping[str, Any], columns: Mapping[str, Column]) -> bytes:
    """One packet. Raises ValueError for NaN and infinity."""
    arrays, chunks, at = [], [], 0
    for name, column in columns.items():
        values, scale, differences = _written(column)
        kind = values.dtype.name
        place = {"name": name, "kind": kind, "at": at, "length": len(values), "scale": scale}
        arrays.append({**place, "differences": differences})
        chunks.append(_padded(values.astype(values.dtype.newbyteorder("<")).tobytes()))
        at += len(chunks[-1])
    text = json.dumps({**header, "arrays": arrays}, ensure_ascii=False, separators=(",", ":"))
    head = text.encode()
    head += b" " * (-(4 + len(head)) % ALIGNED)
    return b"".join([len(head).to_bytes(4, "little"), head, *chunks])


def _written(column: Column) -> tuple[NDArray[Any], int, bool]:
    """The numbers as they travel, and what has to be taken back."""
    values = np.asarray(column.values)
    if not np.isfinite(values).all():
        raise ValueError("a packet holds numbers only")
    scaled = np.rint(values * column.scale) if len(values) else values
    if not np.array_equal(scaled / column.scale, values) or np.abs(scaled).max(initial=0) > LARGEST:
        return values.astype(np.float64), 1, False
    whole = scaled.astype(np.int64)
    if column.differences:
        whole = np.diff(whole, prepend=0)
    return _smallest(whole, values, column)


def _smallest(
    whole: NDArray[np.int64], values: NDArray[Any], column: Column
) -> tuple[NDArray[Any], int, bool]:
    least, most = int(whole.min(initial=0)), int(whole.max(initial=0))
    for kind in WHOLE:
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return whole.astype(kind), column.scale, column.differences
    return values.astype(np.float64), 1, False


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % ALIGNED)
