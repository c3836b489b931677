"""One of the engine's answers, taken: every cell and unit as it has them, in one operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Flags
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState
from grids.proposals.drafting.looking_up import free_name, refuse_fixed_communities
from grids.proposals.drafting.operations.move_grids import regroup
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.sketch import Sketch, padded
from grids.proposals.drafting.wishes import Number, Wish

NAMED = 5  # units named in a refusal


class TakeAlternative(Wish):
    """The key of an alternative that answers a question about this draft."""

    kind: Literal["take_alternative"]
    alternative: Number


@dataclass(frozen=True)
class Answered:
    """A unit of the answer: the draft's unit it goes on with, or a new grid of a community."""

    continues: int | None
    parent: int | None
    name: str


@dataclass(frozen=True, eq=False)
class Answer:
    """What is taken: `part` (n,) of each cell of the version asked about, from 1, 0 outside.

    `units` by part; `merges`: communities are meant, not grids; `since`: what was done to the
    draft after that version, in order.
    """

    rank: int
    merges: bool
    part: Codes
    units: Sequence[Answered]
    since: Sequence[Effect]


def take_alternative(plan: Plan, wish: TakeAlternative, answer: Answer) -> Asked:
    """Make the draft as the answer has it. Raises Refused where it has moved on since."""
    part = padded(answer.part, plan.ground.size)
    refuse_moved_on(plan, answer, part)
    told = gettext_noop("采用引擎的划分方案 %(rank)s")
    if not answer.merges:
        return Asked(_divided(plan, answer, part), Told(told, {"rank": answer.rank}))
    refuse_fixed_communities(plan)
    told = gettext_noop("采用引擎的合并方案 %(rank)s")
    return Asked(_merged(plan, answer, part), Told(told, {"rank": answer.rank}))


def refuse_moved_on(plan: Plan, answer: Answer, part: Codes) -> None:
    """Refuse an answer whose cells or units are not what they were when it was asked for.

    What was done to other units, or done and taken back, does not matter.
    """
    touched = _touched(plan, answer, part)
    if touched.any():
        numbers = np.unique(plan.labels[touched]).tolist()
        names = [plan.units[number].name for number in numbers if number != NOBODY]
        more = "、".join(names[:NAMED]) or _("未划分的单元")
        text = _("提问之后，“%(units)s”的 %(cells)s 个单元又有改动，这个方案已不适用。请重新提问。")
        values = {"units": more, "cells": int(touched.sum())}
        raise Refused("moved_on", text % values)
    for unit in answer.units:
        _refuse_lost(plan, unit)


def _touched(plan: Plan, answer: Answer, part: Codes) -> Flags:
    """(n,) cells of the answer, or of the units it is about, that belong elsewhere than then."""
    before = Sketch(plan.labels.copy(), dict(plan.units)).rewind(answer.since[::-1])
    then, now = before.labels, plan.labels
    if answer.merges:
        then, now = communities_of(before), plan.communities.labels
    about = np.unique(then[part > 0])
    about = about[about != NOBODY]
    inside = (part > 0) | np.isin(then, about) | np.isin(now, about)
    changed = inside & (then != now)
    reshaped = [shape.row for effect in answer.since for shape in effect.shapes]
    changed[reshaped] |= inside[reshaped]
    return np.asarray(changed)


def communities_of(sketch: Sketch) -> Codes:
    """(n,) number of the community each cell's grid belongs to, 0 for none."""
    parents = np.zeros(max(sketch.units, default=0) + 1, np.int32)
    for number, unit in sketch.units.items():
        parents[number] = unit.parent or NOBODY
    return parents[sketch.labels]


def _refuse_lost(plan: Plan, unit: Answered) -> None:
    """A grid that went to another community, or a community that is no more."""
    own = plan.units.get(unit.continues or NOBODY)
    above = plan.units.get(unit.parent or NOBODY)
    gone = (above is not None and above.retired) or (own is not None and own.parent != unit.parent)
    if gone:
        text = _("提问之后，“%(unit)s”已改属别处或被撤销，这个方案已不适用。请重新提问。")
        raise Refused("moved_on", text % {"unit": unit.name})


def _divided(plan: Plan, answer: Answer, part: Codes) -> Effect:
    new: list[UnitState] = []
    numbers = np.zeros(len(answer.units) + 1, np.int32)
    for place, unit in enumerate(answer.units, start=1):
        numbers[place] = unit.continues or _made(plan, unit, new)
    rows = np.flatnonzero(part > 0).astype(np.int32)
    return settle(plan, rows, numbers[part[rows]], new)


def _made(plan: Plan, unit: Answered, new: list[UnitState]) -> int:
    """The number of a new grid, which is added to `new`."""
    taken = {one.name for one in new if one.parent == unit.parent}
    name = free_name(plan, unit.name, unit.parent, taken)
    number = plan.next_number + len(new)
    new.append(UnitState(number, Level.GRID.value, name, parent=unit.parent))
    return number


def _merged(plan: Plan, answer: Answer, part: Codes) -> Effect:
    """The grids of all communities of a part become grids of the one that stays."""
    moved: list[UnitState] = []
    for place, unit in enumerate(answer.units, start=1):
        into = plan.units[unit.continues or NOBODY]
        members = np.unique(plan.communities.labels[part == place]).tolist()
        grids = [grid for number in members for grid in plan.children(number)]
        moved += regroup(plan, grids, into)
    return settle(plan, units=moved)
