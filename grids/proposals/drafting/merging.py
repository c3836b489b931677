"""What becomes of an operation made on a version that others have gone beyond.

`mine` is what it changes in the state its maker saw; `theirs` what others did since. Where they
touch different units mine is made on top. Where they touch the same, its maker chooses, one
operation of the others after the other: mine (theirs is taken back on those units), theirs (my
part there is dropped), or both (mine but for the cells and fields that both changed).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from grids.proposals.drafting.apart import tell_apart
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState
from grids.proposals.drafting.emptying import retire_empty
from grids.proposals.drafting.laying import lay, number_anew
from grids.proposals.drafting.parting import missing, only, rows_on, without, without_units
from grids.proposals.drafting.sketch import Sketch, difference
from grids.proposals.drafting.touching import Aspects, Touch, overlap, touch
from grids.proposals.drafting.undoing import take_back

Choice = Literal["mine", "theirs", "both"]


class Past(NamedTuple):
    """An operation others made since; `undoes` is the version of the one it takes back."""

    version: int
    effect: Effect
    undoes: int | None = None


@dataclass(frozen=True)
class Conflict:
    """Mine against one operation of others: the units both touch, the cells each touches there,
    and the cells that cannot be given to both."""

    version: int
    units: tuple[int, ...]
    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    disputed: tuple[int, ...]

    @property
    def about_cells(self) -> bool:
        return bool(self.mine)


def find_conflicts(
    base: Sketch, present: Sketch, mine: Effect, theirs: Sequence[Past]
) -> tuple[Conflict, ...]:
    """One for each operation of theirs, still in force, that wants what mine wants.

    What of mine has come about already is not wanted any more.
    """
    wanted = missing(number_anew(mine, present), present)
    known = {**present.units, **base.units}
    own = touch(wanted, known)
    found = []
    for past in standing(theirs):
        other = touch(past.effect, known)
        units = overlap(own, other) or _units_of(base, wanted, own.rows & other.rows)
        if units:
            disputed = (own.rows & other.rows) | _closed(wanted, other, known)
            found.append(_conflict(base, wanted, past, units, disputed))
    return tuple(found)


def merge(
    base: Sketch,
    present: Sketch,
    mine: Effect,
    theirs: Sequence[Past],
    choices: Mapping[int, Choice],
) -> Effect:
    """What `mine` changes in the present state, conflicts settled by `choices`, by version.

    Raises Refused where a line of mine was drawn on ground that has another shape now.
    """
    found = [one for one in find_conflicts(base, present, mine, theirs) if one.version in choices]
    mine = number_anew(mine, present)
    effects = {past.version: past.effect for past in theirs}
    ground = present.copy()
    for one in sorted(found, key=lambda conflict: -conflict.version):
        choice, effect = choices[one.version], effects[one.version]
        if choice == "mine":
            part = only(effect, frozenset(one.units), frozenset(one.disputed), present)
            ground.apply(take_back(ground, part).effect)
        elif choice == "theirs":
            mine = without_units(mine, frozenset(one.units), base)
        else:
            other = touch(effect, present.units)
            mine = without(mine, frozenset(one.disputed), other.fields | _shut_out(mine, other))
    merged = retire_empty(ground, lay(ground, base, mine))
    tell_apart(present, merged)
    return difference(present.knowing(mine.shapes), merged)


def standing(theirs: Sequence[Past]) -> list[Past]:
    """These operations without those that were wholly taken back among them."""
    kept: dict[int, Past] = {}
    for past in theirs:
        undone = kept.get(past.undoes) if past.undoes is not None else None
        if undone is not None and _cancels(undone.effect, past.effect):
            del kept[undone.version]
        else:
            kept[past.version] = past
    return list(kept.values())


def _units_of(base: Sketch, mine: Effect, rows: frozenset[int]) -> frozenset[int]:
    """The units of mine that these cells come from or go to."""
    ends = {
        number for move in mine.moves if rows & {*move.rows} for number in (move.before, move.after)
    }
    return frozenset((ends | {base.unit_of(row) for row in rows}) - {NOBODY})


def _closed(mine: Effect, theirs: Touch, units: Mapping[int, UnitState]) -> set[int]:
    """The cells of mine that would go from or to a unit that theirs locked or retired."""
    shut = theirs.gone | theirs.frozen
    below = {one.number for one in mine.units if one.after and one.after.parent in theirs.gone}
    crossing = [
        move for move in mine.moves if touch(Effect(moves=(move,)), units).moved & (shut | below)
    ]
    return {row for move in crossing for row in move.rows}


def _shut_out(mine: Effect, theirs: Touch) -> Aspects:
    """The grids of mine that would go from or to a community that theirs locked or retired."""
    shut = theirs.gone | theirs.frozen
    kept = [(one.number, one.before, one.after) for one in mine.units]
    return frozenset(
        (number, "parent")
        for number, before, after in kept
        if before and after and {number, before.parent, after.parent} & shut
    )


def _conflict(
    base: Sketch, mine: Effect, past: Past, units: frozenset[int], disputed: Iterable[int]
) -> Conflict:
    return Conflict(
        version=past.version,
        units=tuple(sorted(units)),
        mine=tuple(sorted(rows_on(mine, units, base))),
        theirs=tuple(sorted(rows_on(past.effect, units, base))),
        disputed=tuple(sorted(disputed)),
    )


def _cancels(done: Effect, undone: Effect) -> bool:
    """Whether the second takes back all that the first did."""
    ways = [
        {(row, move.before, move.after) for move in effect.moves for row in move.rows}
        for effect in (done, undone.inverse())
    ]
    fields = [touch(effect, {}).fields for effect in (done, undone)]
    locks = [
        {(row, one.locked) for one in effect.locks for row in one.rows}
        for effect in (done, undone.inverse())
    ]
    shapes = [set(effect.shapes) for effect in (done, undone.inverse())]
    return all(pair[0] == pair[1] for pair in (ways, fields, locks, shapes))
