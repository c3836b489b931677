"""How large a map is drawn: a round scale at which it fits the type area of an A4 document."""

import math

from gis_core.drawing.frame import Frame

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 780, 880, 300  # units of a fifth of a millimetre
UNIT_M = 0.0002  # metres on paper
MARGIN = 30.0
_STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)

Extent = tuple[float, float, float, float]
"""West, south, east, north in metres."""


def denominator_for(extent: Extent) -> int:
    """The least round n at which the extent fits at 1:n."""
    west, south, east, north = extent
    across = (east - west) / ((WIDTH - 2 * MARGIN) * UNIT_M)
    up = (north - south) / ((MOST_HEIGHT - 2 * MARGIN) * UNIT_M)
    needed = max(across, up, 100.0)
    power = 10.0 ** math.floor(math.log10(needed))
    return round(power * next(step for step in _STEPS if step * power >= needed - 1e-6))


def frame_for(extent: Extent) -> Frame:
    """The extent in the middle of a sheet as high as it needs."""
    west, south, east, north = extent
    scale = 1 / (UNIT_M * denominator_for(extent))
    height = max(LEAST_HEIGHT, math.ceil((north - south) * scale + 2 * MARGIN))
    left, top = (WIDTH - (east - west) * scale) / 2, (height - (north - south) * scale) / 2
    return Frame(west, north, 1.0, scale, left, top, WIDTH, height, metres=1.0)
