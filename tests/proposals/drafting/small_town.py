"""A town of twelve cells for what people do to each other's operations.

row   0 1 2 | 3 4 5 || 6 7 8 | 9 10 11
grid    1   |   2   ||   3   |   4          communities: 10 东关 (1, 2), 20 西关 (3, 4)
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from grids.proposals.drafting.effects import Effect, LockChange, UnitState
from grids.proposals.drafting.emptying import retire_empty
from grids.proposals.drafting.sketch import Sketch, difference

EAST, WEST = 10, 20


def town() -> Sketch:
    labels = np.repeat(np.array([1, 2, 3, 4], np.int32), 3)
    units = [
        *(UnitState(n, "community", f"{name}社区") for n, name in ((EAST, "东关"), (WEST, "西关"))),
        *(grid(n, EAST if n < 3 else WEST) for n in range(1, 5)),
    ]
    return Sketch(labels, {unit.number: unit for unit in units})


def grid(number: int, parent: int, **values: Any) -> UnitState:
    return UnitState(number, "grid", f"网格{number}", f"{number:03}", parent=parent, **values)


def moved(sketch: Sketch, rows: Iterable[int], to: int) -> Effect:
    """Cells to a grid, those left without any retired."""
    after = sketch.copy()
    after.move(rows, to)
    return difference(sketch, retire_empty(sketch, after))


def made(sketch: Sketch, rows: Iterable[int], parent: int = EAST, name: str = "新网格") -> Effect:
    """A new grid of these cells."""
    number = max(sketch.units) + 1
    after = sketch.copy()
    after.units[number] = replace(grid(number, parent), name=name)
    after.move(rows, number)
    return difference(sketch, retire_empty(sketch, after))


def changed(sketch: Sketch, number: int, **values: Any) -> Effect:
    """A unit renamed, locked, or hung elsewhere."""
    after = sketch.copy()
    after.units[number] = replace(after.units[number], **values)
    return difference(sketch, retire_empty(sketch, after))


def locked(*rows: int) -> Effect:
    return Effect(locks=(LockChange(rows, True),))


def drawn(sketch: Sketch) -> str:
    """The grid of each row, as in the drawing above."""
    return "".join(np.base_repr(label, 36) for label in sketch.labels.tolist())


def same(one: Sketch, other: Sketch) -> bool:
    """Whether two states are the same, apart from units that one does not know yet."""
    return difference(one, other) == Effect()
