"""Units of an edition with their figures, in the scope of the person who asks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Collate
from django.http import HttpRequest

from communities.territory.models import Boundary, Edition, Place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Action
from grids.division.models import UnitFigures
from layers.api.access import scope_of, units_of
from layers.api.as_of import call_as_then
from layers.pages.queries import CountyState
from layers.pages.unit_rows import UnitRow

PINYIN = "zh-x-icu"


def rows_of(request: HttpRequest, state: CountyState, level: Level) -> list[UnitRow]:
    """All units of one level, by name in the order of pinyin."""
    units = _boundaries(request, state).filter(level=level)
    named = units.order_by(Collate("place__name", PINYIN), "place__code")
    return _with_figures(request, named, state.edition)


def row_of(request: HttpRequest, state: CountyState, place: UUID) -> UnitRow | None:
    """One unit, None where the person's map has no such unit."""
    rows = _with_figures(request, _boundaries(request, state).filter(place=place), state.edition)
    return rows[0] if rows else None


def parts_of(request: HttpRequest, state: CountyState, place: Place) -> list[UnitRow]:
    """The units one level below, by code."""
    units = _boundaries(request, state).filter(parent=place.pk)
    return _with_figures(request, units.order_by("place__code"), state.edition)


def _boundaries(request: HttpRequest, state: CountyState) -> "QuerySet[Boundary]":
    return units_of(scope_of(request, Action.VIEW_MAP), state.edition)


def _with_figures(
    request: HttpRequest, units: "QuerySet[Boundary]", edition: Edition | None
) -> list[UnitRow]:
    boundaries: Iterable[Boundary] = units.select_related("place", "parent")
    counted = scope_of(request, Action.VIEW_COUNTS).of(UnitFigures)
    figures = {row.pk: row for row in counted.filter(boundary__in=units.order_by())}
    rows = call_as_then(edition, boundaries)
    return [UnitRow(row.place, row.parent, figures.get(row.pk)) for row in rows]
