"""Limits over a calendar with holidays and moved working days; every instant is a given one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from communities.working_days.counting import WorkingCalendar
from grids.dispatch.clocks import ZONE, Limit, Still, advance, due_of, working_time

# 2026: National Day 1-7 October off, Saturday 10 October worked (调休).
HOLIDAYS = {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 10, 10): True}
CALENDAR = WorkingCalendar(HOLIDAYS)
HOUR, DAY = Limit(minutes=60), Limit(minutes=1440)


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (at(11, 25, 9), HOUR, at(11, 25, 10)),
        (at(11, 25, 23, 30), HOUR, at(11, 26, 0, 30)),  # over midnight, Wednesday to Thursday
        (at(11, 27, 23, 30), HOUR, at(11, 30, 0, 30)),  # Friday night to Monday
        (at(11, 28, 15), HOUR, at(11, 30, 1)),  # a Saturday does not count
        (at(9, 30, 12), DAY, at(10, 8, 12)),  # over the holiday
        (at(10, 9, 12), DAY, at(10, 10, 12)),  # the Saturday that is worked on counts
        (at(10, 10, 12), DAY, at(10, 12, 12)),  # its Sunday does not
        (at(9, 30, 12), Limit(days=3), at(10, 11)),  # 8, 9 and 10 October, to midnight
        (at(11, 25, 23, 59), Limit(days=1), at(11, 27)),  # the day itself does not count
        (at(11, 27, 12), Limit(minutes=30, wall=True), at(11, 27, 12, 30)),
        (at(11, 27, 23, 45), Limit(minutes=30, wall=True), at(11, 28, 0, 15)),
        (at(11, 27, 12), Limit(days=1, wall=True), at(11, 28, 12)),
    ],
)
def test_a_limit_is_over_when_its_working_time_is(
    start: datetime, limit: Limit, due: datetime
) -> None:
    assert due_of(start, limit, CALENDAR) == due


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    start = at(11, 27, 23, 30)
    utc = start.astimezone(UTC)
    assert utc.hour == 15
    assert due_of(utc, HOUR, CALENDAR) == due_of(start, HOUR, CALENDAR)


def test_time_stood_still_is_given_back_in_working_time() -> None:
    still = [Still(at(11, 27, 12), at(11, 30, 6))]  # 12 h of Friday and 6 h of Monday
    assert due_of(at(11, 27, 10), DAY, CALENDAR, still) == at(12, 1, 4)
    wall = Limit(minutes=60, wall=True)
    assert due_of(at(11, 27, 11, 30), wall, CALENDAR, still) == at(11, 30, 6, 30)


def test_an_open_pause_counts_up_to_now() -> None:
    still = [Still(at(11, 25, 10))]
    assert due_of(at(11, 25, 9, 30), HOUR, CALENDAR, still, at(11, 25, 12)) == at(11, 25, 12, 30)
    assert due_of(at(11, 25, 9, 30), HOUR, CALENDAR, still) == at(11, 25, 10, 30)


def test_advancing_and_measuring_are_each_others_inverse() -> None:
    start = at(9, 29, 7, 13)
    for minutes in range(1, 20_000, 611):
        amount = timedelta(minutes=minutes)
        assert working_time(start, advance(start, amount, CALENDAR), CALENDAR) == amount
    assert working_time(at(11, 26), at(11, 25), CALENDAR) == timedelta(0)
