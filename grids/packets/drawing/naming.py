"""The names on a packet's map: units first, then places of service, then roads and neighbours."""

import math
from dataclasses import dataclass, field

import numpy as np
import shapely

from communities.basemap.around import Features
from gis_core.drawing.labels import Labels, longest_by_name
from gis_core.drawing.lettering import INK, plated
from gis_core.shapes import Shapes
from grids.packets.drawing.ground import State, Units

COMMUNITY_SIZES, GRID_SIZES = (19.0, 16.0, 13.0), (12.5, 10.5, 9.5)
VENUE_SIZE, ROAD_SIZE, BEYOND_SIZE = 10.0, 10.5, 14.0
VENUE_INK, ROAD_INK, BEYOND_INK = "#8f1d17", "#4a4438", "#6d6a66"
SIGN = 6.0  # half the width of the sign of a venue
# Names of these are written up to this denominator of the scale; beyond, there is no room.
NAMED = {
    "river": math.inf,
    "canal": 60_000,
    "railway": math.inf,
    "expressway": math.inf,
    "arterial": 80_000,
    "collector": 32_000,
    "local": 15_000,
}


@dataclass
class Names:
    """Names as SVG; `missing` counts the grids for whose name there was no room."""

    svg: list[str] = field(default_factory=list)
    missing: int = 0


def write_names(labels: Labels, state: State, around: "Drawn", denominator: float) -> Names:
    """All names there is room for, the more important first."""
    names = Names()
    for x, y in around.venue_spots:
        labels.keep_free(shapely.box(x - SIGN, y - SIGN, x + SIGN, y + SIGN))
    _areas(names, labels, state.communities, COMMUNITY_SIZES, bold=True)
    names.missing = _areas(names, labels, state.grids, GRID_SIZES)
    for (x, y), name in zip(around.venue_spots, around.venue_names, strict=True):
        label = labels.beside(name, x, y, VENUE_SIZE, SIGN)
        names.svg += [plated(label, VENUE_INK)] if label else []
    _roads(names, labels, around.barriers, denominator)
    _beyond(names, labels, around.neighbours)
    return names


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is around the units, in drawing units."""

    neighbours: Units
    barriers: Features
    ground: Features
    buildings: Shapes
    venue_spots: list[tuple[float, float]]
    venue_names: list[str]


def _areas(
    names: Names, labels: Labels, units: Units, sizes: tuple[float, ...], *, bold: bool = False
) -> int:
    """Write the names of areas; how many found no room."""
    missing = 0
    for wordings, shape in zip(units.wordings, units.shapes, strict=True):
        label = labels.area(wordings, shape, sizes, bold=bold, must=bold)
        names.svg += [plated(label, INK)] if label else []
        missing += label is None
    return missing


def _roads(names: Names, labels: Labels, barriers: Features, denominator: float) -> None:
    """Each name once, along the longest piece; main roads before side roads."""
    kinds = np.array(barriers.kinds, dtype=object)
    written: set[str] = set()
    for kind in (kind for kind, limit in NAMED.items() if denominator <= limit):
        rows = np.flatnonzero(kinds == kind).tolist()
        pieces = ((barriers.names[row], barriers.shapes[row]) for row in rows)
        for name, line in longest_by_name(pieces).items():
            label = None if name in written else labels.along(name, line, ROAD_SIZE)
            if label is not None:
                names.svg.append(plated(label, ROAD_INK))
                written.add(name)


def _beyond(names: Names, labels: Labels, neighbours: Units) -> None:
    for wordings, shape in zip(neighbours.wordings, neighbours.shapes, strict=True):
        parts = shapely.get_parts(shape)
        if len(parts):
            largest = max(parts, key=lambda part: part.area)
            label = labels.area(wordings, largest, (BEYOND_SIZE, 11.0))
            names.svg += [plated(label, BEYOND_INK)] if label else []
