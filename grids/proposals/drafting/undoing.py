"""Undo and redo: which operation is taken back for a person, and what taking it back does now.

Several people draw in one draft, so that what is taken back is seldom the latest operation.
Only what still is as the operation left it goes back; what others changed since stays theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from grids.proposals.drafting.apart import tell_apart
from grids.proposals.drafting.effects import (
    NOBODY,
    Effect,
    LockChange,
    Move,
    UnitChange,
)
from grids.proposals.drafting.emptying import retire_empty
from grids.proposals.drafting.sketch import Sketch, difference
from grids.proposals.drafting.touching import OWN

UNDO, REDO = "undo", "redo"


class Step(NamedTuple):
    """One of a person's own operations; `empty` ones changed nothing."""

    version: int
    kind: str
    label: str
    empty: bool


def next_undo(newest_first: Iterable[Step]) -> Step | None:
    """The latest of these operations that is in force: neither taken back nor taking back."""
    taken_back = 0
    for step in newest_first:
        if step.kind == UNDO:
            taken_back += 1
        elif step.empty and step.kind != REDO:
            continue
        elif taken_back:
            taken_back -= 1
        else:
            return step
    return None


def next_redo(newest_first: Iterable[Step]) -> Step | None:
    """The latest undo that nothing was done after, other than undoing and redoing."""
    redone = 0
    for step in newest_first:
        if step.kind == REDO:
            redone += 1
        elif step.kind == UNDO and not redone:
            return step
        elif step.kind == UNDO:
            redone -= 1
        elif not step.empty:
            return None
    return None


@dataclass(frozen=True)
class TakenBack:
    """What taking an operation back changes, and what of it stays: cells, units, the cut."""

    effect: Effect
    rows: frozenset[int] = frozenset()
    units: tuple[int, ...] = ()
    cut: bool = False


def take_back(present: Sketch, effect: Effect) -> TakenBack:
    """What takes back as much of `effect` as nobody has changed since."""
    back = present.copy()
    cut_stays = bool(effect.shapes) and not _take_cut_back(back, effect)
    units = _take_fields_back(present, back, effect.units)
    rows = _take_locks_back(back, effect.locks)
    pieces = {one.row for one in effect.shapes if one.before is None} if cut_stays else set()
    for move in reversed(effect.moves):
        rows |= _send_back(present, back, move, pieces)
    back.leave_gone()
    retire_empty(present, back)
    units |= tell_apart(present, back)
    return TakenBack(difference(present, back), frozenset(rows), tuple(sorted(units)), cut_stays)


def _take_cut_back(back: Sketch, effect: Effect) -> bool:
    """Cuts go back whole or not at all: every shape and piece must be as the cut left it."""
    left = {row: move.after for move in effect.moves for row in move.rows}
    for shape in effect.shapes:
        if back.shapes.get(shape.row) != shape.after:
            return False
        if shape.before is None and back.labels[shape.row] != left.get(shape.row, NOBODY):
            return False
        if shape.before is None and back.is_locked(shape.row):
            return False
    back.apply(Effect(shapes=effect.inverse().shapes))
    return True


def _take_fields_back(present: Sketch, back: Sketch, changes: Iterable[UnitChange]) -> set[int]:
    """Names, codes, parents and locks of units as before; the units where one had changed."""
    known = [one for one in changes if one.before and one.after and one.number in back.units]
    kept = set()
    for name in OWN:
        for one in known:
            before, after = getattr(one.before, name), getattr(one.after, name)
            if before == after:
                continue
            unit = back.units[one.number]
            held = name == "parent" and _locked(present, back, (one.number, before, after))
            if held or getattr(unit, name) != after:
                kept.add(one.number)
            else:
                back.units[one.number] = replace(unit, **{name: before})
    return kept


def _take_locks_back(back: Sketch, locks: Iterable[LockChange]) -> set[int]:
    """Cells locked or free as before; those where somebody turned it round since stay."""
    kept = set()
    for lock in locks:
        same = {row for row in lock.rows if (row in back.locked) == lock.locked}
        back.lock(same, not lock.locked)
        kept |= set(lock.rows) - same
    return kept


def _send_back(present: Sketch, back: Sketch, move: Move, pieces: set[int]) -> set[int]:
    """The cells of a move back where they were; those moved or locked since stay."""
    if _locked(present, back, _reached(back, move)):
        return set(move.rows)
    rows = np.array(move.rows, np.int64)
    held = (present.locked & back.locked) | pieces
    free = (back.labels[rows] == move.after) & ~np.isin(rows, list(held))
    back.move(rows[free].tolist(), move.before)
    return set(rows[~free].tolist())


def _reached(back: Sketch, move: Move) -> tuple[int | None, ...]:
    """The units cells leave and enter, and their communities where those differ."""
    ends = [back.units.get(number) for number in (move.before, move.after)]
    parents = [unit.parent if unit else None for unit in ends]
    return move.before, move.after, *(parents if parents[0] != parents[1] else ())


def _locked(present: Sketch, back: Sketch, numbers: Iterable[int | None]) -> bool:
    """Whether one of the units is locked, and not only by what is being taken back."""
    both = [(present.units.get(one or 0), back.units.get(one or 0)) for one in numbers]
    return any(now and then and now.locked and then.locked for now, then in both)
