"""What the maps of a packet show, in metres of the county's zone, before any of it is drawn."""

from dataclasses import dataclass
from enum import StrEnum

from communities.basemap.around import Features
from gis_core.shapes import Shapes
from grids.division.cell_table import Codes

Wording = tuple[str, ...]
"""The lines of a name."""


class Side(StrEnum):
    """The edition the proposal stands on, or the proposal."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, eq=False)
class Units:
    """Areas and what may be written in each, the fullest wording first."""

    wordings: list[tuple[Wording, ...]]
    shapes: Shapes


@dataclass(frozen=True, eq=False)
class State:
    """Communities and their grids; `parent` (grids,) is a row of communities.

    The grids tile the communities, with the very same nodes.
    """

    communities: Units
    grids: Units
    parent: Codes


@dataclass(frozen=True, eq=False)
class Around:
    """What lies there whoever it belongs to: the base map, and the neighbouring communities."""

    neighbours: Units
    barriers: Features
    ground: Features
    buildings: Shapes
    venues: Features


@dataclass(frozen=True, eq=False)
class Maps:
    """Both states of the same ground; `moved` are the pieces that change hands; `by_grid` where
    grids are tinted, as in a division, and not communities."""

    before: State
    after: State
    moved: Shapes
    around: Around
    by_grid: bool

    def state(self, side: Side) -> State:
        return self.before if side == Side.BEFORE else self.after


@dataclass(frozen=True)
class Caption:
    """What is written on a map: title, edition and date, source, and 示意图 or the 审图号."""

    title: str
    edition: str
    source: str
    mark: str
