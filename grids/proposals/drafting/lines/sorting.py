"""Which side each cell goes to, and what open ground is cut for it."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.rules import Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import (
    Edges,
    encode_vertices,
    find_edges,
    make_edges,
    polygon_edges,
)
from grids.proposals.drafting.lines.bounds import Ask
from grids.proposals.drafting.lines.crossings import Crossings, find_crossings
from grids.proposals.drafting.lines.fabric import Fabric, edges_of
from grids.proposals.drafting.lines.pieces import (
    Chord,
    Inserted,
    Pieces,
    choose_chords,
    find_chords,
    insert_nodes,
    nodes_within,
    split,
)

_TOUCH_M = 0.01
_SAME_M2 = 1e-4


@dataclass(frozen=True, eq=False)
class Sorting:
    """What a line makes of cells, all by place in the fabric.

    `inside` (k,) whether a cell, or the part of it that keeps its row, lies in the region;
    `pieces` the polygons of each cell that is cut, the one that keeps the row first; `noded`
    the cells whose outline only got nodes.
    """

    inside: Flags
    pieces: dict[int, Pieces]
    noded: dict[int, shapely.Polygon]


def sort_cells(fabric: Fabric, which: Ints, ask: Ask, cuttable: Ints) -> Sorting:
    """Sort the cells `which` (places) into those inside the region asked for and the others.

    A cell goes where most of what stands in it stands, open ground where most of it lies. Those
    of the open ground that are `cuttable` are cut along the line instead, where both parts are
    worth it.
    """
    inside = np.zeros(len(fabric.rows), dtype=bool)
    inside[which] = _shares(fabric, which, ask.region) > 0.5
    open_cells = np.intersect1d(which, cuttable)
    pieces, noded = _cut(fabric, open_cells[~fabric.built[open_cells]], ask)
    for place, parts in pieces.items():
        inside[place] = parts.inside[0]
    return Sorting(inside, pieces, noded)


def _shares(fabric: Fabric, which: Ints, region: shapely.Geometry) -> Floats:
    """The share of each cell that lies in the region, weighed by what stands in it."""
    shapely.prepare(region)
    ground = fabric.polygons[which]
    share = shapely.contains(region, shapely.point_on_surface(ground)).astype(np.float64)
    astride = shapely.intersects(ground, shapely.boundary(region))
    weighed = ground.copy()
    built = np.flatnonzero(astride & fabric.built[which])
    standing = fabric.standing(which[built])
    weighed[built] = np.where(shapely.is_missing(standing), weighed[built], standing)
    part, whole = weighed[astride], shapely.area(weighed[astride])
    share[astride] = shapely.area(shapely.intersection(part, region)) / whole
    return np.asarray(share, np.float64)


def _cut(
    fabric: Fabric, open_cells: Ints, ask: Ask
) -> tuple[dict[int, Pieces], dict[int, shapely.Polygon]]:
    """The pieces of the cells that are cut, and the neighbours that got the cuts' ends as nodes."""
    if not len(open_cells):
        return {}, {}
    near = open_cells[shapely.dwithin(fabric.polygons[open_cells], ask.line, _TOUCH_M)]
    crossings = find_crossings(ask.line, *edges_of(fabric, near))
    chosen = {}
    for place in near.tolist():
        polygon = fabric.polygons[place]
        own = crossings.on(_outline(polygon))
        chords = find_chords(ask.line, polygon, own)
        noded = insert_nodes(polygon, nodes_within(own, _ends(chords)))
        chords = choose_chords(noded, chords, ask.region)
        if chords:
            chosen[place] = chords
    return _draw(fabric, chosen, crossings, ask.region)


def _draw(
    fabric: Fabric, chosen: dict[int, list[Chord]], crossings: Crossings, region: shapely.Geometry
) -> tuple[dict[int, Pieces], dict[int, shapely.Polygon]]:
    """Cut along the chords chosen; cells that would break themselves or a neighbour stay whole."""
    inserted = nodes_within(crossings, {end for one in chosen.values() for end in _ends(one)})
    noded = _insert_all(fabric, inserted, chosen)
    pieces = {
        place: _largest_first(split(noded[place], chords, region))
        for place, chords in chosen.items()
    }
    broken = _broken(chosen, noded, pieces)
    if broken:
        kept = {place: chords for place, chords in chosen.items() if place not in broken}
        return _draw(fabric, kept, crossings, region)
    return pieces, {place: shape for place, shape in noded.items() if place not in pieces}


def _insert_all(
    fabric: Fabric, inserted: Inserted, chosen: dict[int, list[Chord]]
) -> dict[int, shapely.Polygon]:
    """The cells that are cut and all that have an edge with new nodes, with these."""
    shared = fabric.shared
    pairs = np.array(sorted(inserted), np.int64).reshape(-1, 2)
    at = find_edges(Edges(pairs[:, 0], pairs[:, 1]), shared.edges)
    touched = set(chosen) | set(shared.first[at].tolist()) | set(shared.second[at].tolist())
    return {
        place: insert_nodes(fabric.polygons[place], inserted) for place in sorted(touched - {-1})
    }


def _broken(
    chosen: dict[int, list[Chord]], noded: dict[int, shapely.Polygon], pieces: dict[int, Pieces]
) -> set[int]:
    """Cells whose cut gives anything but valid pieces of the same ground, or spoils a neighbour."""
    found = {place for place in chosen if not _sound(noded[place], pieces[place].polygons)}
    for shape in noded.values():
        if not shape.is_valid:
            codes = set(encode_vertices(shapely.get_coordinates(shape)).tolist())
            found |= {one for one, chords in chosen.items() if codes & _ends(chords)}
    return found


def _sound(whole: shapely.Polygon, parts: Geometries) -> bool:
    same = abs(shapely.area(parts).sum() - whole.area) < _SAME_M2
    return bool(len(parts) > 1 and same and shapely.is_valid(parts).all())


def _largest_first(pieces: Pieces) -> Pieces:
    order = np.argsort(-shapely.area(pieces.polygons), kind="stable")
    return Pieces(pieces.polygons[order], [pieces.inside[place] for place in order.tolist()])


def _ends(chords: list[Chord]) -> set[int]:
    return {end for chord in chords for end in (chord[0], chord[-1])}


def _outline(polygon: shapely.Polygon) -> Edges:
    start, end, _ = polygon_edges(np.array([polygon], dtype=object))
    return make_edges(start, end)
