"""What a sorting changes in a draft's shapes, as stored."""

from dataclasses import dataclass

import numpy as np
import shapely

from grids.proposals.drafting.effects import ShapeChange
from grids.proposals.drafting.lines.fabric import Fabric
from grids.proposals.drafting.lines.sorting import Sorting


@dataclass(frozen=True)
class PieceRow:
    """A piece cut off: the row it gets, the row it was cut off, and whether it lies inside."""

    row: int
    of: int
    inside: bool


@dataclass(frozen=True, eq=False)
class Reshaped:
    """The shapes before and after, and the pieces that get new rows."""

    changes: tuple[ShapeChange, ...]
    pieces: tuple[PieceRow, ...]


def shape_changes(fabric: Fabric, stored: dict[int, str], sorting: Sorting, size: int) -> Reshaped:
    """The changes of a sorting, in EPSG:4490.

    `stored` gives the shape each row of the fabric has now (hex WKB), `size` the rows of the
    draft: pieces are numbered on from there, in order of the cells they were cut off. Raises
    ValueError where a cell in which something stands was cut, which no line may do.
    """
    if fabric.built[list(sorting.pieces)].any():
        raise ValueError("有建筑的单元不能切开。")
    changes: list[ShapeChange] = []
    pieces: list[PieceRow] = []
    for place in sorted(set(sorting.noded) | set(sorting.pieces)):
        row = int(fabric.rows[place])
        own = sorting.pieces.get(place)
        first = own.polygons[0] if own else sorting.noded[place]
        changes.append(ShapeChange(row, stored[row], _stored(fabric, first)))
        for part, inside in zip(own.polygons[1:], own.inside[1:], strict=True) if own else ():
            piece = PieceRow(size + len(pieces), row, inside)
            pieces.append(piece)
            changes.append(ShapeChange(piece.row, None, _stored(fabric, part), of=row))
    return Reshaped(tuple(changes), tuple(pieces))


def _stored(fabric: Fabric, polygon: shapely.Polygon) -> str:
    shape = fabric.to_degrees(np.array([polygon], dtype=object))[0]
    return str(shapely.to_wkb(shape, hex=True))
