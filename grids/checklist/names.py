"""Checks of names: told apart, readable, and saying what they name."""

import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.checklist.case import Case
from grids.checklist.lines import Fault
from grids.proposals.drafting.effects import UnitState

ENDINGS = {Level.COMMUNITY: ("社区",), Level.GRID: ("网格",)}
HIDDEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}  # categories nobody sees in print


def told_apart(case: Case) -> list[Fault]:
    """No two communities of the county are called the same, nor two grids of one community."""
    often = Counter(_beside(unit) for unit in _units(case))
    text = _("“%(unit)s”与另一单位重名")
    return [
        _fault(case, unit, text)
        for unit in _units(case)
        if often[_beside(unit)] > 1 or (unit.level == Level.COMMUNITY and unit.name in case.names)
    ]


def printable(case: Case) -> list[Fault]:
    """No name is empty, begins or ends with a space, or holds what nobody sees."""
    text = _("“%(unit)s”含有看不见的字符、首尾空格，或者为空")
    return [_fault(case, unit, text) for unit in _units(case) if not _is_printable(unit.name)]


def of_their_kind(case: Case) -> list[Fault]:
    """Communities are called 社区, grids 网格."""
    text = {
        Level.COMMUNITY: _("“%(unit)s”不以“社区”结尾"),
        Level.GRID: _("“%(unit)s”不以“网格”结尾"),
    }
    return [
        _fault(case, unit, text[Level(unit.level)], blocking=False)
        for unit in _units(case)
        if not unit.name.endswith(ENDINGS[Level(unit.level)])
    ]


def _units(case: Case) -> list[UnitState]:
    return [*case.plan.live(Level.COMMUNITY), *case.plan.live(Level.GRID)]


def _beside(unit: UnitState) -> tuple[str, int | None, str]:
    return unit.level, unit.parent if unit.level == Level.GRID else None, unit.name


def _is_printable(name: str) -> bool:
    hidden = any(unicodedata.category(character) in HIDDEN for character in name)
    return bool(name) and name == name.strip() and not hidden


def _fault(case: Case, unit: UnitState, text: str, *, blocking: bool = True) -> Fault:
    shown = "".join(
        "�" if unicodedata.category(character) in HIDDEN else character for character in unit.name
    )
    return Fault(
        text=text % {"unit": shown},
        unit=unit.number,
        level=Level(unit.level),
        box=case.box_of_unit(unit.number),
        blocking=blocking,
    )
