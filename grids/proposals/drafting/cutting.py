"""The ground of a draft after open ground was cut, or a cut taken back: made again from the cells.

What comes out depends on the shapes as they are, never on the steps that led there.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import shapely

from communities.basemap.cells.segments import decode_vertices, encode_vertices
from gis_core.crs import GEOGRAPHIC, transformer
from gis_core.shapes import Shapes
from grids.division.cell_table import Codes, Floats
from grids.proposals.drafting.effects import ShapeChange
from grids.proposals.drafting.ground import Cuts, Ground
from grids.proposals.drafting.lines.fabric import zone_of
from grids.proposals.drafting.pieces import with_pieces


def cut_ground(ground: Ground, changes: Iterable[ShapeChange]) -> Ground:
    """The ground with these shapes changed."""
    return ground_with(ground.uncut or ground, _changed(ground, changes))


def ground_with(uncut: Ground, cuts: Cuts) -> Ground:
    """The ground of the cells as these cuts left them."""
    root: Codes = np.array(cuts.root, np.int32)
    shapes = _shapes(uncut, cuts)
    return replace(
        uncut,
        table=with_pieces(uncut.table, root, _around(uncut, cuts, shapes)),
        piece=np.append(uncut.piece, np.arange(1, len(root) + 1, dtype=np.int32)),
        shapes=shapes,
        subdistrict=np.append(uncut.subdistrict, uncut.subdistrict[root]),
        built=np.append(uncut.built, np.zeros(len(root), np.bool_)),
        cuts=cuts,
        uncut=uncut,
    )


def zone_of_ground(ground: Ground) -> int:
    """The zone its cells are measured in."""
    inside = shapely.get_coordinates(shapely.point_on_surface(ground.shapes[0]))[0]
    return zone_of((float(inside[0]), float(inside[1])), tuple(ground.table.xy[0].tolist()))


def _changed(ground: Ground, changes: Iterable[ShapeChange]) -> Cuts:
    """The cuts after these changes. A piece of a piece is a piece of the cell."""
    shapes, root = dict(ground.cuts.shapes), list(ground.cuts.root)
    first = (ground.uncut or ground).size
    for change in changes:
        shapes[change.row] = change.after
        if change.row == first + len(root):
            of = change.row if change.of is None else change.of
            root.append(of if of < first else root[of - first])
    return Cuts(shapes, tuple(root))


def _shapes(uncut: Ground, cuts: Cuts) -> Shapes:
    """(n + c,) polygons as they are, EPSG:4490; empty for pieces taken back."""
    found = np.empty(uncut.size + len(cuts.root), dtype=object)
    found[: uncut.size] = uncut.shapes
    for row, shape in cuts.shapes.items():
        found[row] = shapely.Polygon() if shape is None else shapely.from_wkb(shape)
    return found


def _around(uncut: Ground, cuts: Cuts, shapes: Shapes) -> dict[int, shapely.Polygon]:
    """The shapes (metres) of the parts of cut cells and of all that touches them, by row."""
    first = uncut.size
    roots = {one for at, one in enumerate(cuts.root) if cuts.shapes[first + at] is not None}
    touching = uncut.table.edges[np.isin(uncut.table.edges, sorted(roots)).any(axis=1)]
    cells = roots | set(touching.ravel().tolist())
    rows = [*cells, *(first + at for at, one in enumerate(cuts.root) if one in cells)]
    living = [row for row in sorted(rows) if not shapely.is_empty(shapes[row])]
    if not living:
        return {}
    project = transformer(GEOGRAPHIC, zone_of_ground(uncut)).transform

    def on_grid(lonlat: Floats) -> Floats:
        return decode_vertices(encode_vertices(np.column_stack(project(*lonlat.T))))

    return dict(zip(living, shapely.transform(shapes[living], on_grid), strict=True))
