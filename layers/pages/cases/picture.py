"""The plan of a case as a picture, with a numbered pin at everything a comment is pinned to."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, read_shapes
from grids.proposals.models import Proposal, ProposalUnit
from layers.pages.drafts.thumbnail import COMMUNITY_LINE, FILLS, GRID_LINE, colours

WIDTH, HEIGHT, MARGIN = 720, 460, 12.0


def draw_case(proposal: Proposal, comments: list[dict[str, Any]]) -> str:
    """An SVG; its title and what it shows are said beside it."""
    units = ProposalUnit.objects.filter(proposal=proposal, geom__isnull=False).order_by("number")
    communities, grids = (
        read_shapes(units.filter(level=level)) for level in (Level.COMMUNITY, Level.GRID)
    )
    everything = np.concatenate([communities, grids])
    if not len(everything):
        return ""
    view = _View(everything)
    fills = "".join(
        f'<path d="{view.path(shape)}" fill="{FILLS[colour]}"/>'
        for shape, colour in zip(communities, colours(communities), strict=True)
    )
    lines = _lines(view, grids, GRID_LINE, 0.8) + _lines(view, communities, COMMUNITY_LINE, 2)
    pins = "".join(_pins(view, units, comments))
    return (
        f'<svg class="case-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}" role="img" aria-labelledby="picture-title">{fills}{lines}{pins}</svg>'
    )


class _View:
    """From degrees to pixels, the whole fitted in."""

    def __init__(self, shapes: Shapes) -> None:
        west, south, east, north = shapely.total_bounds(shapes)
        self.narrow = float(np.cos(np.radians((south + north) / 2)))
        wide, high = max((east - west) * self.narrow, 1e-9), max(north - south, 1e-9)
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
        self.west, self.north = west, north
        self.left = (WIDTH - wide * self.scale) / 2
        self.top = (HEIGHT - high * self.scale) / 2

    def pixels(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        x = self.left + (lonlat[:, 0] - self.west) * self.narrow * self.scale
        y = self.top + (self.north - lonlat[:, 1]) * self.scale
        return np.column_stack([x, y])

    def path(self, shape: shapely.Geometry) -> str:
        rings = [
            ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)
        ]
        return "".join(self.line(ring) + "Z" for ring in rings)

    def line(self, line: shapely.Geometry) -> str:
        points = self.pixels(shapely.get_coordinates(line)).tolist()
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _lines(view: _View, shapes: Shapes, colour: str, width: float) -> str:
    d = "".join(map(view.path, shapes))
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _pins(view: _View, units: Any, comments: list[dict[str, Any]]) -> Iterator[str]:
    numbers = [comment["unit"] for comment in comments if comment["unit"]]
    drawn = units.filter(number__in=numbers)
    outlines = dict(zip(drawn.values_list("number", flat=True), read_shapes(drawn), strict=True))
    for number, comment in enumerate(comments, start=1):
        anchor = outlines.get(comment["unit"])
        if comment["geometry"]:
            anchor = shapely.geometry.shape(comment["geometry"])
            yield from _outline(view, anchor)
        if anchor is not None:
            spot = shapely.get_coordinates(shapely.point_on_surface(anchor))
            x, y = view.pixels(spot)[0]
            kind = "pin-open" if comment["open"] else "pin-settled"
            yield (
                f'<g class="pin {kind}"><circle cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
                f'<text x="{x:.1f}" y="{y + 5:.1f}">{number}</text></g>'
            )


def _outline(view: _View, anchor: shapely.Geometry) -> Iterator[str]:
    for part in shapely.get_parts(anchor):
        if part.geom_type == "Polygon":
            yield f'<path class="pin-shape" d="{view.path(part)}"/>'
        elif part.geom_type == "LineString":
            yield f'<path class="pin-shape" d="{view.line(part)}"/>'
