"""What two states of the same cells differ in: cells that changed hands, units that changed."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Counts
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.sketch import Sketch


@dataclass(frozen=True)
class Transfer:
    """Cells that belong to one grid in the first state and to another in the second."""

    before: UnitState | None
    after: UnitState | None
    rows: tuple[int, ...]
    households: int


@dataclass(frozen=True)
class Counterpart:
    """A unit in both states, None where it is not there, and its households."""

    before: UnitState | None
    after: UnitState | None
    households: tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """All that differs; grids and communities that are alike in both are left out."""

    transfers: tuple[Transfer, ...]
    units: tuple[Counterpart, ...]


def compare(first: Sketch, second: Sketch, households: Counts) -> Comparison:
    """Two states of the same n cells, `households` (n,); pieces cut off cells come after those
    in each state and are left out, for nobody lives on ground that may be cut. A unit is the same
    in both where it continues the same place, or, being new, has the same name in the same
    community: numbers say nothing across drafts.
    """
    first, second = (_uncut(sketch, len(households)) for sketch in (first, second))
    return Comparison(
        tuple(_transfers(first, second, households)),
        tuple(_counterparts(first, second, households)),
    )


def _uncut(sketch: Sketch, cells: int) -> Sketch:
    return replace(sketch, labels=sketch.labels[:cells])


def _transfers(first: Sketch, second: Sketch, households: Counts) -> Iterable[Transfer]:
    keys = [_keys(sketch) for sketch in (first, second)]
    pairs = np.column_stack([first.labels, second.labels])
    met, place = np.unique(pairs, axis=0, return_inverse=True)
    for number, (before, after) in enumerate(met.tolist()):
        if keys[0].get(before) != keys[1].get(after):
            rows = np.flatnonzero(place.ravel() == number)
            yield Transfer(
                first.units.get(before),
                second.units.get(after),
                tuple(rows.tolist()),
                int(households[rows].sum()),
            )


def _counterparts(first: Sketch, second: Sketch, households: Counts) -> Iterable[Counterpart]:
    sides = [_by_key(sketch, households) for sketch in (first, second)]
    for key in sorted({**sides[0], **sides[1]}, key=str):
        (before, had), (after, has) = (side.get(key, (None, 0)) for side in sides)
        if _told(before) != _told(after) or had != has:
            yield Counterpart(before, after, (had, has))


def _told(unit: UnitState | None) -> tuple[str, str] | None:
    return (unit.name, unit.code) if unit else None


def _by_key(sketch: Sketch, households: Counts) -> dict[Hashable, tuple[UnitState, int]]:
    """The living units with their households, by what makes them the same unit elsewhere."""
    keys = _keys(sketch)
    sums = np.bincount(sketch.labels, households, max(sketch.units, default=0) + 1)
    for unit in sketch.units.values():
        if unit.level == Level.GRID and unit.parent:
            sums[unit.parent] += sums[unit.number]
    living = (unit for unit in sketch.units.values() if not unit.retired)
    return {keys[unit.number]: (unit, int(sums[unit.number])) for unit in living}


def _keys(sketch: Sketch) -> dict[int, Hashable]:
    """What makes each unit the same in another draft; nobody's cells are nobody's in both."""
    units = sketch.units

    def key(number: int | None) -> Hashable:
        unit = units.get(number or NOBODY)
        return unit and (unit.place or (unit.level, unit.name, key(unit.parent)))

    return {number: key(number) for number in (NOBODY, *units)}
