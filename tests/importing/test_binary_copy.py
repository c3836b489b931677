import uuid
from collections.abc import Iterator

import pyarrow as pa
import pytest
from django.db import connection

from layers.importing.copying import copy_batches

KEY = uuid.UUID(int=7)
KINDS = {"name": "varchar(60)", "floors": "smallint", "homes": "integer", "compound": "bigint"}


def _copied(**columns: pa.Array) -> list[tuple[object, ...]]:
    names = list(columns)
    kinds = ", ".join(f"{name} {KINDS.get(name, 'uuid')}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE copied (at serial, {kinds}) ON COMMIT DROP")
        copy_batches("copied", names, iter([pa.RecordBatch.from_pydict(columns)] * 2))
        cursor.execute(f"SELECT {', '.join(names)} FROM copied ORDER BY at")
        rows = list(cursor.fetchall())
    assert rows[: len(rows) // 2] == rows[len(rows) // 2 :]
    return rows[: len(rows) // 2]


@pytest.mark.django_db
def test_texts_arrive_as_they_are() -> None:
    texts = ["长富路", "", None, 'a,"b"\\N', "两行\n\t尾"]
    assert _copied(name=pa.array(texts)) == [(text,) for text in texts]


@pytest.mark.django_db
def test_numbers_take_the_width_of_their_column() -> None:
    found = _copied(
        floors=pa.array([1, None, 150], pa.int64()),
        homes=pa.array([None, None, 2**31 - 1], pa.int64()),
        compound=pa.array([2**40, -1, 0], pa.int64()),
    )
    assert found == [(1, None, 2**40), (None, None, -1), (150, 2**31 - 1, 0)]


@pytest.mark.django_db
def test_a_column_of_nothing_is_null() -> None:
    nothing = pa.nulls(2, pa.string())
    assert _copied(name=pa.array(["a", "b"]), homes=nothing) == [("a", None), ("b", None)]


@pytest.mark.django_db
def test_part_of_a_batch_is_that_part() -> None:
    whole = pa.record_batch({"name": ["a", "b", "c"], "floors": pa.array([1, None, 3])})
    part = whole.slice(1)
    assert _copied(name=part.column(0), floors=part.column(1)) == [("b", None), ("c", 3)]


@pytest.mark.django_db
def test_bytes_of_a_key_are_the_key() -> None:
    assert _copied(county=pa.repeat(pa.scalar(KEY.bytes), 2)) == [(KEY,), (KEY,)]


@pytest.mark.django_db
def test_a_number_too_large_for_its_column_is_an_error() -> None:
    with pytest.raises(pa.ArrowInvalid):
        _copied(floors=pa.array([2**15], pa.int64()))


@pytest.mark.django_db
def test_what_makes_the_rows_may_not_ask_the_database() -> None:
    def asking() -> Iterator[pa.RecordBatch]:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        finally:
            connection.close()  # the thread's own
        yield pa.RecordBatch.from_pydict({"name": ["a"]})

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (name text) ON COMMIT DROP")
    with pytest.raises(RuntimeError, match="before the COPY"):
        copy_batches("copied", ["name"], asking())
