"""One view of the map of staff, ready for a page or for paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from communities.territory.models import Place
from communities.territory.rules import RuleKey
from gis_core.accounts.roles import Action
from grids.staffing.capacities import SECONDED, Capacity
from grids.staffing.gaps import gaps_of_grid
from grids.staffing.queries import GridStaff, Staffing
from layers.api.access import scope_of
from layers.pages.queries import state_of
from layers.pages.staffing.mapping.asking import Asked
from layers.pages.staffing.mapping.colouring import (
    Colouring,
    Shade,
    Theme,
    by_level,
    by_load,
    by_unit,
)
from layers.pages.staffing.mapping.drawing import Sign, draw_staff
from layers.pages.staffing.mapping.ground import Ground
from layers.pages.staffing.rooms import Room
from layers.pages.staffing.wording import SHORT, limits_of
from layers.pages.templatetags.wording import local_name


@dataclass(frozen=True)
class Line:
    """A grid in the table beside the map: its number on it, its class, and what it lacks."""

    number: int
    row: GridStaff
    shade: Shade
    lacks: list[str]
    chosen: bool


def map_of(room: Room, staffing: Staffing, ground: Ground, asked: Asked) -> dict[str, Any]:
    """What a template shows of the map: the drawing, its legend, and its grids as lines."""
    limits = limits_of({one.key: one for one in state_of(room.county).thresholds})
    colouring = _coloured(room, ground, asked.theme, limits)
    lines = [
        Line(
            number,
            row,
            colouring.legend[shade],
            [_(SHORT[gap.kind]) for gap in gaps_of_grid(row, limits)],
            asked.shows(row),
        )
        for number, (row, shade) in enumerate(zip(ground.rows, colouring.of, strict=True), start=1)
    ]
    title = _("%(name)s网格人员示意图") % {"name": local_name(asked.street or room.county)}
    signs = [_sign(line, asked) for line in lines]
    chosen = {line.row.grid.pk for line in lines if line.chosen}
    drawn = draw_staff(ground, colouring, signs, chosen, title) if len(ground.outlines) else ""
    return {
        "title": title,
        "picture": mark_safe(drawn),  # noqa: S308  # escaped where it is drawn
        "legend": [(one, _swatch(one)) for one in colouring.legend],
        "note": colouring.note,
        "lines": lines,
        "found": [line for line in lines if line.chosen],
        "asked": asked,
        "full_time": Capacity.FULL_TIME,
        "seconded": SECONDED,
        "others": [one for one in Capacity if one not in (Capacity.FULL_TIME, *SECONDED)],
        "staffing": staffing,
    }


def _coloured(room: Room, ground: Ground, theme: Theme, limits: dict[RuleKey, float]) -> Colouring:
    if theme == Theme.UNIT:
        return by_unit(ground.rows, ground.shapes)
    if theme == Theme.LEVEL:
        return by_level(ground.rows, limits)
    return by_load(ground.rows, limits, _counted(room, ground.rows))


def _counted(room: Room, rows: Iterable[GridStaff]) -> set[UUID]:
    """The grids whose households the person may know."""
    places = scope_of(room.request, Action.VIEW_COUNTS).of(Place)
    found = places.filter(pk__in=[row.grid.pk for row in rows])
    return set(found.values_list("pk", flat=True))


def _sign(line: Line, asked: Asked) -> Sign:
    """“12 第一网格（长富路社区）：专职 李秀英；主包 县公安局；缺政法力量”."""
    row, said = line.row, []
    officers = [one.person.name for one in row.postings if one.capacity == Capacity.FULL_TIME]
    if officers:
        said.append(_("专职 %s") % "、".join(officers))
    if row.lead is not None:
        said.append(_("主包 %s") % row.lead.unit.name)
    said += line.lacks
    place = f"{local_name(row.grid)}（{local_name(row.community) if row.community else '—'}）"
    words = f"{line.number} {place}：{'；'.join(said)}"
    query = asked.query(grid=row.grid.pk, unit=None, person=None)
    number = str(line.number)
    if asked.theme == Theme.UNIT and row.lead is not None:
        name = row.lead.unit.name
        halves = (number, name[: (len(name) + 1) // 2], name[(len(name) + 1) // 2 :])
        return Sign(words, f"?{query}#found", ((number, name), halves, (number,)))
    return Sign(words, f"?{query}#found", ((number, _ordinal(row)), (number,)))


def _ordinal(row: GridStaff) -> str:
    """The name of a grid without its community's."""
    community = row.community.name if row.community else ""
    return row.grid.name.removeprefix(community) or row.grid.name


def _swatch(shade: Shade) -> str:
    fills = [shade.tint, *([f"url(#staff-{shade.hatch})"] if shade.hatch else [])]
    return format_html(
        '<svg class="swatch" width="40" height="22" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect width="40" height="22" fill="{}"/>', ((one,) for one in fills)),
    )
