"""Towns of any size from one pattern: blocks between streets, with rows, yards and towers."""

import itertools

import numpy as np
import shapely
from shapely.affinity import rotate

from communities.basemap.cells import CellSource
from communities.basemap.cells.source import geometries

EAST, NORTH = 558_000.0, 3_953_000.0
BLOCK = 150.0
HOUSES = 24


def make_blocks(buildings: int, seed: int) -> CellSource:
    """About as many buildings, one community for each 64 blocks."""
    chance = np.random.default_rng(seed)
    side = max(1, round((buildings / HOUSES) ** 0.5))
    houses = [
        house
        for x in range(side)
        for y in range(side)
        for house in _fill_block(chance, EAST + x * BLOCK, NORTH + y * BLOCK)
    ][:buildings]
    streets, classes = _lay_streets(side)
    areas = _make_areas(side)
    return CellSource(
        areas=geometries(areas),
        area_ids=np.arange(1, len(areas) + 1),
        buildings=geometries(houses),
        building_ids=np.arange(1, len(houses) + 1),
        compounds=np.full(len(houses), -1),
        barriers=geometries(streets),
        barrier_classes=geometries(classes),
    )


def _fill_block(chance: np.random.Generator, x: float, y: float) -> list[shapely.Polygon]:
    """Attached rows, detached rows or slabs at angles; a few footprints twice or overlapping."""
    kind = int(chance.integers(3))
    houses = []
    for row in range(4):
        for column in range(6):
            west, south = x + 12 + column * 21, y + 14 + row * 34
            width, depth = (21, 12) if kind == 0 else chance.uniform((8, 8), (18, 24))
            house = shapely.box(west, south, west + width, south + depth)
            houses.append(rotate(house, chance.uniform(-8, 8)) if kind == 2 else house)
    if chance.random() < 0.2:
        houses[0] = houses[1]
    return houses


def _lay_streets(side: int) -> tuple[list[shapely.LineString], list[str]]:
    far = side * BLOCK
    lines, classes = [], []
    for step in range(side + 1):
        at = step * BLOCK
        lines += [
            shapely.LineString([(EAST - 5, NORTH + at), (EAST + far + 5, NORTH + at)]),
            shapely.LineString([(EAST + at, NORTH - 5), (EAST + at, NORTH + far + 5)]),
        ]
        classes += ["arterial" if step % 8 == 0 else "local"] * 2
    return lines, classes


def _make_areas(side: int) -> list[shapely.Polygon]:
    """Squares of eight by eight blocks, so that arterials are boundaries."""
    cuts = [*range(0, side, 8), side]
    return [
        shapely.box(EAST + w * BLOCK, NORTH + s * BLOCK, EAST + e * BLOCK, NORTH + n * BLOCK)
        for w, e in itertools.pairwise(cuts)
        for s, n in itertools.pairwise(cuts)
    ]
