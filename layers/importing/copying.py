"""Rows into tables by COPY, streamed: never more than a batch in memory."""

import binascii
import io
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.csv
from django.db import DatabaseError, connection

from layers.importing.ahead import made_ahead

READ_BYTES = 2**20


class CsvStream(io.RawIOBase):
    """A file for COPY to read from, made of pieces as they are asked for."""

    def __init__(self, pieces: Iterator[memoryview]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        while not len(self._rest):
            piece = self._next()
            if piece is None:
                return b""
            self._rest = piece
        chunk, self._rest = self._rest[:size], self._rest[size:]
        return bytes(chunk)

    def _next(self) -> memoryview | None:
        try:
            return next(self._pieces, None)
        except Exception as error:  # COPY would hide it behind an error of its own
            self.failure = error
            raise


def copy_batches(table: str, columns: list[str], batches: Iterator[pa.RecordBatch]) -> None:
    """COPY batches whose columns are `columns`, in order, into a table.

    Nulls are written empty and texts quoted, so that an empty text stays a text.
    """
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN (FORMAT csv)"
    # The database takes one batch in while the next is read, judged and written out.
    with made_ahead(map(_csv, batches)) as pieces:
        stream = CsvStream(pieces)
        try:
            with connection.cursor() as cursor, connection.wrap_database_errors:
                cursor.cursor.copy_expert(statement, stream, size=READ_BYTES)
        except DatabaseError:
            if stream.failure is not None:
                raise stream.failure from None
            raise


def hexadecimal(wkb: pa.Array) -> pa.Array:
    """Binary values as hexadecimal text, which is how COPY takes a geometry."""
    if wkb.null_count or wkb.offset:
        return pa.array(
            [None if v is None else v.hex() for v in wkb.to_pylist()], pa.large_string()
        )
    offsets = np.frombuffer(wkb.buffers()[1], dtype=np.int32)[: len(wkb) + 1].astype(np.int64)
    data = wkb.buffers()[2]
    body = binascii.hexlify(memoryview(data)[offsets[0] : offsets[-1]]) if data else b""
    doubled = pa.py_buffer((offsets - offsets[0]) * 2)
    return pa.LargeStringArray.from_buffers(len(wkb), doubled, pa.py_buffer(body))


def _csv(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(batch, sink, pa.csv.WriteOptions(include_header=False))
    return memoryview(sink.getvalue())
