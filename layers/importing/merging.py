# ruff: noqa: S608  # names come from our models, values are parameters
"""Rows that come again: replaced by their source number, never doubled."""

from typing import Any

from django.db import connection

from communities.basemap.models import Building, CountSource
from communities.territory.models import County
from layers.importing.layers import Layer
from layers.importing.report import Changes

STAGING = "incoming"
_COUNTS = ("dwellings", "households_registered", "households_resident", "population")
_KEYS = frozenset({"county_id", "source_id", "source_ref"})


def merge(
    layer: Layer, county: County, columns: list[str], given: set[str], *, remove_missing: bool
) -> Changes:
    """Merge the staged rows into the layer's table, in the caller's transaction.

    In layers where a source number names one row, that row is updated, in the fields the file
    has (`given`); elsewhere (a road of many pieces) all rows of the number are replaced.
    """
    step = _Merge(layer, county, columns, given)
    changes = step.update_and_insert() if layer.single else step.replace()
    if remove_missing:
        changes.removed = step.remove_missing()
    else:
        changes.absent = step.count_missing()
    return changes


class _Merge:
    """The statements of one merge; `t` is the table, `i` the staged rows."""

    def __init__(self, layer: Layer, county: County, columns: list[str], given: set[str]) -> None:
        assert layer.model is not None  # noqa: S101  # only layers of the base map come here
        quote = connection.ops.quote_name
        self._table = quote(layer.model._meta.db_table)
        self._county = county.pk
        self._names = ", ".join(map(quote, columns))
        self._has_counts = layer.model is Building
        numbered = "source_ref" in columns
        self._key = "t.source_ref = i.source_ref" if numbered else "t.geom = i.geom"
        content = [name for name in columns if name not in _KEYS]
        self._content = list(map(quote, content))
        self._given = [quote(n) for n in content if n in given and n not in _COUNTS]

    def update_and_insert(self) -> Changes:
        staged = self._ask(f"SELECT count(*) FROM {STAGING}")
        pairs = f"t.county_id = %s AND {self._key}"
        changed = self._do(
            f"UPDATE {self._table} t SET {self._assignments()}, source_id = i.source_id "
            f"FROM {STAGING} i WHERE {pairs} AND {self._differs()}"
        )
        new = self._insert(f"SELECT 1 FROM {self._table} t WHERE {pairs}")
        return Changes(new=new, changed=changed, unchanged=staged - new - changed)

    def replace(self) -> Changes:
        staged = self._ask(f"SELECT count(*) FROM {STAGING}")
        same = f"{self._key} AND {self._row('t')} IS NOT DISTINCT FROM {self._row('i')}"
        removed = self._do(
            f"DELETE FROM {self._table} t WHERE t.county_id = %s "
            f"AND EXISTS (SELECT 1 FROM {STAGING} i WHERE {self._key}) "
            f"AND NOT EXISTS (SELECT 1 FROM {STAGING} i WHERE {same})"
        )
        inserted = self._insert(f"SELECT 1 FROM {self._table} t WHERE t.county_id = %s AND {same}")
        changed = min(removed, inserted)
        return Changes(new=inserted - changed, changed=changed, unchanged=staged - inserted)

    def count_missing(self) -> int:
        return self._ask(f"SELECT count(*) FROM {self._table} t WHERE {self._missing()}", True)

    def remove_missing(self) -> int:
        return self._do(f"DELETE FROM {self._table} t WHERE {self._missing()}")

    def _missing(self) -> str:
        return f"t.county_id = %s AND NOT EXISTS (SELECT 1 FROM {STAGING} i WHERE {self._key})"

    def _insert(self, unless: str) -> int:
        return self._do(
            f"INSERT INTO {self._table} ({self._names}) SELECT {self._names} FROM {STAGING} i "
            f"WHERE NOT EXISTS ({unless})"
        )

    def _row(self, alias: str) -> str:
        return "(" + ", ".join(f"{alias}.{name}" for name in self._content) + ")"

    def _assignments(self) -> str:
        plain = [f"{name} = i.{name}" for name in self._given]
        return ", ".join(plain + [f"{n} = {self._count(n)}" for n in self._count_names()])

    def _differs(self) -> str:
        old = [f"t.{name}" for name in [*self._given, *self._count_names()]]
        new = [f"i.{name}" for name in self._given] + [
            self._count(name) for name in self._count_names()
        ]
        return f"({', '.join(old)}) IS DISTINCT FROM ({', '.join(new)})"

    def _count_names(self) -> list[str]:
        return [*_COUNTS, "count_source"] if self._has_counts else []

    def _count(self, name: str) -> str:
        """A surveyed count replaces anything, an estimate only an estimate."""
        weak = f"('{CountSource.NONE.value}', '{CountSource.ESTIMATE.value}')"
        wins = f"i.count_source = '{CountSource.BUILDING.value}' OR t.count_source IN {weak}"
        return f"CASE WHEN {wins} THEN i.{name} ELSE t.{name} END"

    def _do(self, statement: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, [self._county])
            return int(cursor.rowcount)

    def _ask(self, question: str, about_county: bool = False) -> int:
        arguments: list[Any] = [self._county] if about_county else []
        with connection.cursor() as cursor:
            cursor.execute(question, arguments)
            return int(cursor.fetchone()[0])
