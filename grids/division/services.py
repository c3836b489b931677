"""Every write to the division into grids: which cells make a grid, and everybody's figures."""

from uuid import UUID

import numpy as np
import shapely
from django.db import transaction

from communities.basemap.models import Cell, CellSet
from communities.basemap.services import draw_boundary
from communities.territory.models import Boundary, Edition, RuleSet
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.copying import copy_rows
from gis_core.shapes import Shapes, read_shapes, shape_array, shape_of
from grids.division.cell_table import Codes, read_cell_table
from grids.division.figures import figures_of_units
from grids.division.models import GridCell, UnitFigures


@transaction.atomic
def assign_cells_to_grids(*, cell_set: CellSet) -> int:
    """Give each cell to the grid it lies in, among the grids of its own community; how many.

    In an edition still in preparation the grids' outlines then follow their cells exactly.
    """
    edition = cell_set.edition
    grids = list(boundaries_of(edition, Level.GRID))
    if not grids:
        return 0
    ids, communities, shapes = _cells(cell_set)
    labels = _grid_of_each(grids, communities, shapes)
    GridCell.objects.filter(edition=edition).delete()
    inside = np.flatnonzero(labels >= 0)
    copy_rows(
        GridCell,
        ("edition_id", "cell_id", "grid_id"),
        ((edition.pk, ids[row], grids[labels[row]].place_id) for row in inside.tolist()),
    )
    if edition.status == Edition.Status.PREPARED:
        for row, grid in enumerate(grids):
            if (labels == row).any():
                draw_boundary(grid, shapes[labels == row])
    return len(inside)


@transaction.atomic
def compute_figures(*, cell_set: CellSet, rule_set: RuleSet) -> None:
    """Store the figures of every community and grid of the cell set's edition."""
    table = read_cell_table(cell_set, rule_set)
    boundaries = Boundary.objects.of_edition(cell_set.edition)
    rows = figures_of_units(cell_set, table, rule_set)
    UnitFigures.objects.filter(boundary__in=boundaries).delete()
    UnitFigures.objects.bulk_create(rows)


def _cells(cell_set: CellSet) -> tuple[list[int], list[UUID], Shapes]:
    """Keys, communities and shapes of the set's cells, by number."""
    cells = Cell.objects.filter(cell_set=cell_set).order_by("number")
    rows = list(cells.values_list("id", "community_id"))
    return [row[0] for row in rows], [row[1] for row in rows], read_shapes(cells)


def _grid_of_each(grids: list[Boundary], communities: list[UUID], shapes: Shapes) -> Codes:
    """(n,) row of the grid each cell lies in, -1 where its community has none.

    A cell belongs where most of it lies; where old outlines leave it out, to the nearest grid.
    """
    outlines = shape_array(map(shape_of, grids))
    parents = [grid.parent_id for grid in grids]
    labels = np.full(len(shapes), -1, np.int32)
    for community in set(parents):
        own = np.array([row for row, parent in enumerate(parents) if parent == community])
        cells = np.array([row for row, one in enumerate(communities) if one == community], np.int64)
        if len(cells):
            labels[cells] = own[_best_outline(outlines[own], shapes[cells])]
    return labels


def _best_outline(outlines: Shapes, shapes: Shapes) -> Codes:
    points = shapely.point_on_surface(shapes)
    best = np.asarray(shapely.STRtree(outlines).nearest(points), np.int64)
    cell, grid = shapely.STRtree(outlines).query(shapes, predicate="intersects")
    area = shapely.area(shapely.intersection(shapes[cell], outlines[grid]))
    order = np.lexsort((-grid, area))
    overlapped = order[area[order] > 0]
    best[cell[overlapped]] = grid[overlapped]
    return best.astype(np.int32)
