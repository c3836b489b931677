"""Rows in the binary format of COPY: two thirds of the bytes of text, and nothing to parse.

Source: PostgreSQL's manual, COPY, "Binary Format": a row is the number of its fields in two
bytes, then of each field the length in four, -1 for NULL, and its bytes; numbers big-endian.
"""

import struct

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TAIL = b"\xff\xff"
WIDTHS = {"int2": 2, "int4": 4, "int8": 8}

_NULL = b"\xff\xff\xff\xff"


def rows_of(batch: pa.RecordBatch, types: list[str]) -> memoryview:
    """The batch's rows, for columns of these PostgreSQL types.

    Whole numbers take the width of their column; texts and bytes (a UUID's sixteen, a
    geometry's EWKB) go as they are.

    Raises:
        ArrowInvalid: a number is too large for its column.
    """
    if not batch.num_rows:
        return memoryview(b"")
    pieces = [_bytes(struct.pack(">h", batch.num_columns))]
    for column, kind in zip(batch.columns, types, strict=True):
        if column.null_count == len(column):
            pieces.append(_bytes(_NULL))
        elif pa.types.is_integer(column.type):
            pieces.append(_whole_numbers(column, WIDTHS[kind]))
        else:
            pieces += _texts(column)
    rows = pc.binary_join_element_wise(*pieces, _bytes(b""))
    ends = np.frombuffer(rows.buffers()[1], np.int64)[rows.offset : rows.offset + len(rows) + 1]
    return memoryview(rows.buffers()[2])[ends[0] : ends[-1]]


def _bytes(value: bytes) -> pa.Scalar:
    return pa.scalar(value, pa.large_binary())


def _texts(column: pa.Array) -> list[pa.Array]:
    """The lengths, and what they are the lengths of."""
    content = column.cast(pa.large_binary())
    lengths = pc.fill_null(pc.binary_length(content), -1).to_numpy(zero_copy_only=False)
    return [_equal_pieces(lengths.astype(">i4"), 4), pc.fill_null(content, b"")]


def _whole_numbers(column: pa.Array, width: int) -> pa.Array:
    """Length and number in one piece; of a NULL the length alone."""
    present = column.is_valid().to_numpy(zero_copy_only=False)
    numbers = pc.fill_null(column.cast(f"int{8 * width}"), 0).to_numpy(zero_copy_only=False)
    fields = np.empty(len(column), dtype=[("length", ">i4"), ("number", f">i{width}")])
    fields["length"], fields["number"] = np.where(present, width, -1), numbers
    if present.all():
        return _equal_pieces(fields, 4 + width)
    written = np.repeat(present[:, None], 4 + width, axis=1)
    written[:, :4] = True
    ends = np.cumsum(np.where(present, 4 + width, 4))
    return _pieces(fields.view(np.uint8).reshape(written.shape)[written], ends)


def _equal_pieces(values: NDArray[np.generic], width: int) -> pa.Array:
    return _pieces(values, np.arange(1, len(values) + 1) * width)


def _pieces(data: NDArray[np.generic], ends: NDArray[np.int64]) -> pa.Array:
    """Binary values that end at these bytes of `data`."""
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(data))]
    return pa.Array.from_buffers(pa.large_binary(), len(ends), buffers)
