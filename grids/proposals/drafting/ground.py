"""What a draft stands on and never changes: its cells, their borders and shapes, the rules."""

from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from gis_core.accounts.models import Level
from gis_core.shapes import Shapes
from grids.division.cell_table import CellTable, Codes, Counts
from grids.division.instances import Sites, cell_problem
from grids.partitioning import Problem, Rules
from grids.partitioning.evaluating import Measure

CONSOLIDATION = "consolidation"


@dataclass(frozen=True, eq=False)
class Ground:
    """The n cells of a place by number in their set, then the pieces drafts cut off them.

    `piece` (n,) is 0 for a cell, else the number of the cut; `shapes` (n,) polygons, EPSG:4490;
    `subdistrict` (n,) index into `subdistrict_ids`. One ground serves every draft on it.
    """

    table: CellTable
    piece: Codes
    shapes: Shapes
    subdistrict: Codes
    subdistrict_ids: tuple[UUID, ...]
    subdistrict_codes: tuple[str, ...]
    sites: Sites
    grid_rules: Rules
    community_rules: Rules

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.table.size

    @property
    def households(self) -> Counts:
        """(n,) as the rule set counts them."""
        return self.table.households

    def measure(self, level: Level, kind: str) -> Measure:
        """What the figures of one level are taken from in a draft of this kind.

        In a division no grid hangs together across two communities of the edition; where
        communities are redrawn too, it is subdistricts that nothing reaches across.
        """
        if level == Level.COMMUNITY:
            return self._communities
        return self._free_grids if kind == CONSOLIDATION else self._grids

    @cached_property
    def _grids(self) -> Measure:
        return Measure(cell_problem(self.table, self.grid_rules, self.sites))

    @cached_property
    def _free_grids(self) -> Measure:
        return Measure(self._in_subdistricts(self.grid_rules))

    @cached_property
    def _communities(self) -> Measure:
        """Judged by their own bounds; services must be as near as for grids, as in the map."""
        radius = self.grid_rules.service_radius
        return Measure(self._in_subdistricts(replace(self.community_rules, service_radius=radius)))

    def _in_subdistricts(self, rules: Rules) -> Problem:
        return replace(
            self._grids.problem,
            rules=rules,
            parent=self.subdistrict,
            parent_ids=tuple(map(str, self.subdistrict_ids)),
        )
