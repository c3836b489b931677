"""The plan of a case as a picture, with a numbered pin at everything a comment is pinned to."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from communities.territory.models import Boundary
from gis_core.accounts.models import Level
from gis_core.drawing.tints import COMMUNITY_LINE, FILLS, GRID_LINE, colours
from gis_core.shapes import Shapes, read_shapes, shape_of
from grids.proposals.models import Proposal, ProposalUnit

WIDTH, HEIGHT, MARGIN = 720, 460, 12.0


def draw_case(proposal: Proposal, comments: list[dict[str, Any]]) -> str:
    """An SVG; its title and what it shows are said beside it. Its data say where in the world its
    pixels are, so that a script can pin a comment to a place."""
    units = ProposalUnit.objects.filter(proposal=proposal, geom__isnull=False).order_by("number")
    living = units.filter(retired=False)
    communities, grids = (
        read_shapes(living.filter(level=level)) for level in (Level.COMMUNITY, Level.GRID)
    )
    everything = np.concatenate([communities, grids])
    if not len(everything):
        return ""
    view = _View(everything)
    fills = "".join(
        f'<path d="{view.path(shape)}" fill="{FILLS[colour]}"/>'
        for shape, colour in zip(communities, colours(communities), strict=True)
    )
    named = living.filter(level=Level.GRID).values_list("number", "name")
    lines = _grids(view, grids, list(named)) + _lines(view, communities, COMMUNITY_LINE, 2)
    called = living.filter(level=Level.COMMUNITY).values_list("name", flat=True)
    labels = "".join(_labels(view, communities, called))
    pins = "".join(_pins(view, anchors_of(proposal, comments), comments))
    return (
        f'<svg class="case-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} '
        f'{HEIGHT}" role="group" aria-labelledby="picture-title"{view.data()}>'
        f"{fills}{lines}{labels}{pins}</svg>"
    )


def anchors_of(proposal: Proposal, comments: list[dict[str, Any]]) -> dict[int, shapely.Geometry]:
    """Where each comment is pinned, by its id: its own shape, else its unit as it is now, else,
    for a unit that is no more, the ground it had in the edition."""
    numbers = {one["unit"] for one in comments if one["unit"]}
    units = ProposalUnit.objects.filter(proposal=proposal, number__in=numbers).order_by("number")
    drawn = units.filter(geom__isnull=False, retired=False)
    of_unit = dict(zip(drawn.values_list("number", flat=True), read_shapes(drawn), strict=True))
    gone = {one.place_id: one.number for one in units.defer("geom") if one.number not in of_unit}
    former = Boundary.objects.of_edition(proposal.edition).filter(place__in=gone)
    for boundary in former.exclude(place__isnull=True):
        of_unit[gone[boundary.place_id]] = shape_of(boundary)
    found = {one["id"]: of_unit.get(one["unit"]) for one in comments}
    shapes = {
        one["id"]: shapely.geometry.shape(one["geometry"]) for one in comments if one["geometry"]
    }
    return {key: shape for key, shape in {**found, **shapes}.items() if shape is not None}


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

    def data(self) -> str:
        """What a script needs to know: the corner in degrees and in pixels, pixels a degree."""
        said = {
            "west": f"{self.west:.9f}",
            "north": f"{self.north:.9f}",
            "left": f"{self.left:.4f}",
            "top": f"{self.top:.4f}",
            "scale": f"{self.scale:.6f}",
            "narrow": f"{self.narrow:.9f}",
        }
        return "".join(f' data-{name}="{value}"' for name, value in said.items())

    def pixels(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        x = self.left + (lonlat[:, 0] - self.west) * self.narrow * self.scale
        y = self.top + (self.north - lonlat[:, 1]) * self.scale
        return np.column_stack([x, y])

    def inside(self, lonlat: NDArray[np.float64]) -> tuple[float, float]:
        """The pixel of the first point, at the edge where it lies beyond the picture."""
        x, y = self.pixels(lonlat)[0].tolist()
        return min(max(x, MARGIN), WIDTH - MARGIN), min(max(y, MARGIN), HEIGHT - MARGIN)

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
    return f'<path class="case-line" d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _labels(view: _View, shapes: Shapes, names: Iterable[str]) -> Iterator[str]:
    for shape, name in zip(shapes, names, strict=True):
        x, y = view.inside(shapely.get_coordinates(shapely.point_on_surface(shape)))
        yield (
            f'<g data-at="{x:.1f} {y:.1f}" transform="translate({x:.1f} {y:.1f})">'
            f'<text class="case-label" y="4" aria-hidden="true">{escape(name)}</text></g>'
        )


def _grids(view: _View, shapes: Shapes, named: list[tuple[int, str]]) -> str:
    """One path for each grid, told by its name and chosen by its number."""
    return "".join(
        f'<path data-unit="{number}" d="{view.path(shape)}" fill="transparent" '
        f'stroke="{GRID_LINE}" stroke-width="0.8"><title>{escape(name)}</title></path>'
        for shape, (number, name) in zip(shapes, named, strict=True)
    )


def _pins(
    view: _View, anchors: dict[int, shapely.Geometry], comments: list[dict[str, Any]]
) -> Iterator[str]:
    """A numbered link to its thread at the place of every comment that has one."""
    for number, comment in enumerate(comments, start=1):
        anchor = anchors.get(comment["id"])
        if anchor is None:
            continue
        if comment["geometry"]:
            yield from _outline(view, anchor)
        x, y = view.inside(shapely.get_coordinates(shapely.point_on_surface(anchor)))
        kind = "pin-open" if comment["open"] else "pin-settled"
        state = _("待答复") if comment["open"] else _("已答复")
        label = _("批注 %(number)s，%(state)s") % {"number": number, "state": state}
        yield (
            f'<a class="pin {kind}" id="pin-{comment["id"]}" href="#comment-{comment["id"]}" '
            f'aria-label={quoteattr(label)} data-at="{x:.1f} {y:.1f}" '
            f'transform="translate({x:.1f} {y:.1f})"><circle r="12"/><text y="5">{number}</text>'
            "</a>"
        )


def _outline(view: _View, anchor: shapely.Geometry) -> Iterator[str]:
    for part in shapely.get_parts(anchor):
        if part.geom_type == "Polygon":
            yield f'<path class="pin-shape" d="{view.path(part)}"/>'
        elif part.geom_type == "LineString":
            yield f'<path class="pin-shape" d="{view.line(part)}"/>'
