"""The frame of a notice's map and the furniture below: scale, north, legend, date, source, and the
map's review number or the words 示意图."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from gis_core.drawing.frame import Frame, frame_of_degrees
from gis_core.drawing.furniture import north_arrow, scale_bar, text
from gis_core.drawing.lettering import INK

WIDTH, MOST_HEIGHT, LEAST_HEIGHT, FOOT, MARGIN = 1000, 1100, 320, 150, 20.0
BAR = 160.0  # pixels: about as long is the scale bar


@dataclass(frozen=True)
class Caption:
    """What is written on a map: what it shows, when and whence, and 示意图 or the 审图号."""

    title: str
    mark: str
    source: str


def frame_of(drawn: dict[str, Any]) -> Frame:
    """The same frame for both sides, around the communities of both."""
    return frame_of_degrees(_bounds(drawn), WIDTH, (LEAST_HEIGHT, MOST_HEIGHT), MARGIN)


def polygons_in(frame: Frame, polygons: list[Any]) -> Any:
    """Rings in degrees as one multipolygon in pixels."""
    return shapely.multipolygons([_polygon(frame, rings) for rings in polygons])


def _polygon(frame: Frame, rings: list[Any]) -> Any:
    outer, *holes = (frame.place(np.array(ring, float)) for ring in rings)
    return shapely.Polygon(outer, holes)


def _bounds(drawn: dict[str, Any]) -> tuple[float, float, float, float]:
    rings = [
        polygon[0]
        for side in ("before", "after")
        for unit in drawn[side][Level.COMMUNITY]
        for polygon in unit["polygons"]
    ]
    points = np.concatenate([np.array(ring, float) for ring in rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def furniture(frame: Frame, caption: Caption) -> str:
    """What stands below the map."""
    y = frame.height
    parts = [
        f'<path d="M0 {y}H{frame.width}" stroke="{INK}" stroke-width="1"/>',
        text(20, y + 36, caption.title, 22, bold=True),
        text(frame.width - 70, y + 36, caption.mark, 22, bold=True, anchor="end"),
        north_arrow(frame.width - 36, y + 14),
        *_legend(20, y + 66),
        scale_bar(20, y + 112, frame.metres_per_pixel, BAR, 15),
        text(frame.width - 20, y + 122, caption.source, 15, anchor="end"),
    ]
    return "".join(parts)


def _legend(x: float, y: float) -> list[str]:
    entries = [
        (f'<path d="M0 8H40" stroke="{INK}" stroke-width="3"/>', _("社区界线")),
        ('<path d="M0 8H40" stroke="#7d8996" stroke-width="1.6" stroke-dasharray="6 3"/>',
         _("网格界线")),
        ('<rect width="40" height="16" fill="url(#moved)" stroke="#a3231a"/>', _("归属有变的地方")),
    ]  # fmt: skip
    found = []
    for number, (sign, words) in enumerate(entries):
        at = x + number * 200
        found.append(f'<g transform="translate({at:.0f} {y:.0f})">{sign}</g>')
        found.append(text(at + 50, y + 14, words, 15))
    return found
