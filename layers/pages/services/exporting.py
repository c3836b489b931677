"""The list of a county as a table, with the columns an import knows."""

import datetime
from collections import defaultdict
from typing import Any

from communities.service_items.models import LocalRule, ServiceItem, not_over
from communities.territory.models import County
from grids.staffing.models import Roster
from grids.staffing.rosters.columns import COLUMNS

Row = dict[str, Any]
COLUMNS_OF_ITEMS = COLUMNS[Roster.Kind.ITEMS]
HEADINGS = [column.label for column in COLUMNS_OF_ITEMS]


def list_rows(county: County, day: datetime.date) -> list[Row]:
    """Every item that is not over on a day, by code, with the places that are different."""
    where, without = _places(county, day)
    items = ServiceItem.objects.filter(not_over(day), county=county.pk).order_by("code")
    return [
        {
            column.label: _value(item, column.field, where, without)
            for column in COLUMNS[Roster.Kind.ITEMS]
        }
        for item in items
    ]


def _value(item: ServiceItem, field: str, where: Any, without: Any) -> Any:
    if field == "list_type":
        return item.get_list_type_display()
    if field == "handled_at":
        return item.get_handled_at_display()
    if field == "where":
        return "" if item.everywhere else "、".join(where[item.pk])
    if field == "without":
        return "、".join(without[item.pk])
    value = getattr(item, field)
    return "" if value is None else str(value)


def _places(county: County, day: datetime.date) -> tuple[Any, Any]:
    """By item, the codes of the places where it is offered, and of those where it is not."""
    where: dict[int, list[str]] = defaultdict(list)
    without: dict[int, list[str]] = defaultdict(list)
    rules = LocalRule.objects.filter(not_over(day), item__county=county.pk)
    for rule in rules.select_related("place").order_by("place__code"):
        (where if rule.offered else without)[rule.item_id].append(rule.place.code)
    return where, without
