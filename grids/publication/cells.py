"""The cells of the new edition: the former set's, with the proposal's cuts, in the new units.

A cell keeps its number, so that one set can be followed into the next; a piece cut off gets a
number after all others. The whole county is copied in the database, what was cut is written from
the plan.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from communities.basemap.models import Cell, CellBorder, CellSet
from communities.territory.models import Edition
from gis_core.accounts.models import Level
from gis_core.copying import copy_rows, reserve_ids
from gis_core.shapes import to_ewkb
from grids.division.cell_table import NONE
from grids.division.models import GridCell
from grids.publication.drafts import Draft

_COUNTS = "dwellings, households_registered, households_resident, population, estimated_households"
_CELLS = f"""
    INSERT INTO basemap_cell (
        county_id, cell_set_id, community_id, compound_id, number, area_m2, perimeter_m, outer_m,
        east_m, north_m, {_COUNTS}, geom)
    SELECT cell.county_id, %(new)s, COALESCE(given.place, cell.community_id), cell.compound_id,
           cell.number, cell.area_m2, cell.perimeter_m, cell.outer_m, cell.east_m, cell.north_m,
           {_COUNTS}, COALESCE(shape.geom, cell.geom)
      FROM basemap_cell cell
      LEFT JOIN proposals_proposalcell own
             ON own.proposal_id = %(proposal)s AND own.cell_id = cell.id AND own.piece = 0
      LEFT JOIN proposals_proposalunit unit ON unit.id = own.unit_id
      LEFT JOIN proposals_proposalunit above ON above.id = unit.parent_id
      LEFT JOIN unnest(%(numbers)s::int[], %(places)s::uuid[]) AS given (number, place)
             ON given.number = above.number
      LEFT JOIN proposals_proposalshape shape
             ON shape.proposal_id = %(proposal)s AND shape.cell_id = cell.id AND shape.piece = 0
     WHERE cell.cell_set_id = %(old)s
     ORDER BY cell.id
"""  # noqa: S608  # our own columns
_BUILDINGS = """
    INSERT INTO basemap_cellbuilding (cell_id, building_id)
    SELECT new.id, standing.building_id
      FROM basemap_cellbuilding standing
      JOIN basemap_cell old ON old.id = standing.cell_id AND old.cell_set_id = %(old)s
      JOIN basemap_cell new ON new.cell_set_id = %(new)s AND new.number = old.number
     ORDER BY standing.id
"""
# Borders of which both ends are no part of a cut cell; the others are written from the plan.
_BORDERS = """
    INSERT INTO basemap_cellborder (cell_set_id, a_id, b_id, length_m, barrier_class)
    SELECT %(new)s, LEAST(a.id, b.id), GREATEST(a.id, b.id), border.length_m, border.barrier_class
      FROM basemap_cellborder border
      JOIN basemap_cell old_a ON old_a.id = border.a_id
      JOIN basemap_cell old_b ON old_b.id = border.b_id
      JOIN basemap_cell a ON a.cell_set_id = %(new)s AND a.number = old_a.number
      JOIN basemap_cell b ON b.cell_set_id = %(new)s AND b.number = old_b.number
     WHERE border.cell_set_id = %(old)s
       AND NOT (border.a_id = ANY(%(inside)s) AND border.b_id = ANY(%(cut)s)
                OR border.a_id = ANY(%(cut)s) AND border.b_id = ANY(%(inside)s))
     ORDER BY border.id
"""
_GRIDS = """
    INSERT INTO division_gridcell (edition_id, cell_id, grid_id)
    SELECT %(edition)s, new.id, CASE WHEN own.id IS NULL THEN former.grid_id ELSE given.place END
      FROM basemap_cell old
      JOIN basemap_cell new ON new.cell_set_id = %(new)s AND new.number = old.number
      LEFT JOIN proposals_proposalcell own
             ON own.proposal_id = %(proposal)s AND own.cell_id = old.id AND own.piece = 0
      LEFT JOIN proposals_proposalunit unit ON unit.id = own.unit_id
      LEFT JOIN unnest(%(numbers)s::int[], %(places)s::uuid[]) AS given (number, place)
             ON given.number = unit.number
      LEFT JOIN division_gridcell former
             ON former.edition_id = %(former)s AND former.cell_id = old.id
     WHERE old.cell_set_id = %(old)s
       AND CASE WHEN own.id IS NULL THEN former.grid_id ELSE given.place END IS NOT NULL
     ORDER BY new.id
"""
_CELL_COLUMNS = (
    "id", "county_id", "cell_set_id", "community_id", "compound_id", "number", "area_m2",
    "perimeter_m", "outer_m", "east_m", "north_m", "dwellings", "households_registered",
    "households_resident", "population", "estimated_households", "geom",
)  # fmt: skip


def copy_cells(draft: Draft, edition: Edition, places: Mapping[int, UUID]) -> CellSet:
    """A cell set of the new edition with everybody's community and grid."""
    old = draft.proposal.cell_set
    new = CellSet.objects.create(
        county=old.county, edition=edition, map_revision=old.map_revision, findings=old.findings
    )
    cut = _Cut(draft, new, places)
    values: dict[str, Any] = {
        "new": new.pk,
        "old": old.pk,
        "proposal": draft.proposal.pk,
        "edition": edition.pk,
        "former": draft.former.pk,
        "numbers": list(places),
        "places": list(places.values()),
        "cut": cut.roots,
        "inside": cut.inside,
    }
    with connection.cursor() as cursor:
        for statement in (_CELLS, _BUILDINGS, _BORDERS, _GRIDS):
            cursor.execute(statement, values)
    cut.write(edition)
    return new


