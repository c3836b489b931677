"""The shapes of an answer's units, each dissolved once however many alternatives share it."""

import numpy as np
from django.contrib.gis.geos import MultiPolygon

from gis_core.shapes import Shapes, union_of
from grids.division.cell_table import Flags


class Outlines:
    """Unions of cells, remembered by which cells they are of."""

    def __init__(self, shapes: Shapes) -> None:
        """`shapes` (n,) of the draft's cells."""
        self._shapes = shapes
        self._known: dict[bytes, MultiPolygon] = {}

    def of(self, rows: Flags) -> MultiPolygon:
        """The union of the cells where `rows` (n,) is true."""
        key = np.packbits(rows).tobytes()
        if key not in self._known:
            self._known[key] = union_of(self._shapes[rows])
        return self._known[key]
