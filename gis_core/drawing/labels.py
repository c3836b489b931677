"""Names on a map, each only where it has room and covers no other."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

LEADING = 1.15  # of the size: from one line of a text to the next
_LATIN = 0.6  # of the size: how wide a letter that is not Chinese is
_AIR = 2.0  # pixels between two names
_PLACES = 7  # names are tried at so many places across an area, and along a line
_WELL = 0.6  # of the radius of the largest circle inside an area
_STEEP = 65.0  # degrees
_BEND = 0.96  # a name lies along a line only where that is so straight: chord to length


@dataclass(frozen=True)
class Label:
    """A text in lines, centred at (x, y) pixels and turned by `angle` degrees clockwise."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    angle: float = 0.0
    bold: bool = False

    @property
    def width(self) -> float:
        return max(width_of(line, self.size) for line in self.lines)

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    def box(self, air: float = 0.0) -> Any:
        """The ground it covers, as a polygon."""
        wide, high = self.width / 2 + air, self.height / 2 + air
        flat = shapely.box(self.x - wide, self.y - high, self.x + wide, self.y + high)
        if not self.angle:
            return flat
        turn = math.radians(self.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        middle = np.array([self.x, self.y])
        matrix = np.array([[cos, sin], [-sin, cos]])
        return shapely.transform(flat, lambda xy: (xy - middle) @ matrix + middle)


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels."""
    return sum(size * (_LATIN if ord(one) < 0x2E80 else 1.0) for one in text)


class Labels:
    """Finds room for names and remembers it; later ones give way to earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.sheet = shapely.box(0, 0, width, height)
        self.taken: list[Any] = []

    def keep_free(self, shape: Any) -> None:
        """Let no name cover this."""
        self.taken.append(shape)

    def area(
        self,
        wordings: Sequence[tuple[str, ...]],
        shape: Any,
        sizes: Sequence[float],
        *,
        bold: bool = False,
        must: bool = False,
    ) -> Label | None:
        """The first wording, in the largest size, that has room inside an area.

        With `must` the last resort is to reach over the border of the area, never over a name.
        """
        spots = _spots(shape)
        tries = [(lines, size) for lines in wordings for size in sizes]
        shapely.prepare(shape)
        for lines, size in tries:
            label = self._first(lines, spots, size, bold=bold, inside=shape)
            if label is not None:
                return label
        return self._first(*_smallest(tries, spots), bold=bold) if must else None

    def along(self, name: str, line: Any, size: float) -> Label | None:
        """A name along the straightest of the places where the line has room for it."""
        wide = width_of(name, size)
        if line.length < 1.2 * wide:
            return None
        found = sorted(_along(name, line, size, wide), key=lambda one: -one[0])
        for straight, label in found:
            if straight >= _BEND and self._claim(label):
                return label
        return None

    def beside(self, name: str, x: float, y: float, size: float, reach: float) -> Label | None:
        """A name to the right, left, below or above of a sign at (x, y) of this half-width."""
        aside = reach + width_of(name, size) / 2 + _AIR
        for east, south in ((aside, 0), (-aside, 0), (0, reach + size), (0, -reach - size)):
            label = Label((name,), x + east, y + south, size)
            if self._claim(label):
                return label
        return None

    def _first(
        self,
        lines: tuple[str, ...],
        spots: Iterable[tuple[float, float]],
        size: float,
        *,
        bold: bool,
        inside: Any = None,
    ) -> Label | None:
        for x, y in spots:
            label = Label(lines, x, y, size, bold=bold)
            if (inside is None or inside.contains(label.box())) and self._claim(label):
                return label
        return None

    def _claim(self, label: Label) -> bool:
        """Whether the place is free; it is taken then."""
        box = label.box(_AIR)
        if not self.sheet.covers(box) or shapely.intersects(box, self.taken).any():
            return False
        self.taken.append(box)
        return True


def _spots(shape: Any) -> list[tuple[float, float]]:
    """Places inside an area, its middle first, then those near it."""
    west, north, east, south = shape.bounds
    reach = max(east - west, south - north, 1e-9)
    start = _middle(shape, reach / 100)
    lattice = np.stack(
        np.meshgrid(np.linspace(west, east, _PLACES + 2), np.linspace(north, south, 2 * _PLACES)),
        axis=-1,
    ).reshape(-1, 2)
    inner = lattice[shapely.contains_xy(shape, *lattice.T)]
    near = inner[np.argsort(np.hypot(*(inner - start).T), kind="stable")]
    return [start, *map(tuple, near.tolist())]


def _middle(shape: Any, tolerance: float) -> tuple[float, float]:
    """The centre of an area where that is well inside, else the place farthest from the border."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance)
    centre = shape.centroid
    if not shape.contains(centre) or shape.boundary.distance(centre) < _WELL * circle.length:
        centre = shapely.get_point(circle, 0)
    return centre.x, centre.y


def _smallest(tries: list[Any], spots: list[Any]) -> tuple[Any, Any, float]:
    """The narrowest wording in the smallest size."""
    lines, size = min(tries, key=lambda one: max(width_of(line, one[1]) for line in one[0]))
    return lines, spots, size


def _along(name: str, line: Any, size: float, wide: float) -> Iterable[tuple[float, Label]]:
    """Labels along a line, each with how straight the line is there: chord to length."""
    for middle in np.linspace(0.5 * wide, line.length - 0.5 * wide, 2 * _PLACES):
        one, other = (line.interpolate(middle + step) for step in (-wide / 2, wide / 2))
        east, south = other.x - one.x, other.y - one.y
        angle = round(math.degrees(math.atan2(south, east)), 1)
        upright = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
        x, y = (one.x + other.x) / 2, (one.y + other.y) / 2
        yield math.hypot(east, south) / wide, _turned(name, x, y, size, upright)


def _turned(name: str, x: float, y: float, size: float, angle: float) -> Label:
    """A name turned as its line is; a Chinese one down a steep line stands letter under letter."""
    if abs(angle) > _STEEP and all(ord(one) >= 0x2E80 for one in name):
        return Label(tuple(name), x, y, size)
    return Label((name,), x, y, size, angle)


def longest_by_name(lines: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Of lines (name, shape) in pieces the longest piece of each name; those without have none."""
    found: dict[str, Any] = {}
    for name, line in lines:
        for part in shapely.get_parts(line) if name else ():
            if part.length > getattr(found.get(name), "length", 0.0):
                found[name] = part
    return found
