"""What each piece of a boundary follows, and what lies beyond it."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.shapes import Shapes, shape_array
from grids.packets.bounds.corners import Points, sides_of
from grids.packets.bounds.model import (
    REACH_M,
    FourBounds,
    Guides,
    Neighbours,
    Side,
    SideBound,
    Stretch,
)

Rows = NDArray[np.int64]

PARALLEL = 0.7  # of a piece's length it must go along a thing, else it only crosses it
OUTWARD_M = (2.0, 12.0, 30.0)  # how far beyond the line a neighbour is looked for
GENERIC = {
    "expressway": "快速路", "railway": "铁路", "river": "河流", "canal": "渠道",
    "arterial": "无名主干路", "collector": "无名次干路", "local": "无名支路", "wall": "围墙",
    "building": "楼栋外侧", "compound": "小区", "county": "县界",
}  # fmt: skip


def bounds_of(shape: shapely.Geometry, guides: Guides, neighbours: Neighbours) -> FourBounds:
    """The four bounds of an area in metres; `neighbours` must not hold the area itself."""
    parts = shapely.get_parts(shape)
    largest = max(parts, key=lambda part: part.area)
    search = _Search(guides, neighbours)
    sides = tuple(search.side(side, line) for side, line in sides_of(largest).items())
    return FourBounds(sides, len(parts), len(largest.interiors))


class _Search:
    def __init__(self, guides: Guides, neighbours: Neighbours) -> None:
        self.guides, self.neighbours = guides, neighbours
        self.areas = shapely.STRtree(neighbours.shapes)

    def side(self, side: Side, line: Points) -> SideBound:
        """One side, told in the order of its points."""
        starts, ends = line[:-1], line[1:]
        lengths = np.hypot(*(ends - starts).T)
        whole = float(lengths.sum())
        along, beyond = self._followed(starts, ends), self._beyond(side, starts, ends)
        labels = [self._label(row) for row in along.tolist()]
        names = [self.neighbours.names[row] if row >= 0 else "" for row in beyond.tolist()]
        stretches = tuple(
            _stretch(label, labels, names, lengths, whole) for label in dict.fromkeys(labels)
        )
        shares = tuple(
            (name, float(lengths[[name == one for one in names]].sum()) / whole)
            for name in dict.fromkeys(names)
        )
        return SideBound(side, whole, stretches, shares)

    def _label(self, row: int) -> tuple[str, str]:
        """What it is called, and its kind; two empty texts for nothing."""
        if row < 0:
            return "", ""
        kind, name = self.guides.kinds[row], self.guides.names[row]
        if kind == "compound":
            return f"{name}{'围墙' if name else '小区外缘'}", kind
        if kind == "building":
            return f"{name or '楼栋'}外侧", kind
        return name or GENERIC[kind], kind

    def _followed(self, starts: Points, ends: Points) -> Rows:
        """(n,) the row of the guide each piece follows, -1 for none."""
        found = np.full(len(starts), -1, np.int64)
        if not len(starts) or not len(self.guides.kinds):
            return found
        middles = shapely.points((starts + ends) / 2)
        pieces, rows = self.guides.tree.query(middles, "dwithin", max(REACH_M.values()))
        away = shapely.distance(middles[pieces], self.guides.shapes[rows])
        near = away <= self.guides.reach[rows]
        pieces, rows, away = pieces[near], rows[near], away[near]
        kept = _parallel(starts[pieces], ends[pieces], self.guides.shapes[rows])
        pieces, rows, cost = pieces[kept], rows[kept], (away + self.guides.later[rows])[kept]
        order = np.lexsort((rows, np.round(cost, 3), pieces))
        first = np.unique(pieces[order], return_index=True)[1]
        found[pieces[order][first]] = rows[order][first]
        return found

    def _beyond(self, side: Side, starts: Points, ends: Points) -> Rows:
        """(n,) the row of the neighbour beyond each piece, -1 for none."""
        found = np.full(len(starts), -1, np.int64)
        steps = ends - starts
        lengths = np.maximum(np.hypot(*steps.T), 1e-9)
        turned = -1.0 if side in (Side.EAST, Side.NORTH) else 1.0  # those are told backwards
        outward = turned * np.column_stack([steps[:, 1], -steps[:, 0]]) / lengths[:, None]
        for far in OUTWARD_M:
            open_ = np.flatnonzero(found < 0)
            spots = shapely.points(((starts + ends) / 2 + far * outward)[open_])
            points, areas = self.areas.query(spots, "intersects")
            found[open_[points[::-1]]] = areas[::-1]
        return found


def _parallel(starts: Points, ends: Points, shapes: Shapes) -> NDArray[np.bool_]:
    """(n,) whether each piece goes along its line for most of its length."""
    at = [_located(shapes, shapely.points(points)) for points in (starts, ends)]
    lengths = np.hypot(*(ends - starts).T)
    return np.asarray(np.abs(at[1] - at[0]) >= PARALLEL * lengths)


def _located(shapes: Shapes, points: Shapes) -> NDArray[np.float64]:
    """(n,) metres along each line, where the point is nearest."""
    return np.asarray(shapely.line_locate_point(shapes, points))


def _stretch(
    label: tuple[str, str],
    labels: list[tuple[str, str]],
    names: list[str],
    lengths: NDArray[np.float64],
    whole: float,
) -> Stretch:
    rows = [row for row, one in enumerate(labels) if one == label]
    metres = float(lengths[rows].sum())
    beyond = tuple(dict.fromkeys(names[row] for row in rows))
    return Stretch(label[0], label[1], beyond, metres, metres / whole if whole else 0.0)


def outlines_as_lines(shapes: Iterable[shapely.Geometry]) -> Shapes:
    """Areas as what may be followed: the rings around them."""
    return shape_array(shapely.boundary(list(shapes)))
