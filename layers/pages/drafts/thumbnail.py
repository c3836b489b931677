"""A draft as a small picture: communities in colours that differ from their neighbours'."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.shapes import Shapes

WIDTH, HEIGHT = 240, 160
MARGIN = 6.0
FINENESS = 0.75  # of a pixel: what is smaller is not drawn
FILLS = ("#bfdbe8", "#f4dca6", "#cbe0b6", "#eac6cf", "#d2cbea", "#f3ccab", "#b7dfd0", "#dfd5bd")
COMMUNITY_LINE, GRID_LINE = "#2c3a4d", "#7d8996"


@dataclass(frozen=True, eq=False)
class Picture:
    """Outlines (EPSG:4490) of communities and of grids; each level tiles the same ground."""

    communities: Shapes
    grids: Shapes


def draw(picture: Picture, title: str) -> str:
    """An SVG of 240 x 160, readable by screen readers as `title`."""
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(title)}>'
    )
    return f"{head}{_body(picture)}</svg>"


def _body(picture: Picture) -> str:
    everything = [*picture.communities, *picture.grids]
    if not everything:
        return ""
    communities, grids = _to_pixels(picture.communities, picture.grids)
    fills = "".join(
        f'<path d="{path_of(shape)}" fill="{FILLS[colour]}"/>'
        for shape, colour in zip(communities, colours(communities), strict=True)
    )
    return f"{fills}{_lines(grids, GRID_LINE, 0.6)}{_lines(communities, COMMUNITY_LINE, 1.4)}"


def _lines(shapes: Shapes, colour: str, width: float) -> str:
    d = "".join(map(path_of, shapes))
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _to_pixels(*levels: Shapes) -> list[Shapes]:
    """Each level in pixels, the whole fitted into the picture, thinned along shared edges."""
    west, south, east, north = shapely.total_bounds(np.concatenate(levels))
    narrow = float(np.cos(np.radians((south + north) / 2)))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def place(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        x = left + (lonlat[:, 0] - west) * narrow * scale
        y = top + (north - lonlat[:, 1]) * scale
        return np.column_stack([x, y])

    drawn = [shapely.transform(shapes, place) for shapes in levels]
    return [shapely.coverage_simplify(shapes, FINENESS) for shapes in drawn]


def colours(shapes: Shapes) -> list[int]:
    """A colour number for each area, the least used of those no neighbour has."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    met: list[set[int]] = [set() for _ in shapes]
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if one != other:
            met[one].add(other)
    chosen: list[int] = [-1] * len(shapes)
    used = [0] * len(FILLS)
    for area in sorted(range(len(shapes)), key=lambda one: (-len(met[one]), one)):
        taken = {chosen[other] for other in met[area]}
        free = [one for one in range(len(FILLS)) if one not in taken] or list(range(len(FILLS)))
        chosen[area] = min(free, key=lambda one: (used[one], one))
        used[chosen[area]] += 1
    return chosen


def path_of(shape: shapely.Geometry) -> str:
    """A polygon or several, in pixels, as the `d` of a path."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(_ring(shapely.get_coordinates(ring)[:-1]) for ring in rings)


def _ring(points: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist()) + "Z"
