"""Cells: one building with the ground around it, or a piece of open ground.

Pure: shapely and numpy in and out, metres of the county's Gauss-Krueger zone, no Django, no clock.
The way of the data: `CellSource` -> `make_faces` -> `tessellate_face` (per face, in parallel)
-> `join_cells` -> `CellMap` -> `check_cells`. `build_cells` walks it in one call.
"""

from communities.basemap.cells.adjacency import Borders, collapse_borders
from communities.basemap.cells.checking import check_cells
from communities.basemap.cells.construction import build_cells, tessellate_faces
from communities.basemap.cells.coverage import CellMap, join_cells
from communities.basemap.cells.faces import Faces, make_faces
from communities.basemap.cells.findings import Finding
from communities.basemap.cells.rules import CellRules
from communities.basemap.cells.source import CellInputError, CellSource
from communities.basemap.cells.tessellation import FaceCells, FaceTask, tessellate_face

__all__ = [
    "Borders",
    "CellInputError",
    "CellMap",
    "CellRules",
    "CellSource",
    "FaceCells",
    "FaceTask",
    "Faces",
    "Finding",
    "build_cells",
    "check_cells",
    "collapse_borders",
    "join_cells",
    "make_faces",
    "tessellate_face",
    "tessellate_faces",
]
