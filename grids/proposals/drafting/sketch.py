"""A draft's state without its figures: cheap to copy, to change, and to compare with another.

What undoing and merging think in: they change a copy of the present state step by step, and
what they did is the difference between the copy and the present.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from grids.proposals.drafting.effects import (
    NOBODY,
    Effect,
    LockChange,
    Move,
    ShapeChange,
    UnitChange,
    UnitState,
)

Codes = NDArray[np.int32]
COMMUNITY, GRID = "community", "grid"


@dataclass(eq=False)
class Sketch:
    """`labels` (n,): the unit of each row; `shapes`: those that cutting made, hex WKB by row,
    None for a piece whose cut was taken back; `root`: the row each piece was cut off."""

    labels: Codes
    units: dict[int, UnitState]
    locked: set[int] = field(default_factory=set)
    shapes: dict[int, str | None] = field(default_factory=dict)
    root: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Sketch":
        """The same state, to be changed without changing this one."""
        return Sketch(
            self.labels.copy(),
            dict(self.units),
            set(self.locked),
            dict(self.shapes),
            dict(self.root),
        )

    def apply(self, effect: Effect) -> Self:
        """Make `effect` here, whatever stood here before."""
        for shape in effect.shapes:
            self._reshape(shape)
        for change in effect.units:
            self._change(change)
        for move in effect.moves:
            self.move(move.rows, move.after)
        for lock in effect.locks:
            self.lock(lock.rows, lock.locked)
        return self

    def rewind(self, effects: Iterable[Effect]) -> Self:
        """Take back `effects`, the latest first."""
        for effect in effects:
            self.apply(effect.inverse())
        return self

    def move(self, rows: Iterable[int], to: int) -> None:
        """Give these rows to a unit."""
        self.labels[np.fromiter(rows, np.int64)] = to

    def lock(self, rows: Iterable[int], locked: bool) -> None:
        """Lock these rows, or set them free."""
        if locked:
            self.locked.update(rows)
        else:
            self.locked.difference_update(rows)

    def leave_gone(self) -> None:
        """Give pieces whose cut was taken back to nobody."""
        self.move((row for row, shape in self.shapes.items() if shape is None), NOBODY)

    def knowing(self, changes: Iterable[ShapeChange]) -> "Sketch":
        """The same state, that also tells the shapes of cells nobody had cut before `changes`."""
        found = self.copy()
        for one in changes:
            if one.of is None and one.before is not None:
                found.shapes.setdefault(one.row, one.before)
        return found

    def live(self, number: int) -> bool:
        """Whether there is such a unit, not retired."""
        unit = self.units.get(number)
        return unit is not None and not unit.retired

    def unit_of(self, row: int) -> int:
        """The unit a row belongs to; nobody for one that is not there yet."""
        return int(self.labels[row]) if row < len(self.labels) else NOBODY

    def exists(self, row: int) -> bool:
        """Whether there is such a cell; a piece whose cut was taken back is none."""
        return 0 <= row < len(self.labels) and self.shapes.get(row, "") is not None

    def is_locked(self, row: int) -> bool:
        """Whether the cell, or the unit it belongs to, is locked."""
        unit = self.units.get(int(self.labels[row]))
        return row in self.locked or (unit is not None and unit.locked)

    def _reshape(self, change: ShapeChange) -> None:
        if change.row >= len(self.labels):
            new = np.full(change.row + 1 - len(self.labels), NOBODY, np.int32)
            self.labels = np.concatenate([self.labels, new])
        self.shapes[change.row] = change.after
        if change.of is not None:
            self.root[change.row] = change.of

    def _change(self, change: UnitChange) -> None:
        if change.after is None:
            self.units.pop(change.number, None)
        else:
            self.units[change.number] = change.after


def difference(before: Sketch, after: Sketch) -> Effect:
    """The effect that makes `after` of `before`: moves by pair of units, in their order."""
    return Effect(
        shapes=_reshaped(before, after),
        units=_changed(before, after),
        moves=_moved(before.labels, after.labels),
        locks=_locked(before.locked, after.locked),
    )


def _reshaped(before: Sketch, after: Sketch) -> tuple[ShapeChange, ...]:
    rows = sorted(before.shapes.keys() | after.shapes.keys())
    root = before.root | after.root
    pairs = [(row, before.shapes.get(row), after.shapes.get(row)) for row in rows]
    return tuple(ShapeChange(*one, root.get(one[0])) for one in pairs if one[1] != one[2])


def _changed(before: Sketch, after: Sketch) -> tuple[UnitChange, ...]:
    numbers = sorted(before.units.keys() | after.units.keys())
    pairs = [(number, before.units.get(number), after.units.get(number)) for number in numbers]
    return tuple(UnitChange(*one) for one in pairs if one[1] != one[2])


def _moved(before: Codes, after: Codes) -> tuple[Move, ...]:
    size = max(len(before), len(after))
    ends = np.stack([padded(before, size), padded(after, size)])
    rows = np.flatnonzero(ends[0] != ends[1])
    pairs, place = np.unique(ends[:, rows], axis=1, return_inverse=True)
    return tuple(
        Move(tuple(rows[place.ravel() == number].tolist()), int(pair[0]), int(pair[1]))
        for number, pair in enumerate(pairs.T)
    )


def padded(labels: Codes, size: int) -> Codes:
    """Labels of `size` rows; those that are not there yet belong to nobody."""
    return np.concatenate([labels, np.full(size - len(labels), NOBODY, np.int32)])


def _locked(before: set[int], after: set[int]) -> tuple[LockChange, ...]:
    sides = ((sorted(after - before), True), (sorted(before - after), False))
    return tuple(LockChange(tuple(rows), locked) for rows, locked in sides if rows)
