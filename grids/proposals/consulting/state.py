"""The state of a draft at one of its versions: what the engine is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags
from grids.proposals.drafting.effects import NOBODY, UnitState


@dataclass(frozen=True, eq=False)
class DraftState:
    """n cells of a draft: `unit` (n,) the number of each one's grid, 0 for none; `locked` (n,).

    `units` by number, both levels.
    """

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
