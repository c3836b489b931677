"""When a limit is over: pure functions of instants, a calendar and pauses.

Working time is every hour of a working day of the county (not its office hours: a limit of 24
hours is one working day, as the whistle rules mean it); days off do not count at all. The day a
limit of working days begins on does not count, and its last day counts to midnight (Civil Code
民法典 art. 201-203). Emergencies run by the clock on the wall. Days are those of `ZONE`.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from communities.working_days.counting import DayKind, WorkingCalendar, last_day

ZONE = ZoneInfo("Asia/Shanghai")
_DAY = datetime.timedelta(days=1)
_NONE = datetime.timedelta(0)


@dataclass(frozen=True)
class Limit:
    """So many minutes, or so many working days; `wall`: counted day and night."""

    minutes: int = 0
    days: int = 0
    wall: bool = False


@dataclass(frozen=True)
class Still:
    """A time in which a clock stood still; until None: it still does."""

    since: datetime.datetime
    until: datetime.datetime | None = None


def due_of(
    start: datetime.datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    pauses: Sequence[Still] = (),
    now: datetime.datetime | None = None,
) -> datetime.datetime:
    """When the limit is over: at the end of the time allowed and of all pauses up to `now`."""
    lost = sum((_lost(pause, limit, calendar, now) for pause in pauses), _NONE)
    if limit.days and limit.wall:
        due = start + limit.days * _DAY
    elif limit.days:
        begun = start.astimezone(ZONE).date()
        due = _midnight(last_day(begun, limit.days, DayKind.WORKING, calendar) + _DAY)
    else:
        due = _after(start, datetime.timedelta(minutes=limit.minutes), limit, calendar)
    return _after(due, lost, limit, calendar) if lost else due


def working_time(
    since: datetime.datetime, until: datetime.datetime, calendar: WorkingCalendar
) -> datetime.timedelta:
    """How much working time lies between two instants; none where the second is the earlier."""
    found = _NONE
    at = since.astimezone(ZONE)
    end = until.astimezone(ZONE)
    while at < end:
        night = min(_midnight(at.date() + _DAY), end)
        if calendar.works(at.date()):
            found += night - at
        at = night
    return found


def advance(
    start: datetime.datetime, amount: datetime.timedelta, calendar: WorkingCalendar
) -> datetime.datetime:
    """The instant at which so much working time has passed since `start`."""
    at = start.astimezone(ZONE)
    left = amount
    while True:
        working = calendar.next_working(at.date())
        at = at if working == at.date() else _midnight(working)
        night = _midnight(at.date() + _DAY)
        if at + left <= night:
            return at + left
        left -= night - at
        at = night


def _lost(
    pause: Still, limit: Limit, calendar: WorkingCalendar, now: datetime.datetime | None
) -> datetime.timedelta:
    until = pause.until or now
    if until is None or until <= pause.since:
        return _NONE
    if limit.wall:
        return until - pause.since
    return working_time(pause.since, until, calendar)


def _after(
    start: datetime.datetime, amount: datetime.timedelta, limit: Limit, calendar: WorkingCalendar
) -> datetime.datetime:
    return start + amount if limit.wall else advance(start, amount, calendar)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), ZONE)
