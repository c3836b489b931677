# ruff: noqa: S608  # names come from the catalogue, definitions are the database's own
"""A large first load: indexes and references of the table are made once, after the rows.

Keeping a spatial index up to date row by row costs several times what building it costs. So
where the table is empty, or all but empty beside what comes, its secondary indexes and the
foreign keys to other tables of the base map are dropped and made again behind the rows, in the
same transaction: whoever looks meanwhile waits, and if anything fails nothing was dropped.
On a table in use this would stop every map, so it is not done there, nor when anyone holds the
table at this moment, nor by a role that does not own it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import OperationalError

LARGE = 20_000
ALL_BUT_EMPTY = 0.1


@dataclass(frozen=True)
class _Part:
    """Something that can be made again from its own definition."""

    drop: str
    make: str


@contextmanager
def indexes_made_afterwards(table: str, incoming: int) -> Iterator[bool]:
    """Around a COPY of `incoming` rows (-1: unknown) into `table`; yields whether it is done."""
    if incoming < LARGE or _rows(table, ALL_BUT_EMPTY * incoming) or not _lock(table):
        yield False
        return
    parts = [*_foreign_keys(table), *_indexes(table)]
    # Checks put off to the end of the transaction stand in the way of dropping and of making.
    _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET LOCAL maintenance_work_mem = '256MB'"])
    _run(part.drop for part in parts)
    yield True
    _run(part.make for part in reversed(parts))


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


def _indexes(table: str) -> list[_Part]:
    """Indexes that back no constraint."""
    return [
        _Part(f"DROP INDEX {name}", definition)
        for name, definition in _ask(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) "
            "FROM pg_index i WHERE i.indrelid = %s::regclass AND NOT i.indisprimary "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid "
            "AND c.conrelid = i.indrelid)",
            table,
        )
    ]


def _foreign_keys(table: str) -> list[_Part]:
    """Foreign keys to tables that nothing but imports and maps of the base map reads."""
    return [
        _Part(
            f"ALTER TABLE {_quoted(table)} DROP CONSTRAINT {name}",
            f"ALTER TABLE {_quoted(table)} ADD CONSTRAINT {name} {definition}",
        )
        for name, definition in _ask(
            "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f' "
            "AND confrelid = ANY (ARRAY['basemap_datasource', 'basemap_compound']::regclass[])",
            table,
        )
    ]


def _ask(question: str, table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [table])
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


def _run(statements: "Iterator[str] | list[str]") -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
