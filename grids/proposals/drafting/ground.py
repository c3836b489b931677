"""What a draft stands on: its cells, their borders and shapes, the rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

import numpy as np

from gis_core.accounts.models import Level
from gis_core.shapes import Shapes
from grids.division.cell_table import CellTable, Codes, Counts, Flags
from grids.division.instances import Sites, cell_problem, parted_problem
from grids.partitioning import Problem, Rules
from grids.partitioning.evaluating import Measure

CONSOLIDATION = "consolidation"

Footprints = Callable[[Counts], Shapes]
"""What stands in the cells with these keys, EPSG:4490; None where nothing does."""


@dataclass(frozen=True)
class Cuts:
    """Open ground that one draft cut.

    `shapes` (hex WKB, by row) are those that are not as the cells had them, None for a piece
    that was taken back; `root` the row of the cell each piece was cut off, piece by piece.
    """

    shapes: Mapping[int, str | None] = field(default_factory=dict)
    root: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Ground:
    """The n cells of a place by number in their set, then the pieces drafts cut off them.

    `piece` (n,) is 0 for a cell, else the number of the cut; `shapes` (n,) polygons, EPSG:4490;
    `subdistrict` (n,) index into `subdistrict_ids`; `built` (n,) whether anything stands there.
    One ground serves every draft that cut nothing; `uncut` is that one of a ground with `cuts`.
    `state` tells the venues and roads it was read with from others.
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
    built: Flags
    footprints: Footprints
    cuts: Cuts = Cuts()
    uncut: "Ground | None" = None
    state: str = ""

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.table.size

    @property
    def households(self) -> Counts:
        """(n,) as the rule set counts them."""
        return self.table.households

    @property
    def whole(self) -> Codes:
        """(n,) the row of the cell each row is, or is a piece of."""
        cells = np.arange(self.size - len(self.cuts.root), dtype=np.int32)
        return np.append(cells, np.array(self.cuts.root, np.int32))

    @property
    def gone(self) -> Flags:
        """(n,) pieces that were taken back: they keep their row and belong to nobody."""
        gone: Flags = np.zeros(self.size, np.bool_)
        gone[[row for row, shape in self.cuts.shapes.items() if shape is None]] = True
        return gone

    @property
    def open(self) -> Flags:
        """(n,) cells that may be cut: nothing stands there and nobody is counted there."""
        table = self.table
        people = table.households + table.dwellings + table.population
        return np.asarray(~self.built & (people == 0))

    def measure(self, level: Level, kind: str) -> Measure:
        """What the figures of one level are taken from in a draft of this kind.

        In a division no grid hangs together across two communities of the edition; where
        communities are redrawn too, it is subdistricts that nothing reaches across.
        """
        if level == Level.COMMUNITY:
            return self._communities
        return self._free_grids if kind == CONSOLIDATION else self._grids

    def parts_of_cells(self, rows: list[int]) -> Codes:
        """All that is left of the cells these rows are, or are pieces of, in order."""
        whole = self.whole
        return np.flatnonzero(np.isin(whole, whole[rows])).astype(np.int32)

    @cached_property
    def _problem(self) -> Problem:
        if self.uncut is None:
            return cell_problem(self.table, self.grid_rules, self.sites)
        return parted_problem(self.uncut._problem, self.table, self.sites)

    @cached_property
    def _grids(self) -> Measure:
        return Measure(self._problem)

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
            self._problem,
            rules=rules,
            parent=self.subdistrict,
            parent_ids=tuple(map(str, self.subdistrict_ids)),
        )
