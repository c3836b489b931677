"""Taking a roster back: what it began ends, what it changed is as before."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from communities.service_items.models import LocalRule, ServiceItem
from communities.service_items.models import not_over as rules_not_over
from communities.service_items.services import end_rule
from grids.proposals.drafting.refusals import Refused
from grids.staffing.models import Coverage, Person, Posting, Roster, Unit
from grids.staffing.periods import not_over
from grids.staffing.services.coverage import close_coverage
from grids.staffing.services.postings import close_posting

TABLES: dict[str, Any] = {
    "posting": Posting,
    "coverage": Coverage,
    "person": Person,
    "unit": Unit,
    "item": ServiceItem,
    "rule": LocalRule,
}


def take_back(roster: Roster, day: datetime.date) -> None:
    """Undo every row a roster wrote, the last first. Raises Refused where one has been changed
    since, or stands under something the roster did not write; nothing is written then."""
    rows = [(one, _row(one)) for one in reversed(roster.made)]
    for one, row in rows:
        if row.version != one["version"]:
            _refuse(row)
    for one, row in rows:
        _close(one["table"], row, day, _("撤回名册：%s") % roster.file_name)
    for one, row in rows:
        if one["table"] in ("person", "unit", "item"):
            _give_back(one, row, day)


def _close(table: str, row: Any, day: datetime.date, reason: str) -> None:
    """End what ties something to a place."""
    if table == "posting":
        close_posting(row, day, reason)
    elif table == "coverage":
        close_coverage(row, day, reason)
    elif table == "rule":
        end_rule(rule=row, on=day, seen_version=row.version)


def _row(one: dict[str, Any]) -> Any:
    return TABLES[one["table"]].objects.select_for_update(no_key=True).get(pk=one["key"])


def _give_back(one: dict[str, Any], row: Any, day: datetime.date) -> None:
    if one["before"] is not None:
        for name, value in one["before"].items():
            setattr(row, f"{name}_id" if name == "home_unit" else name, value)
    elif isinstance(row, Person):
        if Posting.objects.filter(not_over(day), person=row).exists():
            _refuse(row)
        row.left_on = day
    elif isinstance(row, ServiceItem):
        if LocalRule.objects.filter(rules_not_over(day), item=row).exists():
            _refuse(row)
        row.until = max(day, row.since)
    else:
        held = Coverage.objects.filter(not_over(day), unit=row).exists()
        if held or Person.objects.filter(home_unit=row, left_on__isnull=True).exists():
            _refuse(row)
        row.ended_on = day
    row.version += 1
    row.save()


def _refuse(row: Any) -> None:
    text = _("“%s”在导入之后又有变动，不能撤回。请先撤回后来的改动，或逐项改正。")
    raise Refused("built_upon", text % row)
