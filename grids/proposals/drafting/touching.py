"""What an operation lays its hand on, and where two operations want the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grids.proposals.drafting.effects import NOBODY, Effect, UnitChange, UnitState

Aspects = frozenset[tuple[int, str]]
OWN = ("locked", "name", "code", "parent")  # whether a unit is retired follows from its cells


@dataclass(frozen=True)
class Touch:
    """The hold an effect has on units: `cells` are those it gives cells to or takes them from,
    `fields` whose name, code, parent or lock it sets, `gone` those it retires or brings back,
    `parents` the communities it hangs grids on, `crossed` those that cells or grids leave or
    enter, `frozen` the units it locks."""

    rows: frozenset[int]
    cells: frozenset[int]
    fields: Aspects
    gone: frozenset[int]
    parents: frozenset[int]
    crossed: frozenset[int]
    frozen: frozenset[int]

    @property
    def used(self) -> frozenset[int]:
        """The units it counts on being there."""
        return self.cells | self.parents | {number for number, _ in self.fields}

    @property
    def moved(self) -> frozenset[int]:
        """The units that would not be as they are if they were locked."""
        return self.cells | self.crossed | {n for n, name in self.fields if name == "parent"}


def touch(effect: Effect, units: Mapping[int, UnitState]) -> Touch:
    """What `effect` lays its hand on among `units`; those it makes itself are nobody else's."""
    kept = [one for one in effect.units if one.before is not None]
    new = frozenset(one.number for one in effect.units if one.before is None)
    cells = {number for move in effect.moves for number in (move.before, move.after)}
    return Touch(
        rows=effect.rows,
        cells=frozenset(cells - {NOBODY}) - new,
        fields=frozenset((one.number, name) for one in kept for name in changed_fields(one)),
        gone=frozenset(one.number for one in kept if _retired(one.before) != _retired(one.after)),
        parents=frozenset(_parents(effect.units)) - new,
        crossed=frozenset(_crossed(effect, units)) - new,
        frozen=frozenset(one.number for one in kept if one.after is not None and _locks(one)),
    )


def changed_fields(change: UnitChange) -> list[str]:
    """What of a unit that stays was set to something else."""
    if change.before is None or change.after is None:
        return []
    return [n for n in OWN if getattr(change.before, n) != getattr(change.after, n)]


def overlap(mine: Touch, theirs: Touch) -> frozenset[int]:
    """The units that both want: to move their cells, to set the same of them, or one to have
    while the other retires or locks them."""
    fields = {number for number, _ in mine.fields & theirs.fields}
    gone = (mine.gone & theirs.used) | (mine.used & theirs.gone)
    frozen = (mine.moved & theirs.frozen) | (mine.frozen & theirs.moved)
    return (mine.cells & theirs.cells) | fields | gone | frozen


def _retired(unit: UnitState | None) -> bool:
    return unit is None or unit.retired


def _locks(change: UnitChange) -> bool:
    return "locked" in changed_fields(change) and change.after is not None and change.after.locked


def _parents(changes: Iterable[UnitChange]) -> set[int]:
    """The communities on which units hang that are new, brought back, or hung elsewhere."""
    return {
        one.after.parent
        for one in changes
        if one.after is not None and one.after.parent is not None and _hangs_anew(one)
    }


def _hangs_anew(change: UnitChange) -> bool:
    before, after = change.before, change.after
    if after is None or after.retired:
        return False
    return before is None or before.retired or before.parent != after.parent


def _crossed(effect: Effect, units: Mapping[int, UnitState]) -> set[int]:
    known = {**units, **{one.number: one.after for one in effect.units if one.after}}
    parents = {number: unit.parent for number, unit in known.items()}
    pairs = [(parents.get(move.before), parents.get(move.after)) for move in effect.moves]
    kept = [(one.before, one.after) for one in effect.units]
    pairs += [(before.parent, after.parent) for before, after in kept if before and after]
    return {number for pair in pairs if pair[0] != pair[1] for number in pair if number}
