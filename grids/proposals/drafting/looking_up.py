"""Cells and units an operation names, or the refusal that says which of them there is not."""

from collections.abc import Sequence
from itertools import count

import numpy as np
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused


def find_rows(plan: Plan, rows: Sequence[int]) -> Codes:
    """(c,) the cells, each once, in order, without pieces that were taken back."""
    if rows and max(rows) >= plan.ground.size:
        text = _("没有第 %(row)s 号单元。底图可能已更新，请刷新页面后重新选择。")
        raise Refused("no_such_cell", text % {"row": max(rows)})
    found = np.unique(np.array(rows, np.int32))
    return found[~plan.ground.gone[found]]


def find_unit(plan: Plan, number: int, level: Level | None = None) -> UnitState:
    """A unit that has cells, of this level where one is given."""
    unit = plan.units.get(number)
    if unit is None or unit.retired:
        text = _("没有第 %(number)s 号单位，它可能已被撤销。请刷新后重新选择。")
        raise Refused("no_such_unit", text % {"number": number})
    if level is not None and unit.level != level:
        text = {
            Level.GRID: _("“%(unit)s”是社区，这一操作只用于网格。请改选网格。"),
            Level.COMMUNITY: _("“%(unit)s”是网格，这一操作只用于社区。请改选社区。"),
        }[level]
        raise Refused("wrong_level", text % {"unit": unit.name})
    return unit


def refuse_fixed_communities(plan: Plan) -> None:
    """A division leaves the communities as they are."""
    if not plan.consolidates:
        text = _("网格划分方案不改变社区。要调整社区，请另建一个“社区调整”方案。")
        raise Refused("communities_fixed", text)


def refuse_taken_name(plan: Plan, name: str, parent: int | None, but: int | None = None) -> None:
    """No two communities of a draft are called the same, and no two grids of one community."""
    for unit in plan.units.values():
        rival = not unit.retired and unit.number != but and unit.parent == parent
        if rival and unit.name == name:
            text = _("这里已有“%(name)s”。请换一个名称。")
            raise Refused("name_taken", text % {"name": name})


def free_name(plan: Plan, name: str, parent: int | None, taken: set[str]) -> str:
    """The name, or with the first number that no live unit beside it bears."""
    rivals = {
        unit.name for unit in plan.units.values() if not unit.retired and unit.parent == parent
    }
    rivals |= taken
    found = (f"{name}（{number}）" for number in count(2))
    return name if name not in rivals else next(one for one in found if one not in rivals)
