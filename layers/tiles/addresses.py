"""Where a tile lies, and how its address is written."""

from typing import NamedTuple

MAX_ZOOM = 20

# No more digits than a zoom of 20 needs: what is not of this form is no address at all.
PATTERN = (
    r"(?P<county>[0-9]{6})/(?P<layer>[a-z]+)"
    r"/(?P<z>[0-9]{1,2})/(?P<x>[0-9]{1,7})/(?P<y>[0-9]{1,7})\.mvt"
)


class TileAddress(NamedTuple):
    """A square of the web map's grid: zoom, column from the west, row from the north."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        return self.z <= MAX_ZOOM and max(self.x, self.y) < 2**self.z
