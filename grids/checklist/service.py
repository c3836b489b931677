"""Checks of service: how far households are from a venue, and how much room the venues have."""

import numpy as np
import shapely
from django.utils.translation import gettext as _

from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.shapes import points_at
from grids.checklist.case import Case, VenueAt
from grids.checklist.lines import Fault
from grids.division.instances import SERVICE_SHARE
from grids.proposals.drafting.effects import NOBODY, UnitState


def near_a_venue(case: Case) -> list[Fault] | None:
    """Units with too few of their households within the service radius; None without venues."""
    if not case.venues:
        return None
    found = []
    for unit, part in case.parts(Level.COMMUNITY, Level.GRID):
        share = part.served_share
        if share is None or share >= SERVICE_SHARE:
            continue
        text = _("%(unit)s只有 %(share)s 的户在服务半径以内")
        found.append(_fault(case, unit, text % {"unit": unit.name, "share": f"{share:.0%}"},
                            round(share, 4), SERVICE_SHARE))  # fmt: skip
    return found


def space_per_households(case: Case) -> list[Fault] | None:
    """Communities whose venues have too little room for their households."""
    per_100 = case.limit(RuleKey.SPACE_PER_100)
    return _space(case, per_100, in_all=False)


def space_in_all(case: Case) -> list[Fault] | None:
    """Communities whose venues together are too small whatever the households."""
    return _space(case, case.limit(RuleKey.SPACE_MIN), in_all=True)


def _space(case: Case, limit: float | None, *, in_all: bool) -> list[Fault] | None:
    if limit is None or not case.venues:
        return None
    by_community = _venues_of(case)
    found = []
    for unit, part in case.parts(Level.COMMUNITY):
        need = limit if in_all else limit * part.households / 100
        venues = by_community.get(unit.number, [])
        fault = _short(case, unit, venues, need)
        if fault is not None:
            found.append(fault)
    return found


def _short(case: Case, unit: UnitState, venues: list[VenueAt], need: float) -> Fault | None:
    room = sum(venue.area or 0 for venue in venues)
    if room >= need:
        return None
    if any(venue.area is None for venue in venues):
        names = "、".join(venue.name for venue in venues if venue.area is None)
        text = _("%(unit)s的%(venues)s没有建筑面积，无法判断")
        return _fault(case, unit, text % {"unit": unit.name, "venues": names}, None, round(need),
                      unknown=True)  # fmt: skip
    text = _("%(unit)s的服务用房有 %(room)s 平方米，需要 %(need)s 平方米")
    values = {"unit": unit.name, "room": room, "need": f"{need:.0f}"}
    return _fault(case, unit, text % values, room, round(need))


def _venues_of(case: Case) -> dict[int, list[VenueAt]]:
    """The venues by the community in whose cells they stand; on a border, the first one's."""
    places = points_at((venue.lon, venue.lat) for venue in case.venues)
    tree = shapely.STRtree(case.plan.ground.shapes)
    venue, row = tree.query(places, predicate="intersects")
    found: dict[int, list[VenueAt]] = {}
    for one in np.unique(venue).tolist():
        number = int(case.plan.communities.labels[row[venue == one].min()])
        if number != NOBODY:
            found.setdefault(number, []).append(case.venues[one])
    return found


def _fault(
    case: Case,
    unit: UnitState,
    text: str,
    value: float | None,
    limit: float,
    *,
    unknown: bool = False,
) -> Fault:
    return Fault(
        text=text,
        unit=unit.number,
        level=Level(unit.level),
        value=value,
        limit=limit,
        box=case.box_of_unit(unit.number),
        unknown=unknown,
    )
