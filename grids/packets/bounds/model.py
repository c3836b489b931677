"""What is known of a unit's bounds, before it is said."""

from dataclasses import dataclass
from enum import StrEnum

from gis_core.shapes import Shapes


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
