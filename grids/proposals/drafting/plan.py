"""A draft as it stands: whose each cell is, the units, and their figures, kept step by step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags
from grids.partitioning import Part, RunningDivision
from grids.proposals.drafting.around import labels_around
from grids.proposals.drafting.cutting import cut_ground
from grids.proposals.drafting.doubts import Doubts
from grids.proposals.drafting.effects import NOBODY, Effect, ShapeChange, UnitChange, UnitState
from grids.proposals.drafting.ground import CONSOLIDATION, Ground


@dataclass(frozen=True)
class Touched:
    """Units whose figures changed; and those among them whose outline did."""

    figures: frozenset[int]
    outlines: frozenset[int]


class Plan:
    """Labels, units and locks of one version of a draft.

    Cells belong to grids, and to the community of their grid: both levels are measured over the
    same cells, labelled by unit numbers, 0 for nobody.
    """

    def __init__(
        self,
        ground: Ground,
        kind: str,
        units: Iterable[UnitState],
        labels: Codes,
        locked: Flags,
        *,
        version: int = 0,
    ) -> None:
        """`labels` (n,) number of each cell's grid; `locked` (n,) cells that may not move."""
        self.ground, self.kind, self.version = ground, kind, version
        self.units: dict[int, UnitState] = {unit.number: unit for unit in units}
        self.locked: Flags = np.array(locked, np.bool_)
        self.outlines: dict[int, Any] = {}
        self.doubts = Doubts()
        self._parents: Codes | None = None
        self._own: Codes | None = None
        self.grids = self._running(Level.GRID, labels)
        self.communities = self._running(Level.COMMUNITY, self.parents()[labels])

    def _running(self, level: Level, labels: Codes) -> RunningDivision:
        measure = self.ground.measure(level, self.kind)
        return RunningDivision(measure.problem, labels, measure)

    @property
    def consolidates(self) -> bool:
        """Communities may be redrawn too."""
        return self.kind == CONSOLIDATION

    @property
    def labels(self) -> Codes:
        """(n,) number of each cell's grid."""
        return self.grids.labels

    @property
    def next_number(self) -> int:
        """For a new unit; never one that was used before, also by what was undone."""
        return max(self.units, default=0) + 1

    def level(self, level: Level) -> RunningDivision:
        """The cells of one level, labelled and measured."""
        return self.grids if level == Level.GRID else self.communities

    def division_of(self, number: int) -> RunningDivision:
        """The level a unit is of, measured."""
        return self.level(Level(self.units[number].level))

    def rows_of(self, number: int) -> Codes:
        """The cells of a unit, in order."""
        return np.flatnonzero(self.division_of(number).labels == number).astype(np.int32)

    def part(self, number: int) -> Part | None:
        """A unit's figures; None for one without cells."""
        return self.division_of(number).parts.get(number)

    def live(self, level: Level) -> list[UnitState]:
        """The units of a level that are not retired, by number."""
        return [
            self.units[number]
            for number in sorted(self.units)
            if self.units[number].level == level and not self.units[number].retired
        ]

    def children(self, community: int) -> list[UnitState]:
        """The grids of a community that have cells."""
        return [unit for unit in self.live(Level.GRID) if unit.parent == community]

    def parents(self) -> Codes:
        """Community by grid number; 0 for nobody's cells and where a number is no grid's."""
        if self._parents is None:
            self._parents = np.zeros(self.next_number, np.int32)
            for number, unit in self.units.items():
                self._parents[number] = unit.parent or NOBODY
        return self._parents

    def own_community(self) -> Codes:
        """(n,) number of the unit that continues the community each cell has in the edition."""
        if self._own is None:
            by_place = {unit.place: number for number, unit in self.units.items()}
            keys = [by_place.get(str(key), NOBODY) for key in self.ground.table.community_ids]
            self._own = np.array(keys, np.int32)[self.ground.table.community]
        return self._own

    def apply(self, effect: Effect) -> Touched:
        """Make the change; the effect must be one of this version, as `settle` makes them."""
        noded = self._cut(effect.shapes) if effect.shapes else set()
        regrouped = self._change_units(effect.units)
        rows, to = _flat(effect)
        grids = self.grids.apply(dict(zip(rows.tolist(), to.tolist(), strict=True)))
        for lock in effect.locks:
            self.locked[list(lock.rows)] = lock.locked
        moved = np.concatenate([rows, *map(self.rows_of, regrouped)])
        parents = self.parents()[self.labels[moved]]
        flips = dict(zip(moved.tolist(), parents.tolist(), strict=True))
        communities = self.communities.apply(flips)
        outlines = {*grids.parts, *communities.parts, *noded} - {NOBODY}
        for number in outlines:
            self.outlines.pop(number, None)
        self.doubts.cast(Level.GRID, grids.parts)
        self.doubts.cast(Level.COMMUNITY, communities.parts)
        self._doubt(effect, moved)
        return Touched(frozenset(outlines | effect.numbers), frozenset(outlines))

    def _cut(self, changes: tuple[ShapeChange, ...]) -> set[int]:
        """Stand on the ground as it is cut now, new pieces with nobody yet; the units whose
        outline has other nodes or ground for it."""
        self.ground, self._own = cut_ground(self.ground, changes), None
        rows = [change.row for change in changes]
        more = np.full(self.ground.size - len(self.labels), NOBODY, np.int32)
        self.locked = np.append(self.locked, more != NOBODY)
        parts = self.ground.parts_of_cells(rows)
        for level in (Level.GRID, Level.COMMUNITY):
            measure, division = self.ground.measure(level, self.kind), self.level(level)
            division.stand_on(measure, more, parts)
            self.doubts.cast(level, labels_around(measure, division.labels, parts))
        return {*self.labels[rows].tolist(), *self.communities.labels[rows].tolist()}

    def _doubt(self, effect: Effect, moved: Codes) -> None:
        """Forget what is broken where the change reaches: units beside the cells moved, for a
        mend names neighbours; all of them where a unit is another than it was."""
        if any(map(_is_another, effect.units)):
            self.doubts.cast_on_all()
        rows = np.concatenate([moved, [row for lock in effect.locks for row in lock.rows]])
        for level in (Level.GRID, Level.COMMUNITY):
            measure = self.ground.measure(level, self.kind)
            around = labels_around(measure, self.level(level).labels, rows.astype(np.int32))
            self.doubts.cast(level, around)
            self.doubts.cast(level, effect.numbers | {NOBODY})

    def _change_units(self, changes: tuple[UnitChange, ...]) -> list[int]:
        """The grids that went to another community. A unit taken back stays known, retired."""
        regrouped = []
        if changes:
            self._parents = self._own = None
        for change in changes:
            before = self.units.get(change.number)
            after = change.after or (before and replace(before, retired=True))
            if after is not None:
                self.units[change.number] = after
            if before and after and before.parent != after.parent:
                regrouped.append(change.number)
        return regrouped


def _is_another(change: UnitChange) -> bool:
    """Whether something is said of a unit that was not; that it came or went shows in its cells."""
    before, after = change.before, change.after
    return bool(before and after and replace(before, retired=after.retired) != after)


def _flat(effect: Effect) -> tuple[Codes, Codes]:
    """The cells moved, and where to."""
    rows = [row for move in effect.moves for row in move.rows]
    to = [move.after for move in effect.moves for _ in move.rows]
    return np.array(rows, np.int32), np.array(to, np.int32)
