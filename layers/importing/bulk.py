# ruff: noqa: S608  # names come from the catalogue, definitions are the database's own
"""A large first load: indexes are made once, after the rows, and references checked at once.

Keeping a spatial index up to date row by row costs several times what building it costs. So
where the table is empty, or all but empty beside what comes, its secondary indexes are dropped
and made again behind the rows, in the same transaction: whoever looks meanwhile waits, and if
anything fails nothing was dropped. On a table in use this would stop every map, so it is not
done there, nor when anyone holds the table at this moment, nor by a role that does not own it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.db.utils import OperationalError

from layers.importing.reference_checks import references_checked_once

LARGE = 20_000
ALL_BUT_EMPTY = 0.1


@contextmanager
def quick_load(table: str, incoming: int, source: UUID) -> Iterator[bool]:
    """Around a COPY of `incoming` rows (-1: unknown) of one `source` into `table`.

    Yields whether the quick way is taken.

    Raises:
        IntegrityError: a row points to something that is not there.
    """
    if incoming < LARGE or _rows(table, ALL_BUT_EMPTY * incoming) or not _lock(table):
        yield False
        return
    indexes = _indexes(table)
    # Checks put off to the end of the transaction stand in the way of dropping and of making.
    _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET LOCAL maintenance_work_mem = '256MB'"])
    # Compiling the checks of a single COPY takes longer than running them.
    _run(["SET LOCAL jit = off", *(f"DROP INDEX {name}" for name, _ in indexes)])
    with references_checked_once(table, source):
        yield True
    _run(definition for _, definition in indexes)


def _rows(table: str, bound: float) -> bool:
    """Whether the table has more rows than `bound`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM {_quoted(table)} LIMIT %s) AS found",
            [int(bound) + 1],
        )
        return bool(cursor.fetchone()[0] > bound)


def _lock(table: str) -> bool:
    """Take the table for ourselves if we own it and nobody is at it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = %s::regclass", [table]
        )
        if not cursor.fetchone()[0]:
            return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_quoted(table)} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except OperationalError:
        return False
    return True


def _indexes(table: str) -> list[tuple[str, str]]:
    """Name and definition of the indexes that back no constraint."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) "
            "FROM pg_index i WHERE i.indrelid = %s::regclass AND NOT i.indisprimary "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid "
            "AND c.conrelid = i.indrelid)",
            [table],
        )
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
