"""Which orders of the list are asked for, and in which order they come."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gis_core.cleaning import clean_line
from grids.dispatch.figures import (
    Orders,
    due_today,
    is_late,
    is_open,
    to_arbitrate,
    with_nobody,
)
from grids.dispatch.states import ENDED, Source, State

GROUPS: dict[str, tuple[Any, Callable[[datetime.datetime], Q]]] = {
    "open": (_("未结"), lambda now: is_open()),
    "late": (_("已超期"), is_late),
    "today": (_("今日到期"), due_today),
    "nobody": (_("无责任单位"), lambda now: with_nobody()),
    "refused": (_("待裁定"), lambda now: to_arbitrate()),
    "ended": (_("已结"), lambda now: Q(state__in=ENDED)),
    "all": (_("全部"), lambda now: Q()),
}
SORTS = {
    "number": "number",
    "title": "title",
    "state": "state",
    "unit": "unit__name",
    "grid": "grid__code",
    "made": "made_at",
    "due": "due_at",
}
LONGEST = 80


def filtered(orders: Orders, asked: Mapping[str, str], now: datetime.datetime) -> Orders:
    """The orders asked for; what makes no sense is not asked."""
    _label, condition = GROUPS.get(asked.get("show", ""), GROUPS["open"])
    rows = orders.filter(condition(now))
    if asked.get("state") in State.values:
        rows = rows.filter(state=asked["state"])
    if asked.get("source") in Source.values:
        rows = rows.filter(source=asked["source"])
    for name in ("unit", "category", "kind"):
        if (key := _number(asked.get(name, ""))) is not None:
            rows = rows.filter(**{name: key})
    if (grid := _key(asked.get("grid", ""))) is not None:
        rows = rows.filter(grid=grid)
    return _sought(rows, asked.get("q", ""))


def sorted_by(orders: Orders, asked: str) -> Orders:
    """By a column, `-` before it for backwards; what has none of it comes last."""
    name = asked.removeprefix("-")
    column = F(SORTS.get(name, "due_at"))
    backwards = asked.startswith("-") and name in SORTS
    order = column.desc(nulls_last=True) if backwards else column.asc(nulls_last=True)
    return orders.order_by(order, "-pk")


def _sought(orders: Orders, text: str) -> Orders:
    words = clean_line(text[:LONGEST]).split()
    for word in words:
        orders = orders.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(address__icontains=word)
        )
    return orders


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
