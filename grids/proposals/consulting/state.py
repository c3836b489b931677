"""The state of a draft at one of its versions: what the engine is asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import CellTable, Codes, Flags
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState


@dataclass(frozen=True, eq=False)
class DraftState:
    """n cells of a draft: `unit` (n,) the number of each one's grid, 0 for none; `locked` (n,).

    `units` by number, both levels; `table` row by row as the draft's cells.
    """

    table: CellTable
    unit: Codes
    locked: Flags
    units: Mapping[int, UnitState]

    def grids(self) -> list[UnitState]:
        """The grids that are not retired, by number."""
        return self._living(Level.GRID)

    def communities(self) -> list[UnitState]:
        """The communities that are not retired, by number."""
        return self._living(Level.COMMUNITY)

    def grids_of(self, number: int) -> list[int]:
        """The number itself where it is a grid, else those of the community's grids."""
        if self.units[number].level == Level.GRID:
            return [number]
        return [grid.number for grid in self.grids() if grid.parent == number]

    def community_of_rows(self) -> Codes:
        """(n,) the number of the community each cell's grid belongs to, 0 for none."""
        parent = np.zeros(max(self.units, default=0) + 1, np.int32)
        for unit in self.units.values():
            parent[unit.number] = unit.parent or NOBODY
        return parent[self.unit]

    def _living(self, level: Level) -> list[UnitState]:
        living = (unit for unit in self.units.values() if not unit.retired)
        return sorted((one for one in living if one.level == level), key=lambda one: one.number)


def rewound(state: DraftState, effects: Sequence[Effect]) -> DraftState:
    """The state before these effects, given in the order they were made."""
    unit, locked, units = state.unit.copy(), state.locked.copy(), dict(state.units)
    for effect in reversed(effects):
        back = effect.inverse()
        for change in back.units:
            units.pop(change.number, None)
            if change.after is not None:
                units[change.number] = change.after
        for move in back.moves:
            unit[list(move.rows)] = move.after
        for lock in back.locks:
            locked[list(lock.rows)] = lock.locked
    return replace(state, unit=unit, locked=locked, units=units)
