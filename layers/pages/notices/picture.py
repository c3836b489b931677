"""The map of a notice as SVG: communities, grids, main roads, what moves; nothing to click."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, shape_array
from layers.pages.drafts.thumbnail import COMMUNITY_LINE, FILLS, GRID_LINE, colours, path_of
from layers.pages.notices.frame import Caption, Frame, frame_of, furniture
from layers.pages.notices.labels import Labels

WATER = {"river": "#5b9bc4"}
ROAD, RAIL = "#ffffff", "#555f69"
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
    labels = Labels(frame.width, frame.height)
    size = f'width="{frame.width}" height="{frame.total}" viewBox="0 0 {frame.width} {frame.total}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
        f" aria-label={quoteattr(caption.title)}>"
        f"<title>{escape(caption.title)}</title>"
    )
    body = [
        _hatch(),
        f'<rect width="{frame.width}" height="{frame.total}" fill="#fff"/>',
        _fills(communities),
        _lines(drawn["lines"], frame),
        _strokes(grids.shapes, GRID_LINE, 1.2, "6 3"),
        _strokes(communities.shapes, COMMUNITY_LINE, 3.0),
        _moved(drawn["moved"], frame),
        labels.areas(communities.names, communities.shapes, 21, bold=True),
        labels.areas(grids.names, grids.shapes, 14),
        labels.roads(drawn["lines"], frame),
        furniture(frame, caption),
    ]
    return f'{head}<g font-family="Noto Sans CJK SC, sans-serif">{"".join(body)}</g></svg>'


def _named(units: list[dict[str, Any]], frame: Frame) -> Named:
    shapes = shape_array(frame.polygons(unit["polygons"]) for unit in units)
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
    d = "".join(map(path_of, shapes))
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    style = f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"{dashed}'
    return f'<path d="{d}" {style}/>'


def _moved(polygons: list[Any], frame: Frame) -> str:
    """The ground that changes hands, hatched, so that it is seen without colours too."""
    if not polygons:
        return ""
    d = path_of(frame.polygons(polygons))
    return f'<path d="{d}" fill="url(#moved)" stroke="{MOVED}" stroke-width="1.5"/>'


def _lines(lines: list[dict[str, Any]], frame: Frame) -> str:
    return "".join(_line(line, frame) for line in lines)


def _line(line: dict[str, Any], frame: Frame) -> str:
    kind = line["class"]
    colour = WATER.get(kind) or (RAIL if kind == "railway" else ROAD)
    d = "".join(_open(frame.place(np.array(path, float))) for path in line["paths"])
    style = f'fill="none" stroke="{colour}" stroke-width="{WIDTHS.get(kind, 2.0)}"'
    return f'<path d="{d}" {style} stroke-opacity="0.85"/>'


def _open(points: Any) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())
