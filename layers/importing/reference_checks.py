# ruff: noqa: S608  # names come from the catalogue, definitions are the database's own
"""Foreign keys of a large load: checked by one query for all rows instead of one per row.

One per row is a third of all the server's work. Where the role may put triggers aside (a
superuser, or since PostgreSQL 15 whoever was granted SET on session_replication_role), they are
put aside during the load, and behind it the one key is checked that differs from row to row.
Any other role takes away the keys to tables that only imports and maps of the base map read,
and adds them again, which checks them; the key to the county stays and is checked row by row,
because taking it away would stop everybody who reads a place. CHECK constraints see every row
in any case.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.utils import IntegrityError

from communities.basemap.models import Compound, DataSource

_ONLY_OURS = frozenset(model._meta.db_table for model in (Compound, DataSource))


@dataclass(frozen=True)
class _Key:
    """A foreign key of one column to the `id` of another table; names are quoted."""

    name: str
    column: str
    other: str
    definition: str


@contextmanager
def references_checked_once(table: str, source: UUID) -> Iterator[None]:
    """Around a COPY into `table`, which the caller holds locked, of rows of one `source`.

    Raises:
        IntegrityError: a row points to something that is not there.
    """
    keys, quoted = _keys(table), connection.ops.quote_name(table)
    if may_put_triggers_aside():
        # Nobody may delete a row ours are to point to, from here to the end of the transaction.
        # All rows point to one county, which is locked, and to one source, which is our own;
        # what is left are compounds.
        if any(key.other == Compound._meta.db_table for key in keys):
            _run(f"LOCK TABLE {Compound._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        _run("SET LOCAL session_replication_role = replica")
        yield
        _run("SET LOCAL session_replication_role = origin")
        for key in keys:
            if key.other == Compound._meta.db_table:
                _check(quoted, key, source)
        return
    ours = [key for key in keys if key.other in _ONLY_OURS]
    for key in ours:
        _run(f"ALTER TABLE {quoted} DROP CONSTRAINT {key.name}")
    yield
    for key in ours:
        _run(f"ALTER TABLE {quoted} ADD CONSTRAINT {key.name} {key.definition}")


def may_put_triggers_aside() -> bool:
    """Whether this role may switch triggers off for a while."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('is_superuser') = 'on', "
            "current_setting('server_version_num')::int >= 150000"
        )
        superuser, grantable = cursor.fetchone()
        if superuser or not grantable:
            return bool(superuser)
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


def _keys(table: str) -> list[_Key]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(c.conname), quote_ident(a.attname), c.confrelid::regclass::text, "
            "pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_attribute a "
            "ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
            "WHERE c.conrelid = %s::regclass AND c.contype = 'f' ORDER BY c.conname",
            [table],
        )
        return [_Key(*map(str, row)) for row in cursor.fetchall()]


def _check(table: str, key: _Key, source: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {table} t LEFT JOIN {key.other} o ON o.id = t.{key.column} "
            f"WHERE t.source_id = %s AND t.{key.column} IS NOT NULL AND o.id IS NULL LIMIT 1",
            [source],
        )
        if cursor.fetchone():
            raise IntegrityError(f"{table}.{key.column}: no such row in {key.other}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
