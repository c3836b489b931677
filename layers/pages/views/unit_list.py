from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gis_core.accounts.models import Level
from layers.api.access import counties_of
from layers.pages.bounds import ABOVE, BELOW, WITHIN
from layers.pages.queries import asked_state
from layers.pages.suggestions import suggestions_of
from layers.pages.unit_rows import matching, ordered
from layers.pages.units import rows_of

ROWS_PER_PAGE = 100
LEVELS = (Level.COMMUNITY, Level.GRID)
COLUMNS = (
    ("name", gettext_lazy("名称")),
    ("code", gettext_lazy("代码")),
    ("households", gettext_lazy("户数")),
    ("deviation", gettext_lazy("与上下限")),
    ("population", gettext_lazy("常住人口")),
    ("density", gettext_lazy("人口密度（人/平方公里）")),
    ("area_m2", gettext_lazy("面积（公顷）")),
    ("buildings", gettext_lazy("建筑（栋）")),
    ("served_share", gettext_lazy("服务半径内户数")),
    ("barrier_share", gettext_lazy("沿路河边界")),
)


@dataclass(frozen=True)
class Column:
    """One head of the table: its label, how it is sorted now, and the address that sorts it."""

    key: str
    label: str
    sorted: str
    query: str


@require_safe
def list_units(request: HttpRequest, county: str) -> HttpResponse:
    """The units of a county as a table, and the latest suggestions; it needs no script."""
    state = asked_state(request, county)
    level = _level(request.GET.get("level", ""))
    everything = rows_of(request, state, level)
    asked = {name: request.GET.get(name, "") for name in ("q", "standing", "parent", "sort")}
    found = matching(everything, text=asked["q"], kind=asked["standing"], parent=asked["parent"])
    rows = ordered(found, asked["sort"] or "code")
    parents = {row.parent.code: row.parent for row in everything if row.parent}
    return render(
        request,
        "pages/unit_list.html",
        {
            **state.context(),
            "several": len(counties_of(request)) > 1,
            "level": level,
            "levels": LEVELS,
            "asked": asked,
            "columns": _columns(request.GET, asked["sort"] or "code"),
            "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
            "total": len(everything),
            "parents": [parents[code] for code in sorted(parents)],
            "standings": _standings(),
            "suggestions": suggestions_of(request, state),
            "thresholds": state.thresholds,
        },
    )


def _level(asked: str) -> Level:
    return Level(asked) if asked in LEVELS else Level.COMMUNITY


def _standings() -> list[tuple[str, str]]:
    return [(BELOW, _("低于下限")), (WITHIN, _("在限内")), (ABOVE, _("高于上限"))]


def _columns(query: QueryDict, order: str) -> list[Column]:
    return [_column(query, key, str(label), order) for key, label in COLUMNS]


def _column(query: QueryDict, key: str, label: str, order: str) -> Column:
    now = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    changed: Any = query.copy()
    changed["sort"] = f"-{key}" if now == "ascending" else key
    changed.pop("page", None)
    return Column(key, label, now, changed.urlencode())
