"""What is missing in a county's staff, judged by its rule set: no database, only counting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from communities.territory.rules import RuleKey
from grids.staffing.capacities import LEGAL, Capacity
from grids.staffing.queries import GridStaff, Staffing


class GapKind(StrEnum):
    """One kind of gap; the first are told grid by grid, the last two name people and units."""

    NO_FULL_TIME = "no_full_time"
    NO_LEAD = "no_lead"
    FEW_UNITS = "few_units"
    NO_LEGAL = "no_legal"
    FEW_LEGAL = "few_legal"
    IDLE_PERSON = "idle_person"
    IDLE_UNIT = "idle_unit"


@dataclass(frozen=True)
class Gap:
    """One gap: `what` is the grid, person or unit it is about (None for the whole county),
    `value` what there is and `limit` what `rule` asks for."""

    kind: GapKind
    what: Any = None
    value: float = 0
    limit: float = 0
    rule: RuleKey | None = None


def gaps_of(staffing: Staffing, limits: Mapping[RuleKey, float]) -> list[Gap]:
    """Every gap, those of grids in the order of their codes; a rule without a number asks nothing.

    Political-legal staff is asked for on average over the county; a grid that has none of it is
    told even where the average is kept.
    """
    found = [gap for row in staffing.grids for gap in gaps_of_grid(row, limits)]
    found += _of_county(staffing.grids, limits)
    found += [Gap(GapKind.IDLE_PERSON, one) for one in staffing.people_without_grid]
    return found + [Gap(GapKind.IDLE_UNIT, one) for one in staffing.units_without_grid]


def gaps_by_grid(gaps: Iterable[Gap]) -> dict[Any, list[Gap]]:
    """The gaps of each grid, by the key of its place."""
    found: dict[Any, list[Gap]] = {}
    for gap in gaps:
        if gap.kind not in (GapKind.IDLE_PERSON, GapKind.IDLE_UNIT) and gap.what is not None:
            found.setdefault(gap.what.pk, []).append(gap)
    return found


def gaps_of_grid(row: GridStaff, limits: Mapping[RuleKey, float]) -> Iterable[Gap]:
    """What one grid lacks."""
    full_time, least = row.count([Capacity.FULL_TIME]), limits.get(RuleKey.OFFICERS_PER_GRID, 0)
    if full_time < least:
        yield Gap(GapKind.NO_FULL_TIME, row.grid, full_time, least, RuleKey.OFFICERS_PER_GRID)
    units, few = len(row.coverage), limits.get(RuleKey.COVERING_UNITS_PER_GRID, 0)
    if few and row.lead is None:
        yield Gap(GapKind.NO_LEAD, row.grid, 0, 1, RuleKey.COVERING_UNITS_PER_GRID)
    elif units < few:
        yield Gap(GapKind.FEW_UNITS, row.grid, units, few, RuleKey.COVERING_UNITS_PER_GRID)
    if limits.get(RuleKey.LEGAL_STAFF_PER_GRID, 0) and not row.count(LEGAL):
        asked = limits[RuleKey.LEGAL_STAFF_PER_GRID]
        yield Gap(GapKind.NO_LEGAL, row.grid, 0, asked, RuleKey.LEGAL_STAFF_PER_GRID)


def _of_county(rows: tuple[GridStaff, ...], limits: Mapping[RuleKey, float]) -> Iterable[Gap]:
    asked = limits.get(RuleKey.LEGAL_STAFF_PER_GRID, 0)
    there = sum(row.count(LEGAL) for row in rows)
    if rows and there < asked * len(rows):
        average = there / len(rows)
        yield Gap(GapKind.FEW_LEGAL, None, average, asked, RuleKey.LEGAL_STAFF_PER_GRID)
