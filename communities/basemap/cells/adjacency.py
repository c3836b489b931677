"""How long cells border on each other, and along which barrier."""

from dataclasses import dataclass

import numpy as np

from communities.basemap.cells.connectivity import sum_by
from communities.basemap.cells.rules import Floats, Geometries, Ints
from communities.basemap.cells.segments import Edges, find_edges, share_edges
from communities.basemap.cells.splitting import Splits, subdivide


@dataclass(frozen=True)
class Borders:
    """One row for each pair of cells a < b and each barrier class their border runs along.

    `barrier` is the class or "" where the border runs along none; `length` in metres.
    `outer` (one for each cell) is the length of its border on no other cell.
    """

    a: Ints
    b: Ints
    barrier: Geometries
    length: Floats
    outer: Floats


def measure_borders(
    polygons: Geometries, border: Edges, border_class: Geometries, splits: Splits
) -> Borders:
    """Sum the shared edges by pair of cells and class; `border` names the edges along streets."""
    shared = share_edges(polygons)
    names, number = np.unique(np.append(border_class, "").astype(str), return_inverse=True)
    empty = int(number[-1])
    class_of = _look_up_classes(shared.edges, border, number[:-1], empty, splits)
    lengths = shared.edges.lengths
    inner = shared.second >= 0
    rows = np.column_stack((shared.first, shared.second, class_of))[inner]
    keys, row = np.unique(rows, axis=0, return_inverse=True)
    return Borders(
        keys[:, 0],
        keys[:, 1],
        names[keys[:, 2]].astype(object),
        sum_by(row.reshape(-1), lengths[inner], len(keys)),
        sum_by(shared.first[~inner], lengths[~inner], len(polygons)),
    )


def _look_up_classes(edges: Edges, border: Edges, number: Ints, empty: int, splits: Splits) -> Ints:
    """Class number of each edge; the parts of a split edge have the class of the whole."""
    parts, whole = subdivide(splits)
    inherited = find_edges(splits.edges, border)[whole]
    order = np.lexsort((parts.high, parts.low))
    named = np.append(number, empty)
    direct = find_edges(edges, border)
    within = find_edges(edges, parts.pick(order))
    part_class = np.append(named[inherited[order]], empty)
    return np.where(direct >= 0, named[direct], part_class[within])


def collapse_borders(borders: Borders) -> Borders:
    """One row for each pair: the whole length, and the class that most of it runs along.

    A class needs half of the length; where none has it, the border runs along none ("").
    """
    if not len(borders.a):
        return borders
    order = np.lexsort((borders.barrier.astype(str), -borders.length, borders.b, borders.a))
    a, b = borders.a[order], borders.b[order]
    first = np.flatnonzero(np.append(True, (a[1:] != a[:-1]) | (b[1:] != b[:-1])))
    length = np.add.reduceat(borders.length[order], first)
    main = borders.length[order][first] >= length / 2
    barrier = np.where(main, borders.barrier[order][first], "")
    return Borders(a[first], b[first], barrier, length, borders.outer)
