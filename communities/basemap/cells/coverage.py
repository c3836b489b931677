"""The cells of all faces joined to one exactly noded coverage."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely

from communities.basemap.cells.adjacency import Borders, measure_borders
from communities.basemap.cells.faces import Faces
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import Geometries, Ints
from communities.basemap.cells.splitting import gather_splits, split_edges
from communities.basemap.cells.tessellation import FaceCells


@dataclass(frozen=True)
class CellMap:
    """All cells, n of them, and how they border on each other.

    `polygons` (n) tile every area: each vertex of a neighbour on a shared edge is a vertex of
    both. `area` and `face` are rows of the source's areas and of the tasks, `compound` the
    compound of the cell's largest building or -1. `building_ids` are all buildings that have a
    cell and `building_cell` the row of it. Metres.
    """

    polygons: Geometries
    area: Ints
    face: Ints
    compound: Ints
    building_ids: Ints
    building_cell: Ints
    borders: Borders
    findings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.polygons)


def join_cells(faces: Faces, done: Iterable[FaceCells]) -> CellMap:
    """Bring the cells of every face together, whatever order they come in.

    Raises KeyError where a face has not been done.
    """
    by_key = {cells.key: cells for cells in done}
    own = [by_key[task.key] for task in faces.tasks]
    counts = np.array([len(cells.polygons) for cells in own], dtype=np.int64)
    face = np.repeat(np.arange(len(own)), counts)
    splits = gather_splits(own)
    polygons = split_edges(_concatenate([cells.polygons for cells in own]), splits)
    row, cell = _house_buildings(faces, own, np.cumsum(counts) - counts)
    compound, mixed = _find_compounds(faces, row, cell, len(polygons))
    return CellMap(
        polygons,
        faces.area[face],
        face,
        compound,
        faces.source.building_ids[row],
        cell,
        measure_borders(polygons, faces.border, faces.border_class, splits),
        faces.findings + mixed + _tell_fallbacks(faces, own),
    )


def _concatenate(groups: list[Geometries]) -> Geometries:
    return np.concatenate(groups) if groups else np.empty(0, dtype=object)


def _house_buildings(faces: Faces, own: list[FaceCells], offsets: Ints) -> tuple[Ints, Ints]:
    """Rows of the buildings that have a cell, and the cell of each, in order of the rows."""
    rows, cells = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for parts, done, offset in zip(faces.parts, own, offsets, strict=True):
        for members, cell in zip(parts, done.cell, strict=True):
            rows.append(members)
            cells.append(np.full(len(members), offset + cell))
    row, cell = np.concatenate(rows), np.concatenate(cells)
    order = np.argsort(row, kind="stable")
    return row[order], cell[order]


def _find_compounds(faces: Faces, row: Ints, cell: Ints, count: int) -> tuple[Ints, list[Finding]]:
    """Compound of the largest building of each cell, and cells with buildings of several."""
    compounds, size = faces.source.compounds[row], shapely.area(faces.source.buildings[row])
    order = np.lexsort((-row, size))
    compound = np.full(count, -1, dtype=np.int64)
    compound[cell[order]] = compounds[order]
    other = np.unique(cell[compounds != compound[cell]])
    ids = faces.source.building_ids[row]
    return compound, [
        found("mixed_compounds", buildings=ids[cell == one], cells=[one]) for one in other
    ]


def _tell_fallbacks(faces: Faces, own: list[FaceCells]) -> list[Finding]:
    findings = []
    for parts, cells in zip(faces.parts, own, strict=True):
        if cells.fallback:
            point = shapely.point_on_surface(cells.polygons[0])
            ids = [int(one) for group in parts for one in faces.source.building_ids[group]]
            findings.append(found("fallback_tessellation", buildings=ids, at=(point.x, point.y)))
    return findings
