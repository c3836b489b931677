"""Names on a map, each only where it has room and covers no other."""

import math
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import shapely

from gis_core.shapes import Shapes
from layers.pages.notices.frame import INK, Frame

ROAD_SIZE, ROAD_INK = 13, "#48545f"
_LATIN = 0.6  # of the size: how wide a letter that is not Chinese is


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels."""
    return sum(size * (_LATIN if ord(one) < 0x2E80 else 1.0) for one in text)


class Labels:
    """Writes names and remembers where; later ones give way to earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.sheet = shapely.box(0, 0, width, height)
        self.taken: list[Any] = []

    def areas(self, names: list[str], shapes: Shapes, size: int, *, bold: bool = False) -> str:
        """The name of each area inside it, where the area is about as wide as its name."""
        found = []
        for name, shape in zip(names, shapes, strict=True):
            west, _south, east, _north = shape.bounds
            wide = width_of(name, size)
            spot = shapely.point_on_surface(shape)
            if (bold or wide <= 1.1 * (east - west)) and self._claim(spot.x, spot.y, wide, size):
                found.append(_written(spot.x, spot.y + size / 3, name, size, bold=bold))
        return "".join(found)

    def roads(self, lines: list[dict[str, Any]], frame: Frame) -> str:
        """The name of each road or river once, along the longest of its pieces."""
        longest: dict[str, Any] = {}
        for line in lines:
            for path in line["paths"] if line["name"] else ():
                drawn = shapely.linestrings(frame.place(np.array(path, float)))
                if drawn.length > getattr(longest.get(line["name"]), "length", 0.0):
                    longest[line["name"]] = drawn
        return "".join(self._road(name, line) for name, line in longest.items())

    def _road(self, name: str, line: Any) -> str:
        wide = width_of(name, ROAD_SIZE)
        middle = line.interpolate(0.5, normalized=True)
        if line.length < 1.5 * wide or not self._claim(middle.x, middle.y, wide, ROAD_SIZE):
            return ""
        before, after = (line.interpolate(0.5 + step, normalized=True) for step in (-0.02, 0.02))
        angle = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
        turned = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
        turn = f' transform="rotate({turned:.0f} {middle.x:.0f} {middle.y:.0f})"'
        return _written(middle.x, middle.y + 4, name, ROAD_SIZE, colour=ROAD_INK, turn=turn)

    def _claim(self, x: float, y: float, wide: float, high: float) -> bool:
        """Whether the place is free; it is taken then."""
        box = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if not self.sheet.covers(box) or any(box.intersects(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


def _written(
    x: float,
    y: float,
    text: str,
    size: int,
    *,
    bold: bool = False,
    colour: str = INK,
    turn: str = "",
) -> str:
    halo = 'stroke="#fff" stroke-width="4" stroke-opacity="0.9" paint-order="stroke"'
    weight = ' font-weight="700"' if bold else ""
    place = f'x="{x:.0f}" y="{y:.0f}" font-size="{size}"{weight} text-anchor="middle"'
    return f'<text {place} fill="{colour}" {halo}{turn}>{escape(text)}</text>'
