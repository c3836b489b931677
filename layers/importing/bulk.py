# ruff: noqa: S608  # names come from the catalogue, definitions are the database's own
"""A large first load: indexes are made once, after the rows, and references checked at once.

Keeping a spatial index up to date row by row costs several times what building it costs. So
where the table is empty, or all but empty beside what comes, its secondary indexes are dropped
and made again behind the rows, in the same transaction: whoever looks meanwhile waits, and if
anything fails nothing was dropped. On a table in use this would stop every map, so it is not
done there, nor when anyone holds the table at this moment, nor by a role that does not own it.

A foreign key is checked by a query per row, a third of all the server's work. Where the role may
put triggers aside, it is checked by one query for all rows instead; the rows it points to are
locked by then. CHECK constraints see every row in any case.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError

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
    indexes = _ask(_INDEXES, table)
    # Checks put off to the end of the transaction stand in the way of dropping and of making.
    _run(["SET CONSTRAINTS ALL IMMEDIATE", "SET LOCAL maintenance_work_mem = '256MB'"])
    # Compiling the checks of a single COPY takes longer than running them.
    _run(["SET LOCAL jit = off", *(f"DROP INDEX {name}" for name, _ in indexes)])
    with _references_checked_once(table, source):
        yield True
    _run(definition for _, definition in indexes)


@contextmanager
def _references_checked_once(table: str, source: UUID) -> Iterator[None]:
    if not _may_put_triggers_aside():
        yield
        return
    keys = _ask(_FOREIGN_KEYS, table)
    # Nobody may delete a row ours are to point to, from here to the end of the transaction. The
    # county is locked, the source is our own; what is left are rows of the base map.
    _run(f"LOCK TABLE {other} IN SHARE ROW EXCLUSIVE MODE" for other in _referred(table))
    _run(["SET LOCAL session_replication_role = replica"])
    yield
    _run(["SET LOCAL session_replication_role = origin"])
    for column, other in keys:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {_quoted(table)} t LEFT JOIN {other} o ON o.id = t.{column} "
                f"WHERE t.source_id = %s AND t.{column} IS NOT NULL AND o.id IS NULL LIMIT 1",
                [source],
            )
            if cursor.fetchone():
                raise IntegrityError(f"{table}.{column}: no such row in {other}")


def _may_put_triggers_aside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


def _referred(table: str) -> list[str]:
    return [other for _, other in _ask(_FOREIGN_KEYS, table) if "basemap_compound" in other]


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


_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c
                    WHERE c.conindid = i.indexrelid AND c.conrelid = i.indrelid)
"""
_FOREIGN_KEYS = """
    SELECT quote_ident(a.attname), c.confrelid::regclass::text
    FROM pg_constraint c JOIN pg_attribute a
        ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.conrelid = %s::regclass AND c.contype = 'f'
"""


def _ask(question: str, table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [table])
        return [(str(name), str(definition)) for name, definition in cursor.fetchall()]


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
