"""Checks of size: households of communities and grids, between the rule set's bounds."""

from django.utils.translation import gettext as _

from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from grids.checklist.case import Case
from grids.checklist.lines import Fault


def community_households(case: Case) -> list[Fault] | None:
    """The law leaves room "by actual need": outside the bounds a reason is asked for, of
    communities the draft redraws."""
    least, most = case.limit(RuleKey.COMMUNITY_MIN), case.limit(RuleKey.COMMUNITY_MAX)
    return _outside(case, Level.COMMUNITY, least, most)


def grid_households(case: Case) -> list[Fault] | None:
    """Grids with too few or too many households."""
    least, most = case.limit(RuleKey.GRID_MIN), case.limit(RuleKey.GRID_MAX)
    return _outside(case, Level.GRID, least, most)


def _outside(
    case: Case, level: Level, least: float | None, most: float | None
) -> list[Fault] | None:
    if least is None or most is None:
        return None
    found = []
    for unit, part in case.parts(level):
        if least <= part.households <= most:
            continue
        low = part.households < least
        limit = least if low else most
        text = (
            _("%(unit)s只有 %(value)s 户，比下限少 %(gap)s 户")
            if low
            else _("%(unit)s有 %(value)s 户，比上限多 %(gap)s 户")
        )
        gap = f"{abs(part.households - limit):g}"
        found.append(
            Fault(
                text=text % {"unit": unit.name, "value": part.households, "gap": gap},
                unit=unit.number,
                level=level,
                value=part.households,
                limit=limit,
                box=case.box_of_unit(unit.number),
                blocking=level == Level.COMMUNITY and case.redrawn(unit),
            )
        )
    return found
