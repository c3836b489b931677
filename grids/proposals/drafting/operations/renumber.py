import re
from collections.abc import Set
from dataclasses import replace
from typing import Literal

import numpy as np
from django.utils.translation import gettext_noop

from gis_core.accounts.models import Level
from grids.proposals.drafting.codes import FIRST_PROVISIONAL, free_codes
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.looking_up import find_unit
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.settling import Asked, Told, settle
from grids.proposals.drafting.wishes import Number, Wish
from grids.proposals.naming import ordinal, reading_order

# “长富路社区第三网格”: the stem stays, the number follows the place.
_PATTERN = re.compile(r"^(?P<stem>.*)第[零一二三四五六七八九十百0-9]+网格$")


class Renumber(Wish):
    """Names and codes in reading order, in one community or in all."""

    kind: Literal["renumber"]
    community: Number | None


def renumber(plan: Plan, wish: Renumber, used: Set[str]) -> Asked:
    """Number the grids of communities west to east, from north to south.

    A unit that continues a place keeps its code; one without gets a code never
    `used` before.
    """
    if wish.community is None:
        told = Told(gettext_noop("重新编号"))
        communities = plan.live(Level.COMMUNITY)
    else:
        communities = [find_unit(plan, wish.community, Level.COMMUNITY)]
        told = Told(gettext_noop("给%(unit)s的网格重新编号"), {"unit": communities[0].name})
    used = used | {unit.code for unit in plan.units.values()}
    coded = _code(plan, communities, used)
    grids = [grid for community in coded for grid in _grids(plan, community, used)]
    return Asked(settle(plan, units=[*coded, *grids]), told)


def _code(plan: Plan, communities: list[UnitState], used: Set[str]) -> list[UnitState]:
    """Communities with codes below their subdistrict's, in reading order."""
    bare = [unit for unit in communities if not unit.code]
    found = {unit.number: unit for unit in communities}
    for unit in _in_order(plan, bare):
        above = _subdistrict_code(plan, unit)
        taken = used | {one.code for one in found.values()}
        found[unit.number] = replace(unit, code=next(free_codes(above, taken, FIRST_PROVISIONAL)))
    return list(found.values())


def _subdistrict_code(plan: Plan, unit: UnitState) -> str:
    ground = plan.ground
    places = ground.subdistrict[plan.rows_of(unit.number)]
    return ground.subdistrict_codes[int(np.bincount(places).argmax())]


def _grids(plan: Plan, community: UnitState, used: Set[str]) -> list[UnitState]:
    codes = free_codes(community.code, used)
    found = []
    for place, grid in enumerate(_in_order(plan, plan.children(community.number)), start=1):
        named = _PATTERN.match(grid.name)
        name = f"{named['stem']}{ordinal(place)}网格" if named else grid.name
        found.append(replace(grid, name=name, code=grid.code or next(codes)))
    return found


def _in_order(plan: Plan, units: list[UnitState]) -> list[UnitState]:
    """West to east inside bands from north to south, by the middle of their cells."""
    xy = plan.ground.table.xy
    middles = np.array([xy[plan.rows_of(unit.number)].mean(axis=0) for unit in units])
    return [units[row] for row in reading_order(middles).tolist()]
