"""Where the ground comes to lie on a picture: the same scale in both directions, north above."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

METRES_PER_DEGREE = 111_320.0  # of latitude; good to half a per cent

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """A picture `width` x `height` pixels of ground measured in units of `metres`.

    `scale` pixels are one unit northwards, and `narrow` of it eastwards.
    """

    west: float
    north: float
    narrow: float
    scale: float
    left: float
    top: float
    width: int
    height: int
    metres: float = METRES_PER_DEGREE

    @property
    def metres_per_pixel(self) -> float:
        return self.metres / self.scale

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 2) units, eastwards first, to pixels."""
        x = self.left + (points[:, 0] - self.west) * self.narrow * self.scale
        y = self.top + (self.north - points[:, 1]) * self.scale
        return np.column_stack([x, y])


def frame_of_degrees(box: Box, width: int, heights: tuple[int, int], margin: float) -> Frame:
    """A frame around west, south, east, north; as high as needed between the two `heights`."""
    west, south, east, north = box
    narrow = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * margin) / wide, (heights[1] - 2 * margin) / high)
    height = max(heights[0], round(high * scale + 2 * margin))
    left, top = (width - wide * scale) / 2, (height - high * scale) / 2
    return Frame(west, north, narrow, scale, left, top, width, height)


def round_length(metres: float) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … that is not longer."""
    power = 10 ** math.floor(math.log10(max(metres, 1.0)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(metres, 1.0)))