class _Cut:
    """What the proposal cut: pieces as cells of their own, and the measures of what was left."""

    def __init__(self, draft: Draft, new: CellSet, places: Mapping[int, UUID]) -> None:
        self.draft, self.new, self.places = draft, new, places
        ground = draft.after.ground
        self.first = ground.size - len(ground.cuts.root)
        gone = ground.gone
        self.pieces = [row for row in range(self.first, ground.size) if not gone[row]]
        whole = ground.whole
        self.root_rows = sorted({int(whole[row]) for row in self.pieces})
        ids = ground.table.ids
        self.roots: list[int] = ids[self.root_rows].tolist()
        self.inside: list[int] = ids[: self.first].tolist() if self.roots else []

    def write(self, edition: Edition) -> None:
        """Pieces, borders and measures of cut cells; nothing where nothing was cut."""
        if not self.pieces:
            return
        numbers = dict(Cell.objects.filter(cell_set=self.new).values_list("number", "pk"))
        keys = self._keys_of_cells(numbers)
        ids = reserve_ids(Cell, len(self.pieces))
        keys |= dict(zip(self.pieces, ids, strict=True))
        first = max(numbers) + 1
        copy_rows(
            Cell,
            _CELL_COLUMNS,
            (self._cell(row, keys[row], first + at) for at, row in enumerate(self.pieces)),
        )
        self._write_borders(keys)
        self._measure(keys)
        self._divide(edition, keys)

    def _keys_of_cells(self, numbers: dict[int, int]) -> dict[int, int]:
        """The new key of every cell of the place, by row."""
        old = self.draft.after.ground.table.ids[: self.first].tolist()
        number_of = dict(Cell.objects.filter(pk__in=old).values_list("pk", "number"))
        return {row: numbers[number_of[key]] for row, key in enumerate(old)}

    def _cell(self, row: int, key: int, number: int) -> tuple[Any, ...]:
        """A piece: open ground, so nobody is counted in it."""
        plan, table = self.draft.after, self.draft.after.ground.table
        compound = int(table.compound[row])
        return (
            key, self.new.county_id, self.new.pk, self._community(row),
            table.compound_ids[compound] if compound >= 0 else None, number,
            round(float(table.area[row]), 2), round(float(table.perimeter[row]), 2),
            round(float(table.outer()[row]), 2), *table.xy[row].tolist(), 0, 0, 0, 0, 0,
            to_ewkb(plan.ground.shapes[row : row + 1])[0],
        )  # fmt: skip

    def _community(self, row: int) -> UUID:
        return self.places[int(self.draft.after.level(Level.COMMUNITY).labels[row])]

    def _write_borders(self, keys: Mapping[int, int]) -> None:
        """The borders inside the place of which an end is a part of a cut cell."""
        table = self.draft.after.ground.table
        parts = [*self.root_rows, *self.pieces]
        which = np.flatnonzero(np.isin(table.edges, parts).any(axis=1))
        ends = np.array([[keys[a], keys[b]] for a, b in table.edges[which].tolist()], np.int64)
        names = [
            "" if one == NONE else table.barrier_names[one] for one in table.barrier[which].tolist()
        ]
        rows = zip(
            ends.min(axis=1).tolist(), ends.max(axis=1).tolist(),
            table.length[which].round(3).tolist(), names, strict=True,
        )  # fmt: skip
        columns = ("cell_set_id", "a_id", "b_id", "length_m", "barrier_class")
        copy_rows(CellBorder, columns, ((self.new.pk, *row) for row in rows if row[2] > 0))

    def _measure(self, keys: Mapping[int, int]) -> None:
        """Area, perimeter and place of what was left of the cells that were cut."""
        table = self.draft.after.ground.table
        left = [
            Cell(
                pk=keys[row],
                area_m2=round(float(table.area[row]), 2),
                perimeter_m=round(float(table.perimeter[row]), 2),
                outer_m=round(float(table.outer()[row]), 2),
                east_m=float(table.xy[row][0]),
                north_m=float(table.xy[row][1]),
            )
            for row in self.root_rows
        ]
        fields = ["area_m2", "perimeter_m", "outer_m", "east_m", "north_m"]
        Cell.objects.bulk_update(left, fields)

    def _divide(self, edition: Edition, keys: Mapping[int, int]) -> None:
        """The grids of the pieces."""
        labels = self.draft.after.labels
        GridCell.objects.bulk_create(
            GridCell(edition=edition, cell_id=keys[row], grid_id=self.places[int(labels[row])])
            for row in self.pieces
            if int(labels[row]) in self.places
        )
