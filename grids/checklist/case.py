"""All a proposal is checked by, read once: the checks themselves read nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes
from grids.checklist.lines import Box
from grids.division.cell_table import Codes, Flags
from grids.partitioning import Part
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan

if TYPE_CHECKING:
    from grids.checklist.certifying import Certificate

DECIMALS = 6  # about a decimetre: boxes are for looking there


class Limit(NamedTuple):
    """One threshold of the proposal's rule set, with the text it comes from."""

    label: str
    value: Decimal
    unit: str
    source: str


class VenueAt(NamedTuple):
    """A venue and its place (degrees); `area` in square metres, None where nobody knows it."""

    name: str
    area: int | None
    lon: float
    lat: float


class Standing(NamedTuple):
    """What the proposal was drawn on, and what is there now: editions and rule sets by number,
    the base map by revision; `cells_anew`: its cells were built again since."""

    edition: tuple[int, int]
    rule_set: tuple[int, int]
    revision: tuple[int, int]
    cells_anew: bool


@dataclass(frozen=True, eq=False)
class Case:
    """One version of a proposal, and what its county asks of it.

    `outlines`: the communities the edition has there; `drawn`: area in square degrees of each
    unit's stored outline; `bearers`: the places that bear or ever bore a code; `codes`: the code
    each place bears now; `names`: of communities of the county outside the draft's place;
    `counts`: people and covering units by unit, for those rules somebody keeps the count of;
    `certificate`: how the engine's answers it took stand.
    """

    plan: Plan
    zone: int
    limits: Mapping[RuleKey, Limit]
    outlines: Shapes
    drawn: Mapping[int, float]
    venues: tuple[VenueAt, ...]
    compounds: Mapping[int, str]
    bearers: Mapping[str, frozenset[str]]
    codes: Mapping[str, str]
    names: frozenset[str]
    standing: Standing
    counts: Mapping[str, Mapping[int, int]]
    certificate: "Certificate | None" = None

    def limit(self, key: RuleKey) -> float | None:
        """The threshold's number, None where the rule set has none."""
        found = self.limits.get(key)
        return float(found.value) if found else None

    def parts(self, *levels: Level) -> Iterator[tuple[UnitState, Part]]:
        """The living units of these levels with their figures, by number."""
        for level in levels:
            for unit in self.plan.live(level):
                part = self.plan.part(unit.number)
                if part is not None:
                    yield unit, part

    def redrawn(self, unit: UnitState) -> bool:
        """Whether the draft changes the unit: any grid, and communities that won or lost cells."""
        return unit.level == Level.GRID or unit.number in self.redrawn_communities

    @cached_property
    def redrawn_communities(self) -> frozenset[int]:
        """Communities that do not have exactly the cells the edition gives them."""
        own, now = self.plan.own_community(), self.plan.communities.labels
        apart: Flags = (own != now) & ~self.plan.ground.gone
        return frozenset({*own[apart].tolist(), *now[apart].tolist()} - {NOBODY})

    def box_of(self, rows: Codes) -> Box | None:
        """The box around some cells; None for none, as of a unit that is no more."""
        if not len(rows):
            return None
        bounds = np.round(shapely.total_bounds(self.plan.ground.shapes[rows]), DECIMALS)
        return Box(*bounds.tolist()) if np.isfinite(bounds).all() else None

    def box_of_unit(self, number: int) -> Box | None:
        """The box around a unit."""
        return self.box_of(self.plan.rows_of(number))


def box_around(shape: Any) -> Box:
    """The box around a shape in degrees."""
    return Box(*np.round(shape.bounds, DECIMALS).tolist())
