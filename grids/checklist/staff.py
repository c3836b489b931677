"""Checks of staff: who must be there for every grid and community, by those who keep the count."""

from django.utils.translation import gettext as _

from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from grids.checklist.case import Case
from grids.checklist.counting import DISPLACED
from grids.checklist.lines import Fault

INHABITANTS = 10_000


def workers(case: Case) -> list[Fault] | None:
    """Communities with too few workers for their inhabitants."""
    limit, counts = (
        case.limit(RuleKey.WORKERS_PER_10000),
        case.counts.get(RuleKey.WORKERS_PER_10000),
    )
    if limit is None or counts is None:
        return None
    needs = {
        unit.number: limit * (part.population or 0) / INHABITANTS
        for unit, part in case.parts(Level.COMMUNITY)
    }
    return _too_few(case, needs, dict(counts))


def officers(case: Case) -> list[Fault] | None:
    """Grids without a full-time officer."""
    return _per_grid(case, RuleKey.OFFICERS_PER_GRID)


def covering_units(case: Case) -> list[Fault] | None:
    """Grids nobody covers."""
    return _per_grid(case, RuleKey.COVERING_UNITS_PER_GRID)


def legal_officers(case: Case) -> list[Fault] | None:
    """Grids without their political-legal officers and legal workers."""
    return _per_grid(case, RuleKey.LEGAL_STAFF_PER_GRID)


def displaced(case: Case) -> list[Fault] | None:
    """Units whose staff have no new place yet, those that are no more among them."""
    counts = case.counts.get(DISPLACED)
    if counts is None:
        return None
    text = _("%(unit)s还有 %(count)s 人没有安排去处")
    return [
        Fault(
            text=text % {"unit": case.plan.units[number].name, "count": count},
            unit=number,
            level=Level(case.plan.units[number].level),
            value=count,
            limit=0,
            box=case.box_of_unit(number),
            blocking=True,
        )
        for number, count in sorted(counts.items())
        if count > 0
    ]


def _per_grid(case: Case, key: RuleKey) -> list[Fault] | None:
    limit, counts = case.limit(key), case.counts.get(key)
    if limit is None or counts is None:
        return None
    needs = {unit.number: limit for unit, _part in case.parts(Level.GRID)}
    return _too_few(case, needs, dict(counts))


def _too_few(case: Case, needs: dict[int, float], counts: dict[int, int]) -> list[Fault]:
    text = _("%(unit)s现有 %(count)s，需要 %(need)s")
    found = []
    for number, need in needs.items():
        count = counts.get(number, 0)
        if count >= need:
            continue
        unit = case.plan.units[number]
        found.append(
            Fault(
                text=text % {"unit": unit.name, "count": count, "need": f"{need:.4g}"},
                unit=number,
                level=Level(unit.level),
                value=count,
                limit=round(need, 2),
                box=case.box_of_unit(number),
            )
        )
    return found
