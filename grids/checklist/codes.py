"""Checks of codes: written as they must be, below the right place, and nobody else's ever."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.checklist.case import Case
from grids.checklist.lines import Fault
from grids.proposals.drafting.effects import UnitState

PATTERNS = {Level.COMMUNITY: re.compile(r"[0-9]{12}"), Level.GRID: re.compile(r"[0-9]{15}")}


def well_formed(case: Case) -> list[Fault]:
    """12 digits of a community, 15 of a grid; a new unit may have none until it is published."""
    text = {
        Level.COMMUNITY: _("%(unit)s的代码“%(code)s”不是 12 位数字"),
        Level.GRID: _("%(unit)s的代码“%(code)s”不是 15 位数字"),
    }
    return [
        _fault(case, unit, text[Level(unit.level)])
        for unit in _coded(case)
        if not PATTERNS[Level(unit.level)].fullmatch(unit.code)
    ]


def below_their_place(case: Case) -> list[Fault]:
    """A grid's code begins with its community's, a community's with its subdistrict's."""
    text = _("%(unit)s的代码“%(code)s”不以所属单位的代码“%(above)s”开头")
    found = []
    for unit in _coded(case):
        above = _code_above(case, unit)
        if above and not unit.code.startswith(above):
            found.append(_fault(case, unit, text, above=above, blocking=False))
    return found


def never_used_before(case: Case) -> list[Fault]:
    """No code of another place, present, past or abolished, and none twice in the draft."""
    often = Counter(unit.code for unit in _coded(case))
    found = []
    for unit in _coded(case):
        if often[unit.code] > 1:
            found.append(_fault(case, unit, _("%(unit)s的代码“%(code)s”在草案里用了两次")))
        elif _is_taken(case, unit):
            text = _("%(unit)s的代码“%(code)s”属于或曾属于别的单位，停用的代码不得再用")
            found.append(_fault(case, unit, text))
    return found


def _coded(case: Case) -> list[UnitState]:
    units = [*case.plan.live(Level.COMMUNITY), *case.plan.live(Level.GRID)]
    return [unit for unit in units if unit.code]


def _is_taken(case: Case, unit: UnitState) -> bool:
    if unit.place is not None and case.codes.get(unit.place) == unit.code:
        return False
    return bool(case.bearers.get(unit.code))


def _code_above(case: Case, unit: UnitState) -> str:
    """The code above, empty where there is none yet."""
    if unit.level == Level.GRID:
        above = case.plan.units.get(unit.parent or 0)
        return above.code if above else ""
    rows = case.plan.rows_of(unit.number)
    ground = case.plan.ground
    return ground.subdistrict_codes[int(ground.subdistrict[rows[0]])] if len(rows) else ""


def _fault(
    case: Case, unit: UnitState, text: str, *, above: str = "", blocking: bool = True
) -> Fault:
    return Fault(
        text=text % {"unit": unit.name, "code": unit.code, "above": above},
        unit=unit.number,
        level=Level(unit.level),
        box=case.box_of_unit(unit.number),
        blocking=blocking,
    )
