"""The borders of areas that tile the same ground."""

from typing import Any

import shapely

from gis_core.shapes import Shapes


def edges_of(shapes: Shapes) -> Any:
    """The borders of areas, each once: drawn twice, dashes would fill one another's gaps."""
    return shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
