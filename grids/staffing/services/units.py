"""Every write to units."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Duty, UnitKind
from grids.staffing.models import Coverage, Unit
from grids.staffing.periods import not_over
from grids.staffing.services.checks import lock_seen, read_line, read_number, take_turn
from grids.staffing.services.coverage import close_coverage, hand_over


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a unit; `point` its address in EPSG:4490."""

    name: str
    kind: UnitKind = UnitKind.OTHER
    contact_name: str = ""
    contact_phone: str = ""
    duties: tuple[Duty, ...] = field(default_factory=tuple)
    address: str = ""
    point: GEOSGeometry | None = None
    name_en: str = ""


@transaction.atomic
def add_unit(*, county: County, facts: UnitFacts) -> Unit:
    """A new unit of the county. Raises Refused for a name that is missing or taken."""
    take_turn(county.pk)
    unit = Unit(county=county, **_columns(facts))
    _check_name(unit)
    unit.save()
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, facts: UnitFacts, seen_version: int | None) -> Unit:
    """Correct what is known of a unit.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: the name is missing or taken, a number is none.
    """
    take_turn(unit.county_id)
    locked = lock_seen(unit, seen_version)
    for name, value in _columns(facts).items():
        setattr(locked, name, value)
    _check_name(locked)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def end_unit(
    *, unit: Unit, on: datetime.date, successor: Unit | None, seen_version: int | None
) -> Unit:
    """Dissolve a unit on a day: its grids go to the successor, or their coverage ends.

    Raises:
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: it was dissolved already, or the successor is none.
    """
    take_turn(unit.county_id)
    locked = lock_seen(unit, seen_version)
    if locked.ended_on is not None:
        raise Refused("unit_ended", _("“%s”已撤销。") % locked.name)
    if successor is not None and (successor.ended_on or successor.pk == locked.pk):
        raise Refused("successor_wrong", _("承接单位须是另一个现有单位。"))
    for row in Coverage.objects.filter(not_over(on), unit=locked):
        reason = _("单位撤销：%s") % locked.name
        if successor is None:
            close_coverage(row, on, reason)
        else:
            hand_over(row, on, reason, unit=successor)
    locked.ended_on, locked.successor = on, successor
    locked.version += 1
    locked.save()
    return locked


def _columns(facts: UnitFacts) -> dict[str, Any]:
    return {
        "name": read_line(facts.name),
        "name_en": read_line(facts.name_en),
        "kind": facts.kind,
        "contact_name": read_line(facts.contact_name),
        "contact_phone": read_number(facts.contact_phone),
        "duties": list(dict.fromkeys(facts.duties)),
        "address": read_line(facts.address),
        "geom": facts.point,
    }


def _check_name(unit: Unit) -> None:
    if not unit.name:
        raise Refused("name_missing", _("请填写单位名称。"))
    others = Unit.objects.filter(county=unit.county_id, name=unit.name, ended_on__isnull=True)
    if others.exclude(pk=unit.pk).exists():
        raise Refused("name_taken", _("已有名为“%s”的单位。请改用现有的，或换个名称。") % unit.name)
