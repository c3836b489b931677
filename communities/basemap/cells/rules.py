"""The measures the cell builder works with, and the array types it speaks in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Geometries = npt.NDArray[np.object_]
"""A one-dimensional array of shapely geometries."""
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

GRID_M = 0.001
"""Every vertex lies on this grid (metres): noding on it is exact, see `segments`.

A millimetre is finer than any survey and coarse enough for EPSG:4490 in double precision.
"""


@dataclass(frozen=True)
class CellRules:
    """Measures in metres. They shape the cells; they never decide whether a building is cut."""

    longest_edge: float = 50.0
    """Longer edges get vertices: a straight edge bends by 0.04 mm at 50 m when it is
    transformed to degrees vertex by vertex, well under half of the grid."""
    closed_gap: float = 1.0
    """A dead end this close to another line is a drawing error and is joined to it."""
    strip_width: float = 20.0
    """Ground without buildings that is nowhere wider (medians, slips between a boundary and
    the road it follows) is absorbed by a neighbour."""
    area_gap: float = 0.5
    """Gaps between two areas that are nowhere wider are closed."""
    reach: float = 40.0
    """Ground farther than this from every building is open ground, not a building's."""
    open_area: float = 30_000.0
    """Wanted size of a piece of open ground, square metres."""
    least_open_area: float = 2_500.0
    """Open ground beside buildings smaller than this stays with the buildings, square metres."""
    least_width: float = 0.5
    """A cell nowhere wider (footprints drawn as a sliver between others) joins a neighbour."""
    along: float = 5.0
    """A border runs along a barrier when it is parallel to it and no farther away."""
    coarse_step: float = 2.0
    """Walls are sampled at this step, and finer where another building is near."""
    fine_step: float = 0.3
