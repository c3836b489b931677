"""All that a case's papers say, as plain values: every figure comes from the database.

Areas in square metres, shares from 0 to 1, densities in inhabitants per square kilometre. None
stands for what nobody knows; the papers say so and put no zero in its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gis_core.accounts.models import Level
from grids.checklist.certificates import Verified
from grids.checklist.lines import Line
from grids.packets.contents.held import (
    ConditionSet,
    Event,
    NoticeHeld,
    PaperHeld,
    StepOfWay,
    Thread,
    WaiverGiven,
)


@dataclass(frozen=True)
class Head:
    """Which proposal it is, what it stands on, and the day the papers bear.

    `counted`: which households the rule set counts; `content_hash`, `record_hash`: of the plan
    and of what is on record beside it (see `stamps`).
    """

    title: str
    kind: str
    kind_label: str
    reason: str
    county: str
    place: str
    place_code: str
    whole_county: bool
    edition: int
    map_revision: int
    rule_set: int
    rule_set_name: str
    counted: str
    version: int
    engine: str
    status: str
    author: str
    content_hash: str
    record_hash: str
    day: date

    @property
    def consolidates(self) -> bool:
        """Whether communities are redrawn, and not grids alone."""
        return self.kind == "consolidation"


@dataclass(frozen=True)
class Limit:
    """One threshold of the rule set, and where it comes from."""

    key: str
    label: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True)
class UnitFigures:
    """A community or grid on one side; `deviation`: households above the maximum or, negative,
    below the minimum; `venue_area`: of all venues there, None where one's area is unknown."""

    number: int
    level: Level
    name: str
    code: str
    parent: str
    households: int
    estimated: int
    dwellings: int
    registered: int
    population: int
    area: float
    density: float | None
    buildings: int
    compounds: int
    grids: int
    venues: int
    venue_area: int | None
    served_share: float | None
    barrier_share: float | None
    deviation: int
    pieces: int

    @property
    def venue_per_100(self) -> float | None:
        """Square metres of venues for every hundred households."""
        if self.venue_area is None or not self.households:
            return None
        return 100 * self.venue_area / self.households


@dataclass(frozen=True)
class UnitRow:
    """A unit before and after; one side is None where it is new, or is no more."""

    level: Level
    before: UnitFigures | None
    after: UnitFigures | None
    changes: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in the plan, or was called."""
        side = self.after or self.before
        return side.name if side else ""


@dataclass(frozen=True)
class Totals:
    """The figures of one level on one side."""

    units: int
    in_bounds: int
    least: int
    most: int
    mean: float
    spread: float
    households: int
    estimated: int
    dwellings: int
    population: int
    area: float
    buildings: int
    disconnected: int
    compounds_split: int
    barrier_share: float | None
    served_share: float | None


@dataclass(frozen=True)
class LevelTotals:
    """A level before and after."""

    level: Level
    before: Totals
    after: Totals


@dataclass(frozen=True)
class Fate:
    """What happens to some units: merged, split, abolished, created, renamed, regrouped.

    Of a grid that is regrouped, `unit` is its own name, `left` and `entered` the communities.
    """

    kind: str
    label: str
    level: Level
    before: tuple[str, ...]
    after: tuple[str, ...]
    households: int
    unit: str = ""
    left: str = ""
    entered: str = ""


@dataclass(frozen=True)
class Transfer:
    """Ground that goes from one unit to another; `reasons`: the operations that did it."""

    level: Level
    before: str
    after: str
    cells: int
    buildings: int
    households: int
    population: int
    area: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """What stands in one cell that comes to another community or grid; names of units are empty
    for nobody's."""

    compound: str
    name: str
    number: str
    buildings: int
    households: int
    population: int
    community_before: str
    grid_before: str
    community_after: str
    grid_after: str

    @property
    def address(self) -> str:
        """All that names the building: its own name and its address."""
        return " ".join(dict.fromkeys(filter(None, (self.name, self.number))))

    @property
    def changes_community(self) -> bool:
        return self.community_before != self.community_after


@dataclass(frozen=True)
class Touched:
    """Something else the change concerns: what it is called and whose it is, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Staffing:
    """What one rule of staff or cover asks, and what is there: how many units have enough.

    `counted` is False where no register tells.
    """

    label: str
    needed: str
    source: str
    counted: bool
    units: int
    short: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Everything but pictures and bounds, in the order the papers tell it; `affected` by kind."""

    head: Head
    limits: tuple[Limit, ...]
    totals: tuple[LevelTotals, ...]
    units: tuple[UnitRow, ...]
    fates: tuple[Fate, ...]
    transfers: tuple[Transfer, ...]
    moved: tuple[Moved, ...]
    affected: Mapping[str, tuple[Touched, ...]]
    staffing: tuple[Staffing, ...]
    lines: tuple[Line, ...]
    waivers: tuple[WaiverGiven, ...]
    certificates: tuple[Verified, ...]
    threads: tuple[Thread, ...]
    notices: tuple[NoticeHeld, ...]
    papers: tuple[PaperHeld, ...]
    conditions: tuple[ConditionSet, ...]
    events: tuple[Event, ...]
    steps: tuple[StepOfWay, ...]

    def rows(self, level: Level) -> tuple[UnitRow, ...]:
        """The units of one level."""
        return tuple(row for row in self.units if row.level == level)

    def total(self, level: Level) -> LevelTotals:
        """The figures of one level."""
        return next(one for one in self.totals if one.level == level)
