"""Lines across a draft: which cells lie on which side, and which open ground is cut.

Pure: shapely and numpy in and out. The way of the data: degrees -> `Fabric` (metres, every vertex
on the grid of the cells) -> `Ask` (a line and the region it bounds) -> `sort_cells` -> `Sorting`
(cells inside the region, pieces, noded neighbours) -> `shape_changes` (degrees again).
"""

from grids.proposals.drafting.lines.bounds import Ask, ask_cut, ask_drag
from grids.proposals.drafting.lines.changing import PieceRow, Reshaped, shape_changes
from grids.proposals.drafting.lines.fabric import Fabric, make_fabric, zone_of
from grids.proposals.drafting.lines.measures import LineRefused
from grids.proposals.drafting.lines.sorting import Sorting, sort_cells

__all__ = [
    "Ask",
    "Fabric",
    "LineRefused",
    "PieceRow",
    "Reshaped",
    "Sorting",
    "ask_cut",
    "ask_drag",
    "make_fabric",
    "shape_changes",
    "sort_cells",
    "zone_of",
]
