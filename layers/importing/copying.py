"""Rows into tables by COPY, streamed: never more than a few batches in memory."""

import io
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pyarrow as pa
from django.db import DatabaseError, connection

from layers.importing.ahead import made_ahead
from layers.importing.binary import HEAD, TAIL, rows_of

READ_BYTES = 2**20


class PieceStream(io.RawIOBase):
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

    The batches are made in a thread of their own: nothing in them may ask the database.
    """
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN (FORMAT binary)"
    types = _types(table, columns)
    # The database takes one batch in while the next is read, judged and written out.
    with made_ahead(_written(batches, types)) as pieces:
        stream = PieceStream(chain([memoryview(HEAD)], pieces, [memoryview(TAIL)]))
        try:
            with connection.cursor() as cursor, connection.wrap_database_errors:
                cursor.cursor.copy_expert(statement, stream, size=READ_BYTES)
        except DatabaseError:
            if stream.failure is not None:
                raise stream.failure from None
            raise


def _written(batches: Iterator[pa.RecordBatch], types: list[str]) -> Iterator[memoryview]:
    """The batches as COPY takes them; a thread's own connection sees another transaction."""
    with connection.execute_wrapper(_refuse):
        for batch in batches:
            yield rows_of(batch, types)


def _refuse(*_: Any) -> None:
    raise RuntimeError("a batch on its way to COPY asks the database: ask before the COPY")


def _types(table: str, columns: list[str]) -> list[str]:
    """The columns' types, by PostgreSQL's short names: int4, varchar, geometry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, typname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid "
            "WHERE attrelid = %s::regclass",
            [table],
        )
        found = dict(cursor.fetchall())
    return [found[name] for name in columns]
