"""Which old cell each cell of a later edition lies on."""

from dataclasses import dataclass

import numpy as np
import shapely

from gis_core.shapes import Shapes
from grids.division.cell_table import Codes, Counts, Flags


@dataclass(frozen=True, eq=False)
class Following:
    """By new cell (n,): `row` of the old one it lies on, -1 for none; `same`: nothing of it is
    otherwise, to the last corner."""

    row: Codes
    same: Flags

    def onward(self, size: int) -> Codes:
        """(size,) by old cell: the new one that is the same, -1 for none."""
        found = np.full(size, -1, np.int32)
        found[self.row[self.same]] = np.flatnonzero(self.same)
        return found


def follow(old: tuple[Counts, Shapes], new: tuple[Counts, Shapes]) -> Following:
    """Both sets as numbers and polygons (EPSG:4490).

    A cell keeps its number from edition to edition; where its shape is another, and where cells
    were made anew, a cell follows the one on which most of it lies.
    """
    (old_numbers, old_shapes), (numbers, shapes) = old, new
    if not len(old_numbers):
        return Following(np.full(len(numbers), -1, np.int32), np.zeros(len(numbers), np.bool_))
    order = np.argsort(old_numbers)
    place = np.searchsorted(old_numbers, numbers, sorter=order).clip(max=len(order) - 1)
    row = order[place]
    same = old_numbers[row] == numbers
    same[same] = shapely.equals_exact(old_shapes[row[same]], shapes[same], 0.0)
    rest = np.flatnonzero(~same)
    row[rest] = _lain_on(old_shapes, shapes[rest])
    return Following(row.astype(np.int32), np.asarray(same, np.bool_))


def _lain_on(old: Shapes, new: Shapes) -> Codes:
    """(r,) the row of `old` that most of each of `new` lies on, of equals the first; -1: none."""
    found = np.full(len(new), -1, np.int32)
    cell, row = shapely.STRtree(old).query(new, predicate="intersects")
    shared = shapely.area(shapely.intersection(new[cell], old[row]))
    order = np.lexsort((-row, shared))
    order = order[shared[order] > 0]
    found[cell[order]] = row[order]
    return found
