"""The part of an effect that lies on some units, or does not, or is not there yet."""

from collections.abc import Iterable
from dataclasses import replace

from grids.proposals.drafting.effects import Effect, LockChange, Move, UnitChange
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafting.touching import OWN, Aspects, changed_fields, touch


def missing(mine: Effect, present: Sketch) -> Effect:
    """What of `mine` the present state does not have yet."""
    moves = [
        replace(move, rows=tuple(r for r in move.rows if present.unit_of(r) != move.after))
        for move in mine.moves
    ]
    locks = [
        replace(one, rows=tuple(r for r in one.rows if (r in present.locked) != one.locked))
        for one in mine.locks
    ]
    units = [one for one in mine.units if not _has(present, one)]
    return _tidy(mine, moves, locks, units)


def only(effect: Effect, units: frozenset[int], rows: frozenset[int], known: Sketch) -> Effect:
    """The part of `effect` on these units, and its locks on these cells; cuts stay whole."""
    pieces = {shape.row for shape in effect.shapes}
    moves = [one for one in effect.moves if _on(one, units, known) or pieces & {*one.rows}]
    locks = [replace(one, rows=tuple(r for r in one.rows if r in rows)) for one in effect.locks]
    changes = [one for one in effect.units if units & {one.number, *_hangs(one)}]
    return _tidy(effect, moves, locks, changes)


def without_units(mine: Effect, units: frozenset[int], base: Sketch) -> Effect:
    """`mine` without its part on these units, and on those it makes or hangs below them."""
    below = [one for one in mine.units if units & {*_hangs(one)}]
    out = units | {one.number for one in below if one.before is None}
    fields = {(number, name) for number in units for name in OWN}
    fields |= {(one.number, "parent") for one in below}
    return without(mine, rows_on(mine, out, base), frozenset(fields))


def without(mine: Effect, rows: frozenset[int], fields: Aspects) -> Effect:
    """`mine` without these cells and without setting these fields; a cut goes whole or not."""
    if any(shape.row in rows for shape in mine.shapes):
        rows |= {shape.row for shape in mine.shapes}
        mine = replace(mine, shapes=())
    moves = [replace(one, rows=tuple(r for r in one.rows if r not in rows)) for one in mine.moves]
    locks = [replace(one, rows=tuple(r for r in one.rows if r not in rows)) for one in mine.locks]
    return _tidy(mine, moves, locks, [_unset(one, fields) for one in mine.units])


def _tidy(
    effect: Effect,
    moves: Iterable[Move],
    locks: Iterable[LockChange],
    units: Iterable[UnitChange],
) -> Effect:
    return replace(
        effect,
        units=tuple(one for one in units if one.before != one.after),
        moves=tuple(move for move in moves if move.rows),
        locks=tuple(lock for lock in locks if lock.rows),
    )


def _unset(change: UnitChange, fields: Aspects) -> UnitChange:
    before, after = change.before, change.after
    if before is None or after is None:
        return change
    values = {name: getattr(before, name) for number, name in fields if number == change.number}
    return replace(change, after=replace(after, **values))


def _has(present: Sketch, change: UnitChange) -> bool:
    """Whether the unit already is as the change would have it."""
    unit, before, after = present.units.get(change.number), change.before, change.after
    if unit is None or before is None or after is None:
        return False
    same = all(getattr(unit, name) == getattr(after, name) for name in changed_fields(change))
    return same and after.retired in (before.retired, unit.retired)


def rows_on(effect: Effect, units: frozenset[int], base: Sketch) -> frozenset[int]:
    """The cells an effect moves to or from these units, or locks in them."""
    moved = {row for move in effect.moves if _on(move, units, base) for row in move.rows}
    locked = {row for lock in effect.locks for row in lock.rows}
    return frozenset(moved | {row for row in locked if base.unit_of(row) in units})


def _on(move: Move, units: frozenset[int], known: Sketch) -> bool:
    """Whether cells go to or from one of these units, grids or communities."""
    return bool(
        units & {move.before, move.after, *touch(Effect(moves=(move,)), known.units).crossed}
    )


def _hangs(change: UnitChange) -> set[int | None]:
    """The communities a unit hangs on, before and after."""
    return {one.parent for one in (change.before, change.after) if one is not None}
