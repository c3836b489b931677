"""What is known of a unit's bounds, before it is said."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.shapes import Shapes

Floats = NDArray[np.float64]

# Within so many metres a boundary follows a thing of this kind: half the width of the broadest of
# them, for boundaries run along the middle or along an edge. Our own rule.
REACH_M = {
    "expressway": 30.0, "railway": 20.0, "river": 40.0, "canal": 15.0, "arterial": 25.0,
    "collector": 18.0, "local": 12.0, "wall": 6.0, "compound": 8.0, "building": 15.0, "county": 5.0,
}  # fmt: skip
# What people know a place by is named before what happens to lie nearer, by so many metres.
PREFERENCE_M = {"local": 2.0, "wall": 12.0, "compound": 10.0, "building": 60.0, "county": 40.0}
NAMELESS_M = 6.0


class Side(StrEnum):
    """A side of a unit, in the order papers name them."""

    EAST = "东"
    SOUTH = "南"
    WEST = "西"
    NORTH = "北"


@dataclass(frozen=True, eq=False)
class Guides:
    """n things a boundary may follow, in metres: lines, or the outlines of areas as lines.

    `kinds` are classes of barriers, or "compound", "building", "county"; `names` "" for none.
    """

    kinds: list[str]
    names: list[str]
    shapes: Shapes

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The index of the shapes, made once for all units."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def reach(self) -> Floats:
        """(n,) metres within which each is followed."""
        return np.array([REACH_M[kind] for kind in self.kinds], float)

    @cached_property
    def later(self) -> Floats:
        """(n,) metres by which each stands behind what is named first."""
        return np.array(
            [
                PREFERENCE_M.get(kind, 0.0) + (0.0 if name else NAMELESS_M)
                for kind, name in zip(self.kinds, self.names, strict=True)
            ],
            float,
        )


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Areas (metres) that may lie beyond, and what each is called here."""

    names: list[str]
    shapes: Shapes


@dataclass(frozen=True)
class Stretch:
    """The part of a side that follows one thing: `along` its name, "" where there is nothing to
    name; `beyond` the units on the other side, "" for none; `share` of the whole side."""

    along: str
    kind: str
    beyond: tuple[str, ...]
    metres: float
    share: float


@dataclass(frozen=True)
class SideBound:
    """One side: what it follows, in order from north to south or west to east, and the shares of
    the side by what lies beyond, "" for nobody."""

    side: Side
    metres: float
    stretches: tuple[Stretch, ...]
    beyond: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class FourBounds:
    """The bounds of a unit's largest piece; `pieces`: how many it has; `holes`: how many areas
    of others lie inside."""

    sides: tuple[SideBound, ...]
    pieces: int
    holes: int

    @property
    def text(self) -> str:
        """The sentence for the papers."""
        from grids.packets.bounds.wording import sentence

        return sentence(self)
