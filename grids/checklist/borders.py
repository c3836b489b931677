"""Checks of borders: compounds stay whole, and borders follow roads, rivers and walls."""

import numpy as np
from django.utils.translation import gettext as _

from gis_core.accounts.models import Level
from grids.checklist.case import Case
from grids.checklist.lines import Fault
from grids.division.cell_table import NONE, Codes

LEAST_SHARE = 0.5  # of a unit's border to others; the product's own advice, as its source says
NAMED = 3  # compounds named in one fault


def compounds_in_communities(case: Case) -> list[Fault]:
    """Communities that hold the lesser part of a compound."""
    return _taken_apart(case, Level.COMMUNITY)


def compounds_in_grids(case: Case) -> list[Fault]:
    """Grids that hold the lesser part of a compound of their own community."""
    return _taken_apart(case, Level.GRID)


def along_barriers(case: Case) -> list[Fault]:
    """Units whose border runs along a barrier for less than `LEAST_SHARE` of its length."""
    found = []
    for unit, part in case.parts(Level.COMMUNITY, Level.GRID):
        share = part.barrier_share
        if share is None or share >= LEAST_SHARE:
            continue
        text = _("%(unit)s与邻近单位的边界只有 %(share)s 沿道路、河流或围墙")
        found.append(
            Fault(
                text=text % {"unit": unit.name, "share": f"{share:.0%}"},
                unit=unit.number,
                level=Level(unit.level),
                value=round(share, 4),
                limit=LEAST_SHARE,
                box=case.box_of_unit(unit.number),
            )
        )
    return found


def _taken_apart(case: Case, level: Level) -> list[Fault]:
    """One fault for every unit with a part of a compound most of which lies in another unit."""
    labels, compound = case.plan.level(level).labels, case.plan.ground.table.compound
    lesser = _lesser_parts(case, level, labels, compound)
    found = []
    for number in sorted(lesser):
        unit = case.plan.units[number]
        held = lesser[number]
        names = [case.compounds.get(case.plan.ground.table.compound_ids[c], "") for c in held]
        rows = np.flatnonzero((labels == number) & np.isin(compound, held)).astype(np.int32)
        households = int(case.plan.ground.households[rows].sum())
        text = _("%(unit)s只含小区“%(names)s”的一部分（%(households)s 户），其余在别的单位")
        values = {"unit": unit.name, "names": _listed(names), "households": households}
        found.append(
            Fault(
                text=text % values,
                unit=number,
                level=level,
                value=len(held),
                limit=0,
                box=case.box_of(rows),
                blocking=level == Level.COMMUNITY and case.redrawn(unit),
            )
        )
    return found


def _lesser_parts(case: Case, level: Level, labels: Codes, compound: Codes) -> dict[int, list[int]]:
    """Compounds by the unit that holds not the most of them; between grids, each community's."""
    inside = (compound != NONE) & (labels > 0)
    above = case.plan.communities.labels if level == Level.GRID else np.zeros_like(labels)
    keys = np.column_stack([compound, above, labels])[inside]
    pairs, place = np.unique(keys, axis=0, return_inverse=True)
    cells = np.bincount(place.ravel(), minlength=len(pairs))
    households = np.bincount(place.ravel(), case.plan.ground.households[inside], len(pairs))
    order = np.lexsort((pairs[:, 2], -cells, -households, pairs[:, 1], pairs[:, 0]))
    found: dict[int, list[int]] = {}
    before = None
    for one, community, number in pairs[order].tolist():
        if (one, community) == before:
            found.setdefault(number, []).append(one)
        before = (one, community)
    return found


def _listed(names: list[str]) -> str:
    more = _("等 %(count)s 个") % {"count": len(names)} if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more
