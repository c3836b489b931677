"""Small drawn worlds for the cell builder, in metres near the demo county's zone."""

from collections.abc import Sequence

import numpy as np
import shapely

from communities.basemap.cells import CellMap, CellRules, CellSource, build_cells, check_cells
from communities.basemap.cells.source import geometries

EAST, NORTH = 558_000.0, 3_953_000.0


def box(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    """A rectangle with its lower left corner at (x, y)."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def line(*points: tuple[float, float]) -> shapely.LineString:
    """A line through the points."""
    return shapely.LineString([(EAST + x, NORTH + y) for x, y in points])


def draw(
    *,
    areas: Sequence[shapely.Geometry] = (),
    buildings: Sequence[shapely.Geometry] = (),
    roads: Sequence[shapely.Geometry] = (),
    classes: Sequence[str] = (),
    compounds: Sequence[int] = (),
    lines: Sequence[shapely.Geometry] = (),
) -> CellSource:
    """A source: one area of 200 m by 200 m unless told; buildings and areas numbered from 1."""
    drawn = list(areas) or [box(0, 0, 200, 200)]
    return CellSource(
        areas=geometries(drawn),
        area_ids=np.arange(1, len(drawn) + 1),
        buildings=geometries(buildings),
        building_ids=np.arange(1, len(buildings) + 1),
        compounds=np.array(compounds or [-1] * len(buildings), dtype=np.int64),
        barriers=geometries(roads),
        barrier_classes=geometries(classes or ["local"] * len(roads)),
        extra_lines=geometries(lines),
    )


ALL_GROUND_NEAR = CellRules(reach=1_000.0)
"""So that small worlds have no open ground beside buildings."""


def build(source: CellSource, rules: CellRules = ALL_GROUND_NEAR) -> CellMap:
    """The cells, checked."""
    cells = build_cells(source, rules)
    assert check_cells(cells, source) == []
    return cells


def codes(cells: CellMap) -> set[str]:
    """What was met while building."""
    return {finding.code for finding in cells.findings}


def cell_of(cells: CellMap, building: int) -> int:
    """The row of the cell of a building."""
    return int(cells.building_cell[cells.building_ids == building][0])
