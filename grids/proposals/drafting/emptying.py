"""After cells and grids have moved: who has none left is retired, who has some again is back."""

from dataclasses import replace

import numpy as np

from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.sketch import COMMUNITY, GRID, Sketch


def retire_empty(before: Sketch, after: Sketch) -> Sketch:
    """`after` with units retired or brought back where cells or grids came or went since `before`.

    A grid lives as long as it has cells, a community as long as it has living grids; what was
    empty before and still is stays as it is.
    """
    counts = (_cells(before), _cells(after))
    for number in _touched(before, after, GRID):
        had, has = (number in one for one in counts)
        if had or has:
            _retire(after, number, not has)
    houses = (_houses(before), _houses(after))
    for number in [key for key, unit in after.units.items() if unit.level == COMMUNITY]:
        had, has = (number in one for one in houses)
        if had != has:
            _retire(after, number, not has)
    return after


def _cells(sketch: Sketch) -> set[int]:
    return set(np.unique(sketch.labels).tolist())


def _houses(sketch: Sketch) -> set[int | None]:
    """The communities that have living grids."""
    grids = [unit for unit in sketch.units.values() if unit.level == GRID]
    return {unit.parent for unit in grids if not unit.retired}


def _touched(before: Sketch, after: Sketch, level: str) -> list[int]:
    size = len(before.labels)
    moved = np.flatnonzero(before.labels != after.labels[:size])
    ends = [before.labels[moved], after.labels[moved], after.labels[size:]]
    changed = [number for number, unit in after.units.items() if before.units.get(number) != unit]
    found = {*np.unique(np.concatenate(ends)).tolist(), *changed}
    return sorted(one for one in found if one in after.units and _level(after, one) == level)


def _level(sketch: Sketch, number: int) -> str:
    return sketch.units[number].level


def _retire(sketch: Sketch, number: int, retired: bool) -> None:
    unit: UnitState = sketch.units[number]
    if unit.retired != retired:
        sketch.units[number] = replace(unit, retired=retired)
