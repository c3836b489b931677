"""Many rows at once: COPY from Python values, inside the caller's transaction."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to the table of `model`; None is NULL, geometries are hex EWKB text.

    Constraints and triggers see every row; the model's Python code does not.
    """
    buffer = io.StringIO()
    buffer.writelines("\t".join(map(_field, row)) + "\n" for row in rows)
    buffer.seek(0)
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN", buffer)


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _field(value: Any) -> str:
    return "\\N" if value is None else str(value).translate(_ESCAPES)


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """`count` new values of the primary key, in order, for rows that point at each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
