"""Whether the rows people see are those the record says were written last.

Seals keep the record from being rewritten; this finds a row that was changed around it.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from pghistory.models import Event

NAMED = 5  # keys told of one table


@dataclass(frozen=True)
class Strayed:
    """Rows of one table that are not as their last event; `keys`: the first of them."""

    table: str
    count: int
    keys: tuple[str, ...]

    @property
    def text(self) -> str:
        named = "、".join(self.keys)
        return f"{self.table}：{self.count} 行与最后一次记录的内容不符（{named}）。"


def strayed_rows() -> list[Strayed]:
    """Every tracked table with rows that differ from their last event, by name; rows from before
    they were tracked have none and are left out."""
    events = [one for one in apps.get_models() if issubclass(one, Event)]
    found = [_strayed(event) for event in events if event.pgh_tracked_model is not None]
    return sorted((one for one in found if one.count), key=lambda one: one.table)


def _strayed(event: type[Event]) -> Strayed:
    tracked: Any = event.pgh_tracked_model
    table, key = tracked._meta.db_table, _name(str(tracked._meta.pk.column))
    rows, columns = _name(table), [_name(one) for one in _columns(event)]
    live, last = (", ".join(f"{side}.{one}" for one in columns) for side in ("live", "last"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT live.{key}::text FROM {rows} live JOIN ("  # noqa: S608  # names of our own
            f" SELECT DISTINCT ON (pgh_obj_id) * FROM {_name(event._meta.db_table)}"
            f" ORDER BY pgh_obj_id, pgh_id DESC) last ON last.pgh_obj_id = live.{key}"
            f" WHERE ROW({live}) IS DISTINCT FROM ROW({last}) ORDER BY 1"
        )
        keys = [row[0] for row in cursor.fetchall()]
    return Strayed(table, len(keys), tuple(keys[:NAMED]))


def _columns(event: type[Event]) -> list[str]:
    """The columns an event takes over from its row."""
    columns = (str(field.column) for field in event._meta.concrete_fields)
    return sorted(one for one in columns if not one.startswith("pgh_"))


def _name(name: str) -> str:
    return str(connection.ops.quote_name(name))
