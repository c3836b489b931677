"""The table of a draft's cells where some of them were cut: pieces are rows of their own.

A function of the cells and of the shapes as they are, not of how they came to be: taking cuts
back, or making the log again, gives the very same figures.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

import numpy as np
import shapely

from communities.basemap.cells.rules import Geometries
from communities.basemap.cells.segments import share_edges
from grids.division.cell_table import CellTable, Codes, Counts, Floats

Border = tuple[int, int, float, int]
"""Two rows, metres, and the barrier's place in the table's names or -1."""


def with_pieces(
    table: CellTable, root: Codes, polygons: Mapping[int, shapely.Polygon]
) -> CellTable:
    """`table` with a row more for each piece; `root` (c,) is the cell each was cut off.

    `polygons` (metres, exactly noded) are the shapes of all that cutting parted, cells and
    pieces, and of all that touches these. A piece without a polygon has been taken back: its row
    stays, with nothing in it. Area, outer border and every border, class by class, are shared out
    by what geometry says, so that sums stay what they were.
    """
    if not len(root):
        return table
    whole = np.concatenate([np.arange(table.size, dtype=np.int32), root])
    living = [row for row in sorted(polygons) if row >= table.size]
    cut = set(whole[living].tolist())
    parts = [row for row in sorted(polygons) if int(whole[row]) in cut]
    between, outside = _measure(polygons)
    share = _shares(parts, whole, {row: float(polygons[row].area) for row in parts})
    edge = _shares(parts, whole, outside)
    kept = ~np.isin(table.edges, sorted(cut)).any(axis=1)
    borders = _borders(table, np.flatnonzero(~kept), whole, cut, between)
    outer = _spread(table.outer(), parts, whole, edge)
    return replace(
        _longer(table, root),
        xy=_places(table, parts, polygons, root),
        area=_spread(table.area, parts, whole, share),
        perimeter=_perimeters(table, cut, whole, outer, borders),
        edges=np.concatenate(
            [table.edges[kept], np.array([one[:2] for one in borders], np.int32).reshape(-1, 2)]
        ),
        length=np.append(table.length[kept], [one[2] for one in borders]),
        barrier=np.append(table.barrier[kept], [one[3] for one in borders]).astype(np.int32),
    )


def _measure(
    polygons: Mapping[int, shapely.Polygon],
) -> tuple[dict[tuple[int, int], float], dict[int, float]]:
    """Metres of border between two of the rows, and of each row's border on none of them."""
    rows = sorted(polygons)
    shapes: Geometries = np.array([polygons[row] for row in rows], dtype=object)
    shared = share_edges(shapes)
    between: dict[tuple[int, int], float] = defaultdict(float)
    outside: dict[int, float] = defaultdict(float)
    ends = zip(shared.first.tolist(), shared.second.tolist(), strict=True)
    for (first, second), metres in zip(ends, shared.edges.lengths.tolist(), strict=True):
        if second < 0:
            outside[rows[first]] += metres
        else:
            between[rows[first], rows[second]] += metres
    return between, outside


def _shares(parts: list[int], whole: Codes, values: Mapping[int, float]) -> dict[int, float]:
    """Each part's share of what all parts of its cell have; the cell keeps it where none has."""
    sums: dict[int, float] = defaultdict(float)
    for row in parts:
        sums[int(whole[row])] += values.get(row, 0.0)
    return {
        row: values.get(row, 0.0) / total if total else float(row == whole[row])
        for row in parts
        for total in [sums[int(whole[row])]]
    }


def _borders(
    table: CellTable,
    which: Counts,
    whole: Codes,
    cut: set[int],
    between: Mapping[tuple[int, int], float],
) -> list[Border]:
    """The borders `which` of cut cells shared out among their parts, class by class, and those
    of the cuts themselves."""
    among: dict[tuple[int, int], list[Border]] = defaultdict(list)
    for (a, b), metres in between.items():
        ends = sorted((int(whole[a]), int(whole[b])))
        among[ends[0], ends[1]].append((a, b, metres, -1))
    columns = (table.edges[which], table.length[which], table.barrier[which])
    found: list[Border] = []
    for (a, b), metres, barrier in zip(*(one.tolist() for one in columns), strict=True):
        parted = among.get((min(a, b), max(a, b)), [])
        total = sum(border[2] for border in parted)
        found += [(p, q, metres * part / total, barrier) for p, q, part, _ in parted] or [
            (a, b, metres, barrier)
        ]
    return found + list(chain.from_iterable(among[one, one] for one in sorted(cut)))


def _spread(values: Floats, parts: list[int], whole: Codes, share: Mapping[int, float]) -> Floats:
    """(n + c,) the values of the cells, those of cut cells shared out; nothing where none is."""
    found = np.concatenate([values, np.zeros(len(whole) - len(values))])
    for row in parts:
        found[row] = values[whole[row]] * share[row]
    return found


def _perimeters(
    table: CellTable, cut: set[int], whole: Codes, outer: Floats, borders: list[Border]
) -> Floats:
    """(n + c,) what cells had; for the parts of a cut cell all their borders together."""
    around = outer.copy()
    for a, b, metres, _ in borders:
        around[a] += metres
        around[b] += metres
    found = np.concatenate([table.perimeter, np.zeros(len(whole) - table.size)])
    return np.where(np.isin(whole, sorted(cut)), around, found)


def _places(
    table: CellTable, parts: list[int], polygons: Mapping[int, shapely.Polygon], root: Codes
) -> Floats:
    """(n + c, 2) a place inside every row; one that was taken back is where its cell is."""
    found = np.concatenate([table.xy, table.xy[root]])
    inside = shapely.point_on_surface(np.array([polygons[row] for row in parts], dtype=object))
    found[parts] = shapely.get_coordinates(inside).round(2)
    return found


def _longer(table: CellTable, root: Codes) -> CellTable:
    """The table with a row more for each piece: nobody lives there, the rest is its cell's."""

    def none(values: Counts) -> Counts:
        return np.concatenate([values, np.zeros(len(root), np.int64)])

    def same(values: Codes) -> Codes:
        return np.concatenate([values, values[root]])

    return replace(
        table,
        ids=np.concatenate([table.ids, table.ids[root]]),
        households=none(table.households),
        estimated=none(table.estimated),
        dwellings=none(table.dwellings),
        population=none(table.population),
        community=same(table.community),
        compound=same(table.compound),
    )
