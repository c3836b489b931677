"""Which class each grid of the map is in: by its lead unit, by what is missing, by workload.

No database and no request: rows in, classes out. Every class has a hatch or a number on the map
besides its colour, and says how many grids are in it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from communities.territory.rules import RuleKey
from gis_core.drawing.tints import FILLS, colours
from gis_core.shapes import Shapes, shape_array
from grids.staffing.capacities import Capacity
from grids.staffing.gaps import GapKind, gaps_of_grid
from grids.staffing.queries import GridStaff

OFFICERS = (Capacity.FULL_TIME, Capacity.PART_TIME)
PLAIN = "#eceae4"


class Theme(StrEnum):
    """What the colours of the map say."""

    UNIT = "unit"
    LEVEL = "level"
    LOAD = "load"


THEMES = {
    Theme.UNIT: gettext_noop("主包单位"),
    Theme.LEVEL: gettext_noop("配备情况"),
    Theme.LOAD: gettext_noop("工作量（户数）"),
}


@dataclass(frozen=True)
class Shade:
    """One entry of the legend: a tint, a hatch of `hatching` or none, and the grids in it.

    `numbers` are those of its grids on the map, told where a tint alone does not say who it is.
    """

    words: str
    tint: str
    grids: int
    hatch: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Colouring:
    """The legend, and the row of it each grid has; `note` says how the classes are made."""

    legend: tuple[Shade, ...]
    of: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True)
class _Class:
    words: str
    tint: str
    hatch: str = ""


def by_unit(rows: Sequence[GridStaff], shapes: Shapes) -> Colouring:
    """One class for each lead unit, by name, none tinted as a neighbour's; none comes last."""
    names = {row.lead.unit_id: row.lead.unit.name for row in rows if row.lead is not None}
    units = sorted(names, key=lambda key: (names[key], key))
    held = [None if row.lead is None else units.index(row.lead.unit_id) for row in rows]
    ground = shape_array(
        shapely.union_all(shapes[[at for at, one in enumerate(held) if one == number]])
        for number in range(len(units))
    )
    tints = colours(ground) if len(ground) else []
    legend = [
        Shade(names[key], FILLS[tints[at]], held.count(at), numbers=_numbers(held, at))
        for at, key in enumerate(units)
    ]
    if None in held:
        numbers = _numbers(held, None)
        legend.append(Shade(_("没有主包单位"), PLAIN, len(numbers), "cross", numbers))
    return Colouring(tuple(legend), tuple(len(units) if one is None else one for one in held))


def _numbers(held: Sequence[int | None], which: int | None) -> tuple[int, ...]:
    """The numbers, from one, of the grids a unit leads."""
    return tuple(number for number, one in enumerate(held, start=1) if one == which)


def by_level(rows: Sequence[GridStaff], limits: Mapping[RuleKey, float]) -> Colouring:
    """By the gravest thing that is missing, as the gaps report has it."""
    classes = [
        _Class(_("专职网格员、包抓单位、政法力量齐备"), "#cbe0b6"),
        _Class(_("无政法力量"), "#f6e8b8", "dots"),
        _Class(_("包抓单位不足或缺主包"), "#f3ccab", "lines"),
        _Class(_("缺专职网格员"), "#e9a9a2", "cross"),
    ]
    ranks = {
        GapKind.NO_LEGAL: 1,
        GapKind.FEW_UNITS: 2,
        GapKind.NO_LEAD: 2,
        GapKind.NO_FULL_TIME: 3,
    }

    def rank(row: GridStaff) -> int:
        return max((ranks[gap.kind] for gap in gaps_of_grid(row, limits)), default=0)

    return _sorted(rows, classes, rank, _("按缺口报告同一规则；一个网格缺几样的，归入最重的一类。"))


def by_load(
    rows: Sequence[GridStaff], limits: Mapping[RuleKey, float], seen: Collection[UUID]
) -> Colouring:
    """Households per officer, full-time and part-time; classes at the county's own limits.

    Households of grids not among `seen` are not told.
    """
    least, most = limits.get(RuleKey.GRID_MIN, 300), limits.get(RuleKey.GRID_MAX, 500)
    steps = [least, most, 1.5 * most]
    said = {"least": f"{least:g}", "most": f"{most:g}", "far": f"{1.5 * most:g}"}
    classes = [
        _Class(_("每人不足 %(least)s 户") % said, "#e3eef4", "dots"),
        _Class(_("每人 %(least)s—%(most)s 户") % said, "#b4d3e2"),
        _Class(_("每人 %(most)s—%(far)s 户") % said, "#7fb0ca", "lines"),
        _Class(_("每人超过 %(far)s 户") % said, "#5b8fb0", "cross"),
        _Class(_("没有网格员"), "#e9a9a2", "cross"),
        _Class(_("户数未知，或不在您的查看范围内"), PLAIN),
    ]

    def rank(row: GridStaff) -> int:
        officers = row.count(OFFICERS)
        if not officers:
            return 4
        if row.households is None or row.grid.pk not in seen:
            return 5
        return _step(row.households / officers, steps)

    note = _("户数 ÷（专职＋兼职网格员）；分级取自县规则集的网格户数下限、上限和上限的一倍半。")
    return _sorted(rows, classes, rank, note)


def _step(value: float, steps: Sequence[float]) -> int:
    """How many of the limits a value passes; the first is passed as it is reached."""
    first, *rest = steps
    return int(value >= first) + sum(value > one for one in rest)


def _sorted(
    rows: Sequence[GridStaff],
    classes: Sequence[_Class],
    rank: Callable[[Any], int],
    note: str,
) -> Colouring:
    of = tuple(map(rank, rows))
    legend = (Shade(one.words, one.tint, of.count(at), one.hatch) for at, one in enumerate(classes))
    return Colouring(tuple(legend), of, note)
