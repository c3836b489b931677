"""A draft as a small picture: communities in colours that differ from their neighbours'."""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.drawing.paths import path_of
from gis_core.drawing.tints import COMMUNITY_LINE, FILLS, GRID_LINE, colours
from gis_core.shapes import Shapes

WIDTH, HEIGHT = 240, 160
MARGIN = 6.0
FINENESS = 0.75  # of a pixel: what is smaller is not drawn


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
