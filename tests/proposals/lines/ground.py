"""Drawn ground as lines see it, and what must hold of it after any line."""

from collections.abc import Sequence

import numpy as np
import shapely

from communities.basemap.cells import CellMap, CellSource
from communities.basemap.cells.rules import Geometries, Ints
from gis_core.crs import GEOGRAPHIC, reproject, transformer
from grids.proposals.drafting.lines import (
    Ask,
    Fabric,
    Reshaped,
    Sorting,
    make_fabric,
    shape_changes,
    sort_cells,
)
from tests.cells.drawing import EAST, NORTH

ZONE = 4545


def fabric_of(cells: CellMap, source: CellSource, srid: int = ZONE) -> Fabric:
    """All cells of a map; borders along any barrier."""
    footprints = np.full(len(cells), None, dtype=object)
    for building, cell in zip(cells.building_ids, cells.building_cell, strict=True):
        shape = source.buildings[source.building_ids == building][0]
        had = footprints[cell]
        footprints[cell] = shape if had is None else had.union(shape)
    standing = reproject(footprints, srid, GEOGRAPHIC)
    barred = cells.borders.barrier != ""
    return make_fabric(
        srid,
        np.arange(len(cells)),
        reproject(cells.polygons, srid, GEOGRAPHIC),
        np.array([one is not None for one in footprints]),
        footprints=lambda rows: standing[rows],
        along=np.column_stack([cells.borders.a[barred], cells.borders.b[barred]]),
    )


def lonlat(*points: tuple[float, float], srid: int = ZONE) -> list[tuple[float, float]]:
    """Degrees of points given in metres from the sheet's corner."""
    to_degrees = transformer(srid, GEOGRAPHIC).transform
    return [to_degrees(EAST + x, NORTH + y) for x, y in points]


def everything(fabric: Fabric) -> Ints:
    return np.arange(len(fabric.rows))


def sort(fabric: Fabric, ask: Ask, which: Ints | None = None, cut_open: bool = True) -> Sorting:
    cells = everything(fabric)
    open_cells = cells[~fabric.built] if cut_open else cells[:0]
    return sort_cells(fabric, cells if which is None else which, ask, open_cells)


def stored(fabric: Fabric) -> dict[int, str]:
    shapes = shapely.to_wkb(fabric.to_degrees(fabric.polygons), hex=True)
    return dict(zip(fabric.rows.tolist(), shapes.tolist(), strict=True))


def reshape(fabric: Fabric, sorting: Sorting) -> tuple[Reshaped, Geometries]:
    """The changes, and the shapes (EPSG:4490) of all rows after them."""
    before = stored(fabric)
    changes = shape_changes(fabric, before, sorting, len(before))
    after = before | {one.row: one.after for one in changes.changes if one.after}
    return changes, shapely.from_wkb([after[row] for row in sorted(after)])


def assert_exact(fabric: Fabric, after: Geometries) -> None:
    """Valid, exactly noded, no gap, no overlap, the same ground; in degrees as stored."""
    before = fabric.to_degrees(fabric.polygons)
    assert shapely.is_valid(after).all()
    assert shapely.coverage_is_valid(after)
    whole, still = shapely.coverage_union_all(before), shapely.coverage_union_all(after)
    assert shapely.equals(whole.normalize(), still.normalize())
    metres = reproject(after, GEOGRAPHIC, fabric.srid)
    assert abs(shapely.area(metres).sum() - shapely.area(fabric.polygons).sum()) < 0.01


def assert_buildings_whole(fabric: Fabric, sorting: Sorting) -> None:
    """No cell in which something stands was cut."""
    assert not fabric.built[list(sorting.pieces)].any()


def named(rows: Sequence[int] | Ints) -> set[int]:
    return {int(row) for row in rows}
