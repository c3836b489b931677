"""When a period given in days ends: calendar or working days, with the county's own calendar.

The day it begins on does not count (Civil Code 民法典 art. 201). A period of calendar days whose
last day is a day off ends on the next working day (art. 203). Saturdays and Sundays are days off;
the yearly notice of the State Council on holidays moves some (调休), which the county enters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

SATURDAY = 5
LONGEST = 400  # days: a longer period is a slip of the pen
_ONE = timedelta(days=1)


class DayKind(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked on: Monday to Friday, but for `special` days (True: worked on)."""

    special: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < SATURDAY)

    def next_working(self, day: date) -> date:
        """This day where it is worked on, else the first one after it that is."""
        for after in range(LONGEST):
            if self.works(day + after * _ONE):
                return day + after * _ONE
        text = _("%(day)s 之后 %(days)s 天内没有工作日。请核对工作日历。")
        raise ValueError(text % {"day": day, "days": LONGEST})


def last_day(begun: date, days: int, kind: DayKind, calendar: WorkingCalendar) -> date:
    """The last day of a period of `days` begun on a day, itself included.

    Raises:
        ValueError: the period is shorter than a day or longer than `LONGEST`.
    """
    if not 1 <= days <= LONGEST:
        text = _("期限应为 1 至 %(longest)s 天，现为 %(days)s 天。请改正。")
        raise ValueError(text % {"longest": LONGEST, "days": days})
    if kind == DayKind.CALENDAR:
        return calendar.next_working(begun + days * _ONE)
    day = begun
    for _day in range(days):
        day = calendar.next_working(day + _ONE)
    return day


def days_to(due: date, today: date, kind: DayKind, calendar: WorkingCalendar) -> int:
    """The days of a kind from today to the last day of a period, 0 on it; after it, below 0: the
    days that have passed since, and -1 while no working day has."""
    if kind == DayKind.CALENDAR or due == today:
        return (due - today).days
    early, late = sorted((due, today))
    worked = sum(calendar.works(early + n * _ONE) for n in range(1, (late - early).days + 1))
    return worked if today < due else -max(worked, 1)
