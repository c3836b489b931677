"""One finder per kind of thing the search knows.

The text is data: wildcards in it are escaped by the ORM, and it never reaches a pattern or an
ordering. What equals it comes before what begins with it, before what contains it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from django.contrib.gis.db.models import Collect, Extent
from django.contrib.gis.db.models.functions import Envelope, PointOnSurface
from django.db.models import Case, Min, Q, QuerySet, Value, When
from django.db.models.functions import Length

from communities.basemap.models import Barrier, BarrierClass, Building, Compound, Venue
from communities.basemap.models.county_rows import CountyRow
from communities.territory.models import County, Edition
from gis_core.accounts.models import Level
from gis_core.accounts.scope import Scope
from layers.api.access import units_of
from layers.api.schemas import Found

Rows: TypeAlias = "QuerySet[Any]"

LIMIT = 20
EQUAL, BEGINS, CONTAINS = range(3)
_NAMES = ("name", "name_en")


@dataclass(frozen=True)
class Question:
    """What is looked for, where, and what the person may see there."""

    text: str
    county: County
    edition: Edition | None
    scope: Scope

    def rows(self, model: type[CountyRow]) -> Rows:
        return self.scope.of(model).filter(county=self.county)


class Hit(NamedTuple):
    exactness: int
    found: Found


def communities(question: Question) -> Iterable[Hit]:
    return _units(question, Level.COMMUNITY)


def grids(question: Question) -> Iterable[Hit]:
    return _units(question, Level.GRID)


def compounds(question: Question) -> Iterable[Hit]:
    rows = _located(_ranked(question.rows(Compound), _NAMES, question.text))
    return [_hit("compound", row, name=row.name) for row in rows]


def venues(question: Question) -> Iterable[Hit]:
    rows = _located(_ranked(question.rows(Venue), (*_NAMES, "address"), question.text))
    return [_hit("venue", row, name=row.name, where=row.address) for row in rows]


def barriers(question: Question) -> Iterable[Hit]:
    """Roads and rivers, once per name however many pieces they are stored in."""
    rows = (
        _matching(question.rows(Barrier), _NAMES, question.text)
        .values("name")
        .annotate(
            rank=Min(_exactness(_NAMES, question.text)),
            first=Min("pk"),
            line_class=Min("barrier_class"),
            box=Extent("geom"),
            spot=PointOnSurface(Collect("geom")),
        )
        .order_by("rank", Length("name"), "name")[:LIMIT]
    )
    for row in rows:
        where = str(BarrierClass(row["line_class"]).label)
        yield Hit(
            row["rank"],
            Found(
                kind="barrier",
                id=row["first"],
                name=row["name"],
                code="",
                where=where,
                lon=row["spot"].x,
                lat=row["spot"].y,
                bbox=row["box"],
            ),
        )


def buildings(question: Question) -> Iterable[Hit]:
    fields = ("name", "address", "source_ref")
    rows = _located(_ranked(question.rows(Building), fields, question.text))
    return [
        _hit("building", row, name=str(row), code=row.source_ref, where=row.address) for row in rows
    ]


FINDERS = (communities, grids, compounds, venues, barriers, buildings)


def _units(question: Question, level: Level) -> list[Hit]:
    fields = ("place__name", "place__name_en", "place__code")
    units = units_of(question.scope, question.edition).filter(level=level)
    rows = _located(_ranked(units.select_related("place", "parent"), fields, question.text))
    return [
        _hit(
            level.value,
            row,
            key=row.place.pk,
            name=row.place.name,
            code=row.place.code,
            where=row.parent.name if row.parent else "",
        )
        for row in rows
    ]


def _any(fields: Iterable[str], lookup: str, text: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__{lookup}": text}) for field in fields))


def _exactness(fields: Iterable[str], text: str) -> Case:
    return Case(
        When(_any(fields, "iexact", text), Value(EQUAL)),
        When(_any(fields, "istartswith", text), Value(BEGINS)),
        default=Value(CONTAINS),
    )


def _matching(rows: Rows, fields: Iterable[str], text: str) -> Rows:
    return rows.filter(_any(fields, "icontains", text))


def _ranked(rows: Rows, fields: tuple[str, ...], text: str) -> Rows:
    ranked = _matching(rows, fields, text).annotate(rank=_exactness(fields, text))
    ordered: Rows = ranked.order_by("rank", Length(fields[0]), fields[0], "pk")
    return ordered


def _located(rows: Rows) -> Rows:
    """The first rows with a box around them and a point on them, without their shapes."""
    placed = rows.annotate(box=Envelope("geom"), spot=PointOnSurface("geom"))
    drawn = [field.name for field in rows.model._meta.fields if field.name.startswith("geom")]
    first: Rows = placed.defer(*drawn)[:LIMIT]
    return first


def _hit(
    kind: str, row: Any, *, name: str, key: Any = None, code: str = "", where: str = ""
) -> Hit:
    found = Found(
        kind=kind,
        id=key or row.pk,
        name=name,
        code=code,
        where=where,
        lon=row.spot.x,
        lat=row.spot.y,
        bbox=row.box.extent,
    )
    return Hit(row.rank, found)
