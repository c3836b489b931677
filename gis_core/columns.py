"""Columns of a query as arrays: COPY in its binary format, no Python value for each number.

Source: PostgreSQL's manual, COPY, "Binary Format": a head of 19 bytes, then of each row the number
of its fields in two bytes, of each field its length in four and its bytes; big-endian.
"""

import io
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from numpy.typing import NDArray

HEAD_BYTES, TAIL_BYTES = 19, 2


def read_columns(rows: "QuerySet[Any]", **kinds: str) -> dict[str, NDArray[Any]]:
    """The named columns of a queryset in its order, each of (n,).

    `kinds` are numpy's names of the columns' own types: "i4", "i8", "f8", or "V16" for a UUID.

    Raises:
        ValueError: a value is missing, or is of another width than said.
    """
    sql, values = rows.values_list(*kinds).query.sql_with_params()
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        query = cursor.mogrify(sql, values).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT BINARY)", buffer)
    fields = [(f"{part}{name}", kind) for name, kind in kinds.items()
              for part, kind in (("of ", ">i4"), ("", f">{kind}"))]  # fmt: skip
    layout = np.dtype([("fields", ">i2"), *fields])
    body = buffer.getbuffer()[HEAD_BYTES:-TAIL_BYTES]
    _refuse_other_layout(body, layout, kinds)
    table = np.frombuffer(body, layout)
    return {name: _native(table[name]) for name in kinds}


def _native(column: NDArray[Any]) -> NDArray[Any]:
    return column.astype(column.dtype.newbyteorder("="))


def _refuse_other_layout(body: memoryview, layout: "np.dtype[Any]", kinds: dict[str, str]) -> None:
    if len(body) % layout.itemsize == 0:
        table = np.frombuffer(body, layout)
        widths = [(table[f"of {name}"] == layout[name].itemsize).all() for name in kinds]
        if (table["fields"] == len(kinds)).all() and all(widths):
            return
    raise ValueError(f"a value is missing or of another width: {', '.join(kinds)}")
