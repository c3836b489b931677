"""A GeoPackage of many buildings: rectangles and L-shapes in rows, the same for every run."""

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

CORNER = (107.4, 35.4)
PITCH = (0.0004, 0.0003)
PER_PART = 250_000
USES = np.array(["residential", "mixed", "commercial", "unknown"])


def write_buildings(path: Path, count: int, seed: int = 1) -> None:
    """Write `count` buildings with number, name, address, use and floors, EPSG:4490."""
    path.unlink(missing_ok=True)
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(count)))
    for start in range(0, count, PER_PART):
        number = np.arange(start, min(start + PER_PART, count))
        pyogrio.raw.write(
            path,
            shapely.to_wkb(_footprints(number, side, rng)),
            [
                np.char.add("b", number.astype(str)).astype(object),
                np.array([None, "长富路小区"], dtype=object)[(number % 10 == 0).astype(int)],
                np.char.add("长富路", (number % 999).astype(str)).astype(object),
                USES[number % len(USES)].astype(object),
                rng.integers(1, 20, len(number)),
            ],
            ["source_ref", "name", "address", "use", "floors"],
            geometry_type="Polygon",
            crs="EPSG:4490",
            driver="GPKG",
            layer="buildings",
            append=start > 0,
        )


def _footprints(
    number: NDArray[np.int64], side: int, rng: np.random.Generator
) -> NDArray[np.object_]:
    x = CORNER[0] + (number % side) * PITCH[0]
    y = CORNER[1] + (number // side) * PITCH[1]
    width = rng.uniform(0.25, 0.75, len(number)) * PITCH[0]
    depth = rng.uniform(0.3, 0.7, len(number)) * PITCH[1]
    ring = [(0, 0), (1, 0), (1, 0.5), (0.5, 0.5), (0.5, 1), (0, 1)]
    corners = [np.column_stack([x + a * width, y + b * depth]) for a, b in ring]
    shapes = np.asarray(shapely.polygons(np.stack(corners, axis=1)))
    square = rng.random(len(number)) < 0.7
    shapes[square] = shapely.box(x, y, x + width, y + depth)[square]
    return shapes
