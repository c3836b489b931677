"""Sealing the record, and finding out whether anybody touched what is sealed.

The database keeps the application from changing the record by triggers; this shows a change by
somebody who went around them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from gis_core.audit.models import Seal
from gis_core.audit.records import Record, records

# A transaction that began before another may commit after it with lower keys: rows wait until
# everything that could still come before them has come.
SETTLED = "15 minutes"
EVERY = timedelta(minutes=10)
_LOCK = 0x57A6  # of sealing, so that two workers do not make one seal each
_AT_A_TIME = 2000


@dataclass(frozen=True)
class Fault:
    """A seal that the rows do not bear out, or that breaks the chain."""

    seal: Seal
    code: str
    text: str


def seal_record(*, settled: str = SETTLED) -> int:
    """Seal what was added to every table and has settled; how many seals were made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        return sum(_seal(record, settled) for record in records())


def seal_when_due() -> int:
    """Seal once in a while; workers ask every few seconds."""
    latest = Seal.objects.order_by("-sealed_at").values_list("sealed_at", flat=True).first()
    if latest is not None and timezone.now() - latest < EVERY:
        return 0
    return seal_record()


def verify_record() -> list[Fault]:
    """Every seal that does not hold, table by table. Reads the whole sealed record."""
    return [fault for table in _tables() for fault in _faults_of(table)]


def heads() -> dict[str, str]:
    """The last digest of every table: what to write down outside this database."""
    return {seal.table: seal.digest for seal in Seal.objects.order_by("last")}


def _seal(record: Record, settled: str) -> int:
    before = Seal.objects.filter(table=record.table).order_by("last").last()
    first = before.last + 1 if before else 1
    last = _last_settled(record, first, settled)
    if last is None:
        return 0
    seal = Seal(table=record.table, key=record.key, columns=list(record.columns))
    seal.first, seal.last, seal.previous = first, last, before.digest if before else ""
    seal.digest, seal.rows = _digest(seal)
    seal.save()
    return 1


def _last_settled(record: Record, first: int, settled: str) -> int | None:
    """The last row that no transaction still running can precede, None for none."""
    table, key, time = map(_name, (record.table, record.key, record.time))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max({key}) FROM {table}"  # noqa: S608  # names of our own tables
            f" WHERE {key} >= %s AND {time} < now() - %s::interval",
            [first, settled],
        )
        found: int | None = cursor.fetchone()[0]
    return found


def _digest(seal: Seal) -> tuple[str, int]:
    """SHA-256 over the seal before and the rows in the order of their keys; how many rows."""
    digest, count = hashlib.sha256(seal.previous.encode()), 0
    for text in _rows(seal):
        digest.update(text.encode() + b"\n")
        count += 1
    return digest.hexdigest(), count


def _rows(seal: Seal) -> Iterator[str]:
    """The rows as text: an array of the columns, whatever columns the table gets later."""
    listed = ", ".join(map(_name, seal.columns))
    table, key = _name(seal.table), _name(seal.key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT jsonb_build_array({listed})::text FROM {table}"  # noqa: S608  # names of our own tables
            f" WHERE {key} BETWEEN %s AND %s ORDER BY {key}",
            [seal.first, seal.last],
        )
        while page := cursor.fetchmany(_AT_A_TIME):
            yield from (row[0] for row in page)


def _name(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _tables() -> list[str]:
    return sorted(set(Seal.objects.values_list("table", flat=True)))


def _faults_of(table: str) -> Iterator[Fault]:
    previous, next_row = "", 1
    for seal in Seal.objects.filter(table=table).order_by("last"):
        if (seal.previous, seal.first) != (previous, next_row):
            yield Fault(seal, "chain_broken", f"{seal}：与前一封印不相接，中间的封印被删除或改动。")
        digest, rows = _digest(seal)
        if digest != seal.digest:
            text = f"{seal}：封存时 {seal.rows} 行，现为 {rows} 行，内容与封印不符。"
            yield Fault(seal, "rows_changed", text)
        previous, next_row = seal.digest, seal.last + 1
