"""Every write to coverage."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from communities.territory.models import Edition, Place
from gis_core.accounts.models import Level
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Part
from grids.staffing.models import Coverage, Unit
from grids.staffing.periods import ended
from grids.staffing.services.checks import (
    check_standing,
    days_of,
    edition_for,
    lock_seen,
    read_line,
    take_turn,
)


@transaction.atomic
def cover_grid(
    *,
    unit: Unit,
    grid: Place,
    part: Part,
    first_day: datetime.date,
    last_day: datetime.date | None = None,
    document: str = "",
) -> Coverage:
    """Let a unit cover a grid from a day on (`last_day` excluded).

    Raises Refused: the unit was dissolved, the place is no grid or no more, the grid has a lead
    unit already, or the unit covers it already.
    """
    take_turn(unit.county_id)
    check_standing(grid)
    _check_pair(unit, grid)
    row = Coverage(
        county_id=unit.county_id,
        unit=unit,
        grid=grid,
        edition=edition_for(grid),
        part=part,
        document=read_line(document),
        valid=days_of(first_day, last_day),
    )
    hindrance = hindrance_to(row)
    if hindrance is not None:
        raise hindrance
    row.save()
    return row


@transaction.atomic
def end_coverage(
    *, coverage: Coverage, on: datetime.date, reason: str, seen_version: int | None
) -> Coverage:
    """End the coverage of a grid on a day (the day itself excluded).

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it is over by then, or no reason is given.
    """
    take_turn(coverage.county_id)
    locked = lock_seen(coverage, seen_version)
    if locked.valid.isempty or (locked.valid.upper is not None and locked.valid.upper <= on):
        raise Refused("over_already", _("这项包抓到 %s 已经结束。") % on)
    said = read_line(reason)
    if not said:
        raise Refused("reason_missing", _("请写明结束包抓的原因。"))
    return close_coverage(locked, on, said)


def close_coverage(row: Coverage, on: datetime.date, reason: str) -> Coverage:
    """Write the end of a coverage; the caller has the county's turn."""
    row.valid, row.end_reason = ended(row.valid, on), reason[:200]
    row.version += 1
    row.save()
    return row


def hand_over(
    row: Coverage,
    on: datetime.date,
    reason: str,
    *,
    unit: Unit | None = None,
    grid: Place | None = None,
    edition: Edition | None = None,
) -> Coverage | None:
    """End a coverage on a day and go on with another unit or grid, in an edition (today's if
    none is given).

    Where the grid has a lead unit already, in support; None where the unit covers it already.
    The caller has the county's turn.
    """
    lasting, first = row.valid.upper, max(on, row.valid.lower)
    close_coverage(row, on, reason)
    new = Coverage(
        county_id=row.county_id,
        unit=unit or row.unit,
        grid=grid or row.grid,
        edition=edition or edition_for(grid or row.grid),
        part=row.part,
        document=row.document,
        valid=days_of(first, lasting),
    )
    hindrance = hindrance_to(new)
    if hindrance is not None and hindrance.code == "grid_has_lead":
        new.part = Part.SUPPORT
        hindrance = hindrance_to(new)
    if hindrance is not None:
        return None
    new.save()
    return new


def hindrance_to(row: Coverage) -> Refused | None:
    """The first coverage that cannot be together with this one, told as a refusal."""
    rules: list[tuple[Q, str, Any]] = [
        (
            Q(unit=row.unit, grid=row.grid),
            "covered_already",
            _("%(unit)s自 %(since)s 起已包抓“%(grid)s”，不必重复安排。"),
        )
    ]
    if row.part == Part.LEAD:
        text = _("“%(grid)s”自 %(since)s 起已由%(unit)s主包。请先结束，或改为协助。")
        rules.append((Q(grid=row.grid, part=Part.LEAD), "grid_has_lead", text))
    for condition, code, text in rules:
        others = Coverage.objects.filter(condition, valid__overlap=row.valid)
        other = others.exclude(pk=row.pk).select_related("unit", "grid").first()
        if other is not None:
            said = {
                "unit": other.unit.name,
                "grid": other.grid.name,
                "since": other.valid.lower,
            }
            return Refused(code, text % said)
    return None


def _check_pair(unit: Unit, grid: Place) -> None:
    if unit.ended_on is not None:
        raise Refused("unit_ended", _("“%s”已撤销。") % unit.name)
    if grid.county_key != unit.county_id:
        raise Refused("other_county", _("“%s”不属于本县。") % grid.name)
    if grid.level != Level.GRID:
        raise Refused("level_wrong", _("包抓到网格；“%s”不是网格。") % grid.name)
