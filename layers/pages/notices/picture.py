"""The map of a notice as SVG: communities, grids, main roads, what moves; nothing to click."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from gis_core.accounts.models import Level
from gis_core.drawing.borders import edges_of
from gis_core.drawing.frame import Frame
from gis_core.drawing.labels import Labels, longest_by_name
from gis_core.drawing.lettering import FONTS, haloed
from gis_core.drawing.paths import open_path, path_of
from gis_core.drawing.tints import COMMUNITY_LINE, FILLS, GRID_LINE, colours
from gis_core.shapes import Shapes, shape_array
from layers.pages.notices.frame import FOOT, Caption, frame_of, furniture, polygons_in

WATER = {"river": "#5b9bc4"}
ROAD, RAIL = "#ffffff", "#555f69"
ROAD_SIZE, ROAD_INK = 13, "#48545f"
WIDTHS = {"expressway": 6.0, "arterial": 5.0, "collector": 3.0, "railway": 2.0, "river": 5.0}
MOVED = "#a3231a"


@dataclass(frozen=True, eq=False)
class Named:
    """Outlines in pixels and what each is called."""

    names: list[str]
    shapes: Shapes


def draw_notice(drawn: dict[str, Any], side: str, caption: Caption) -> str:
    """One side, "before" or "after", of what `grids.notices.outlines` kept."""
    frame = frame_of(drawn)
    communities = _named(drawn[side][Level.COMMUNITY], frame)
    grids = _named(drawn[side][Level.GRID], frame)
    labels, total = Labels(frame.width, frame.height), frame.height + FOOT
    size = f'width="{frame.width}" height="{total}" viewBox="0 0 {frame.width} {total}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
        f" aria-label={quoteattr(caption.title)}>"
        f"<title>{escape(caption.title)}</title>"
    )
    body = [
        _hatch(),
        f'<rect width="{frame.width}" height="{total}" fill="#fff"/>',
        _fills(communities),
        _lines(drawn["lines"], frame),
        _strokes(grids.shapes, GRID_LINE, 1.2, "6 3"),
        _strokes(communities.shapes, COMMUNITY_LINE, 3.0),
        _moved(drawn["moved"], frame),
        _names(labels, communities, 21, bold=True),
        _names(labels, grids, 14),
        _road_names(labels, drawn["lines"], frame),
        furniture(frame, caption),
    ]
    return f'{head}<g font-family="{FONTS}">{"".join(body)}</g></svg>'


def _named(units: list[dict[str, Any]], frame: Frame) -> Named:
    shapes = shape_array(polygons_in(frame, unit["polygons"]) for unit in units)
    return Named([unit["name"] for unit in units], shapes)


def _hatch() -> str:
    return (
        '<defs><pattern id="moved" width="9" height="9" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><path d="M0 0V9" stroke="{MOVED}" stroke-width="2.4"/>'
        "</pattern></defs>"
    )


def _fills(units: Named) -> str:
    return "".join(
        f'<path d="{path_of(shape)}" fill="{FILLS[colour]}"/>'
        for shape, colour in zip(units.shapes, colours(units.shapes), strict=True)
    )


def _strokes(shapes: Shapes, colour: str, width: float, dashes: str = "") -> str:
    """The borders of areas, each once."""
    parts = shapely.get_parts(edges_of(shapes))
    d = "".join(open_path(shapely.get_coordinates(part)) for part in parts)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dashed}'
    return f'<path d="{d}" {style}/>'


def _moved(polygons: list[Any], frame: Frame) -> str:
    """The ground that changes hands, hatched, so that it is seen without colours too."""
    if not polygons:
        return ""
    d = path_of(polygons_in(frame, polygons))
    return f'<path d="{d}" fill="url(#moved)" stroke="{MOVED}" stroke-width="1.5"/>'


def _lines(lines: list[dict[str, Any]], frame: Frame) -> str:
    return "".join(_line(line, frame) for line in lines)


def _line(line: dict[str, Any], frame: Frame) -> str:
    kind = line["class"]
    colour = WATER.get(kind) or (RAIL if kind == "railway" else ROAD)
    d = "".join(open_path(frame.place(np.array(path, float))) for path in line["paths"])
    style = f'fill="none" stroke="{colour}" stroke-width="{WIDTHS.get(kind, 2.0)}"'
    return f'<path d="{d}" {style} stroke-opacity="0.85"/>'


def _names(labels: Labels, units: Named, size: float, *, bold: bool = False) -> str:
    """The name of each area inside it where it has room; a bold one wherever there is any."""
    found = (
        labels.area([(name,)], shape, [size], bold=bold, must=bold)
        for name, shape in zip(units.names, units.shapes, strict=True)
    )
    return "".join(haloed(label) for label in found if label)


def _road_names(labels: Labels, lines: list[dict[str, Any]], frame: Frame) -> str:
    """The name of each road or river once, along the longest of its pieces."""
    paths = (
        (line["name"], shapely.linestrings(frame.place(np.array(path, float))))
        for line in lines
        for path in line["paths"]
    )
    longest = longest_by_name(paths).items()
    found = (labels.along(name, line, ROAD_SIZE) for name, line in longest)
    return "".join(haloed(label, ROAD_INK) for label in found if label)
