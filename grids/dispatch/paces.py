"""How fast units are: the working time that stages took, pauses left out."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID

from communities.working_days.counting import WorkingCalendar
from communities.working_days.queries import calendar_of
from grids.dispatch.clocks import working_time
from grids.dispatch.figures import Orders
from grids.dispatch.models import Clock
from grids.dispatch.states import Stage

TIMED = (Stage.SIGN, Stage.ARRIVE, Stage.RESOLVE)


@dataclass
class Pace:
    """Of one unit: the median hours of each stage to 0.1, and how many were signed in time."""

    hours: dict[Stage, float | None] = field(default_factory=lambda: dict.fromkeys(TIMED))
    signed: float | None = None


def paces_of(orders: Orders, since: datetime.datetime, until: datetime.datetime) -> dict[int, Pace]:
    """By unit, of the stages that ended in the time; any other unit has an empty one."""
    found: dict[int, Pace] = defaultdict(Pace)
    taken: dict[tuple[int, Stage], list[float]] = defaultdict(list)
    in_time: dict[int, list[bool]] = defaultdict(list)
    calendars: dict[UUID, WorkingCalendar] = {}
    for clock, unit, stopped_at in _ended(orders, since, until):
        county = clock.order.county
        if county.pk not in calendars:
            calendars[county.pk] = calendar_of(county)
        hours = _hours(clock, stopped_at, calendars[county.pk])
        taken[unit, Stage(clock.stage)].append(hours)
        if clock.stage == Stage.SIGN:
            in_time[unit].append(stopped_at <= clock.due_at)
    for (unit, stage), each in taken.items():
        found[unit].hours[stage] = round(median(each), 1)
    for unit, kept in in_time.items():
        found[unit].signed = sum(kept) / len(kept)
    return found


def _ended(
    orders: Orders, since: datetime.datetime, until: datetime.datetime
) -> Iterator[tuple[Clock, int, datetime.datetime]]:
    """Clocks with the unit in the lead and when they stopped."""
    rows = Clock.objects.filter(
        order__in=orders, stage__in=TIMED, stopped_at__gte=since, stopped_at__lt=until
    )
    for clock in rows.select_related("order__county").prefetch_related("pauses"):
        if clock.stopped_at is not None and clock.order.unit_id is not None:
            yield clock, clock.order.unit_id, clock.stopped_at


def _hours(clock: Clock, stopped_at: datetime.datetime, calendar: WorkingCalendar) -> float:
    """Working hours from beginning to end, all hours where the clock runs day and night."""
    spans = [(clock.started_at, stopped_at, 1)]
    spans += [(one.since, one.until or stopped_at, -1) for one in clock.pauses.all()]
    counted = (
        sign * (end - begun if clock.wall else working_time(begun, end, calendar))
        for begun, end, sign in spans
    )
    return sum(counted, datetime.timedelta()).total_seconds() / 3600
