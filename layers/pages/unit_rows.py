"""The rows of the list: filtering and ordering of units with their figures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from communities.territory.models import Place
from grids.division.models import UnitFigures
from layers.pages.bounds import Standing, standing


@dataclass(frozen=True)
class UnitRow:
    """One unit of the list; `figures` None where they are not the reader's to see."""

    place: Place
    parent: Place | None
    figures: UnitFigures | None

    @property
    def standing(self) -> Standing | None:
        return standing(self.figures.deviation) if self.figures else None


def _of_figures(name: str) -> Callable[[UnitRow], Any]:
    return lambda row: getattr(row.figures, name) if row.figures else None


COLUMNS: dict[str, Callable[[UnitRow], Any]] = {
    "code": lambda row: row.place.code,
    **{
        name: _of_figures(name)
        for name in (
            "households",
            "deviation",
            "population",
            "buildings",
            "area_m2",
            "density",
            "served_share",
            "barrier_share",
        )
    },
}


def ordered(rows: Iterable[UnitRow], order: str) -> list[UnitRow]:
    """The rows by one column, "-" before it for descending; what is unknown comes last.

    Rows arrive by name; equal values keep that order. An unknown column leaves it as it is.
    """
    column = COLUMNS.get(order.removeprefix("-"))
    rows = list(rows)
    if column is None:
        return rows[::-1] if order == "-name" else rows
    known = [row for row in rows if column(row) is not None]
    unknown = [row for row in rows if column(row) is None]
    return sorted(known, key=column, reverse=order.startswith("-")) + unknown


def matching(rows: Iterable[UnitRow], *, text: str, kind: str, parent: str) -> list[UnitRow]:
    """The rows whose name or code holds `text`, of one standing and one parent where asked."""
    wanted = text.strip().casefold()
    return [
        row
        for row in rows
        if (not wanted or wanted in _searched(row))
        and (not kind or (row.standing is not None and row.standing.kind == kind))
        and (not parent or (row.parent is not None and row.parent.code == parent))
    ]


def _searched(row: UnitRow) -> str:
    return f"{row.place.name} {row.place.name_en} {row.place.code}".casefold()
