"""The matrix category x place as a page shows it: who leads where, said there or taken over."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from communities.territory.models import Boundary, County, Edition, Place
from gis_core.accounts.models import Level
from grids.dispatch.models import Category, Responsibility
from grids.staffing.capacities import Part
from grids.staffing.models import Unit


class Cell(NamedTuple):
    """Who is responsible for a category at a place. `at` is the place that says so, None where
    nobody does: a gap. `own`: the place itself says so."""

    category: Category
    place: Place
    lead: Unit | None
    at: Place | None
    helping: int

    @property
    def own(self) -> bool:
        return self.at is not None and self.at.pk == self.place.pk


class Row(NamedTuple):
    place: Place
    depth: int
    cells: list[Cell]


def categories_of(county: County) -> list[Category]:
    return list(Category.objects.filter(county=county.pk, is_active=True))


def matrix_of(county: County, edition: Edition, opened: UUID | None) -> list[Row]:
    """Rows for the county, its subdistricts and communities, and the grids of one community."""
    rows = list(_boundaries(edition, opened))
    above = {row.place_id: row.parent_id for row in rows}
    places = {row.place_id: row.place for row in rows}
    said = _said(county)
    categories, found = categories_of(county), []
    for key, place, depth in _in_order(rows):
        chain = [places[one] for one in _chain(key, above)]
        cells = [_cell(one, place, chain, said) for one in categories]
        found.append(Row(place, depth, cells))
    return found


def _boundaries(edition: Edition, opened: UUID | None) -> Iterator[Boundary]:
    rows = Boundary.objects.of_edition(edition).defer("geom", "geom_3857").select_related("place")
    yield from rows.exclude(level=Level.GRID).order_by("place__code")
    if opened is not None:
        yield from rows.filter(level=Level.GRID, parent=opened).order_by("place__code")


def _in_order(rows: list[Boundary]) -> Iterator[tuple[UUID, Place, int]]:
    """Every place after the one it lies in."""
    below: dict[UUID | None, list[Boundary]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def walk(parent: UUID | None, depth: int) -> Iterator[tuple[UUID, Place, int]]:
        for row in below.get(parent, []):
            yield row.place_id, row.place, depth
            yield from walk(row.place_id, depth + 1)

    yield from walk(None, 0)


def _chain(key: UUID, above: dict[UUID, UUID | None]) -> list[UUID]:
    """The place and those it lies in, the narrowest first."""
    found: list[UUID] = []
    at: UUID | None = key
    while at is not None:
        found.append(at)
        at = above.get(at)
    return found


def _said(county: County) -> dict[tuple[int, UUID], list[Responsibility]]:
    found: dict[tuple[int, UUID], list[Responsibility]] = {}
    rows = Responsibility.objects.filter(county=county.pk, unit__ended_on__isnull=True)
    for row in rows.select_related("unit"):
        found.setdefault((row.category_id, row.place_id), []).append(row)
    return found


def _cell(
    category: Category,
    place: Place,
    chain: list[Place],
    said: dict[tuple[int, UUID], list[Responsibility]],
) -> Cell:
    for at in chain:
        here = said.get((category.pk, at.pk), [])
        lead = next((row.unit for row in here if row.part == Part.LEAD), None)
        if lead is not None:
            helping = sum(row.part == Part.SUPPORT for row in here)
            return Cell(category, place, lead, at, helping)
    return Cell(category, place, None, None, 0)
