"""The frame of a notice's map: where degrees come to lie, and the furniture below: scale, north,
legend, date, source, and the map's review number or the words 示意图."""

import math
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gis_core.accounts.models import Level

WIDTH, MOST_HEIGHT, LEAST_HEIGHT, FOOT, MARGIN = 1000, 1100, 320, 150, 20.0
METRES_PER_DEGREE = 111_320.0  # of latitude; good to half a per cent
BAR = 160.0  # pixels: about as long is the scale bar
INK = "#1d2733"


@dataclass(frozen=True)
class Caption:
    """What is written on a map: what it shows, when and whence, and 示意图 or the 审图号."""

    title: str
    mark: str
    source: str


@dataclass(frozen=True)
class Frame:
    """A picture `width` x `height` pixels with a strip of `FOOT` below."""

    west: float
    north: float
    narrow: float
    scale: float
    left: float
    top: float
    width: int
    height: int

    @property
    def total(self) -> int:
        return self.height + FOOT

    @property
    def metres_per_pixel(self) -> float:
        return METRES_PER_DEGREE / self.scale

    def place(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) degrees to pixels."""
        x = self.left + (lonlat[:, 0] - self.west) * self.narrow * self.scale
        y = self.top + (self.north - lonlat[:, 1]) * self.scale
        return np.column_stack([x, y])

    def polygons(self, polygons: list[Any]) -> Any:
        """Rings in degrees as one multipolygon in pixels."""
        return shapely.multipolygons([self._polygon(rings) for rings in polygons])

    def _polygon(self, rings: list[Any]) -> Any:
        outer, *holes = (self.place(np.array(ring, float)) for ring in rings)
        return shapely.Polygon(outer, holes)


def frame_of(drawn: dict[str, Any]) -> Frame:
    """The same frame for both sides, around the communities of both."""
    west, south, east, north = _bounds(drawn)
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)
    height = max(LEAST_HEIGHT, round(high * scale + 2 * MARGIN))
    left, top = (WIDTH - wide * scale) / 2, (height - high * scale) / 2
    return Frame(west, north, narrow, scale, left, top, WIDTH, height)


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
        _text(20, y + 36, caption.title, 22, bold=True),
        _text(frame.width - 70, y + 36, caption.mark, 22, bold=True, anchor="end"),
        _north(frame.width - 36, y + 14),
        *_legend(20, y + 66),
        *_scale_bar(20, y + 112, frame.metres_per_pixel),
        _text(frame.width - 20, y + 122, caption.source, 15, anchor="end"),
    ]
    return "".join(parts)


def _text(
    x: float, y: float, text: str, size: int, *, bold: bool = False, anchor: str = "start"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}"{weight} text-anchor="{anchor}"'
    return f'<text {place} fill="{INK}">{escape(text)}</text>'


def _north(x: float, y: float) -> str:
    arrow = f'<path d="M{x} {y}l10 28l-10 -7l-10 7z" fill="{INK}"/>'
    return arrow + _text(x, y + 46, _("北"), 15, anchor="middle")


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
        found.append(_text(at + 50, y + 14, words, 15))
    return found


def _scale_bar(x: float, y: float, metres_per_pixel: float) -> list[str]:
    metres = round_length(BAR * metres_per_pixel)
    length = metres / metres_per_pixel
    words = _("%(length)s 米") % {"length": metres}
    if metres >= 1000:
        words = _("%(length)s 千米") % {"length": metres // 1000}
    bar = f'<path d="M{x:.0f} {y:.0f}v10h{length:.1f}v-10" fill="none" stroke="{INK}"/>'
    return [bar, _text(x + length + 10, y + 12, words, 15)]


def round_length(metres: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not longer."""
    power = 10 ** math.floor(math.log10(max(metres, 1.0)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(metres, 1.0)))
