"""Random worlds with everything real data is feared for: coincidences, overlaps, slivers."""

import numpy as np
import shapely
from shapely.affinity import rotate, translate
from shapely.ops import split

from communities.basemap.cells import CellSource
from tests.cells.drawing import box, draw, line

SNAPS = (0.0, 0.0, 0.0007, 0.5, 1.0, 5.0)
"""Coarse drawing grids make walls, roads and boundaries coincide."""


class World:
    """Draws one world from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.snap = float(self.chance.choice(SNAPS))
        self.size = float(self.chance.choice([60, 200, 600]))

    def draw(self) -> CellSource:
        """Up to forty buildings, six roads and some areas."""
        roads = self.roads()
        classes = list(self.chance.choice(["local", "arterial", "river", "wall"], len(roads)))
        return draw(areas=self.areas(), buildings=self.buildings(), roads=roads, classes=classes)

    def point(self, low: float = 0.0, high: float = 1.0) -> tuple[float, float]:
        x, y = self.round(self.chance.uniform(low * self.size, high * self.size, 2))
        return float(x), float(y)

    def round(self, values: np.ndarray) -> np.ndarray:
        return np.round(values / self.snap) * self.snap if self.snap else values

    def happens(self, share: float) -> bool:
        return bool(self.chance.random() < share)

    def buildings(self) -> list[shapely.Geometry]:
        drawn: list[shapely.Geometry] = []
        for _ in range(int(self.chance.integers(0, 40))):
            drawn += self.building()
        return [one for one in drawn if one.is_valid and one.area > 0.01]

    def building(self) -> list[shapely.Geometry]:
        """A rectangle, perhaps turned, with a court, a second part, a double or a neighbour."""
        (x, y), (wide, deep) = self.point(-0.05), self.point(0.01, 0.2)
        wide, deep = max(wide, self.snap, 0.3), max(deep, self.snap, 0.3)
        shape: shapely.Geometry = box(x, y, wide, deep)
        if self.happens(0.3) and not self.snap:
            shape = rotate(shape, self.chance.uniform(0, 90))
        if self.happens(0.15):
            shape = shape.difference(box(x + 0.3 * wide, y + 0.3 * deep, 0.4 * wide, 0.4 * deep))
        if self.happens(0.1):
            shape = shape.union(box(*self.point(), 5, 5))
        double = [shape] if self.happens(0.15) else []
        return [shape, *double, *([translate(shape, wide)] if self.happens(0.2) else [])]

    def roads(self) -> list[shapely.Geometry]:
        drawn: list[shapely.Geometry] = [
            line(*(self.point(-0.1, 1.1) for _ in range(int(self.chance.integers(2, 5)))))
            for _ in range(int(self.chance.integers(0, 7)))
        ]
        if drawn and self.happens(0.3):
            drawn.append(shapely.offset_curve(drawn[0], float(self.chance.choice([3, 8, 15]))))
        return [one for one in drawn if one.length > 0]

    def areas(self) -> list[shapely.Geometry]:
        whole: shapely.Geometry = box(0, 0, self.size, self.size)
        if self.happens(0.2):
            whole = whole.difference(box(*self.point(0.3, 0.4), 0.2 * self.size, 0.2 * self.size))
        areas = [whole]
        for _ in range(int(self.chance.integers(0, 4))):
            (ax, ay), (bx, by) = self.point(), self.point()
            if (ax, ay) != (bx, by):
                far = 10 * self.size / np.hypot(bx - ax, by - ay)
                cut = line(
                    (ax - far * (bx - ax), ay - far * (by - ay)),
                    (bx + far * (bx - ax), by + far * (by - ay)),
                )
                areas = [part for area in areas for part in split(area, cut).geoms]
        return [area for area in areas if area.is_valid and area.area > 1]
