"""Since when a case stands at its step, until when it should be led on, and how long that is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from communities.working_days.counting import DayKind, WorkingCalendar, days_to, last_day
from communities.working_days.queries import calendar_of
from grids.review.moving.context import Case


@dataclass(frozen=True)
class Deadline:
    """`since`: the day the case came to its step; `due`: the last day it should stay there, None
    where the step has no days; `left`: days of its kind from today to `due`, 0 on that day,
    below 0 after it."""

    since: datetime.date
    due: datetime.date | None = None
    left: int | None = None
    kind: DayKind = DayKind.CALENDAR

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0

    @property
    def is_today(self) -> bool:
        return self.left == 0

    @property
    def days(self) -> int:
        """How many, left or over."""
        return abs(self.left or 0)

    @property
    def is_working(self) -> bool:
        return self.kind == DayKind.WORKING

    def to_json(self) -> dict[str, Any]:
        due = self.due.isoformat() if self.due else None
        since = self.since.isoformat()
        return {"since": since, "due": due, "days_left": self.left, "day_kind": self.kind.value}


def deadline_of(
    case: Case, calendar: WorkingCalendar | None = None, today: datetime.date | None = None
) -> Deadline:
    """The deadline of the step a case is at, by the county's calendar."""
    since = timezone.localdate(_arrived(case))
    step = case.definition.step(case.proposal.status)
    if step is None or not step.days:
        return Deadline(since)
    known = calendar or calendar_of(case.proposal.county)
    kind = DayKind.WORKING if step.working else DayKind.CALENDAR
    due = last_day(since, step.days, kind, known)
    return Deadline(since, due, days_to(due, today or timezone.localdate(), kind, known), kind)


def by_deadline(cases: Iterable[Case]) -> list[tuple[Case, Deadline]]:
    """Cases with their deadlines, the most urgent first; those without any come last, in their
    order."""
    calendars: dict[UUID, WorkingCalendar] = {}
    found = []
    for case in cases:
        county = case.proposal.county
        if county.pk not in calendars:
            calendars[county.pk] = calendar_of(county)
        found.append((case, deadline_of(case, calendars[county.pk])))
    return sorted(found, key=lambda pair: pair[1].due or datetime.date.max)


def _arrived(case: Case) -> datetime.datetime:
    """When the case came to its step; going round in it does not count."""
    status = case.proposal.status
    came = [event.at for event in case.events if event.target == status != event.origin]
    return came[-1] if came else case.proposal.created_at
