"""Files for the sheet of `tests.world`, and imports of them."""

from pathlib import Path
from typing import Any

import shapely

from layers.importing.report import Report
from layers.importing.services import ImportRequest, load, read_file
from tests.files.making import write_layer
from tests.world import lonlat


def house(x: float, y: float, width: float = 20, depth: float = 12) -> Any:
    """A rectangle given in metres from the sheet's corner, in degrees."""
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]
    return shapely.Polygon([lonlat(*corner) for corner in corners])


def line(*points: tuple[float, float]) -> Any:
    return shapely.LineString([lonlat(*point) for point in points])


def houses(path: Path, count: int = 3, **columns: list[Any]) -> Path:
    """A GeoPackage of houses in a row, numbered b0, b1, … unless told otherwise."""
    shapes = [house(100 + 40 * at, 100) for at in range(count)]
    columns = {"编号": [f"b{at}" for at in range(count)], **columns}
    return write_layer(path, shapes, columns, layer="buildings")


def commit(layer: str, path: Path, **request: Any) -> Report:
    return load(ImportRequest(layer, path, **request))


def try_out(layer: str, path: Path, **request: Any) -> Report:
    return read_file(ImportRequest(layer, path, **request))
