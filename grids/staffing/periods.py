"""Days from (included) to (excluded), as the tables keep them; an open end is no end yet."""

import datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q


def on_day(day: datetime.date) -> Q:
    """Rows that hold on a day."""
    return Q(valid__contains=day)


def not_over(day: datetime.date) -> Q:
    """Rows that hold on a day or will later."""
    return Q(valid__upper_inf=True) | Q(valid__endswith__gt=day)


def since(day: datetime.date, until: datetime.date | None = None) -> DateRange:
    """The days from `day` on, up to `until` where there is an end."""
    return DateRange(day, until)


def ended(valid: DateRange, day: datetime.date) -> DateRange:
    """What is left of a period that ends on a day: nothing where it had not begun."""
    if valid.isempty or valid.lower >= day:
        return DateRange(empty=True)
    return DateRange(valid.lower, day if valid.upper is None else min(day, valid.upper))
