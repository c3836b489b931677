from datetime import date

import pytest

from communities.working_days.counting import DayKind, WorkingCalendar, last_day
from communities.working_days.written import Special, Unreadable, read_days, write_days

WEEK = WorkingCalendar()
# 2026 as the State Council arranged it: 1-7 October off, 20 September and 10 October worked on.
NATIONAL_DAY = WorkingCalendar(
    {date(2026, 10, day): False for day in range(1, 8)}
    | {date(2026, 9, 20): True, date(2026, 10, 10): True}
)


def test_the_day_it_begins_on_does_not_count() -> None:
    # 28 October to 27 November 2020, as Jinkouhe district announced its thirty days
    assert last_day(date(2020, 10, 28), 30, DayKind.CALENDAR, WEEK) == date(2020, 11, 27)


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    saturday = date(2026, 9, 12)
    assert last_day(date(2026, 8, 13), 30, DayKind.CALENDAR, WEEK) == date(2026, 9, 14)
    assert last_day(date(2026, 9, 1), 30, DayKind.CALENDAR, NATIONAL_DAY) == date(2026, 10, 8)
    assert not WEEK.works(saturday)


def test_a_saturday_worked_on_in_exchange_ends_a_period() -> None:
    assert last_day(date(2026, 9, 10), 30, DayKind.CALENDAR, NATIONAL_DAY) == date(2026, 10, 10)
    assert last_day(date(2026, 9, 10), 30, DayKind.CALENDAR, WEEK) == date(2026, 10, 12)


def test_working_days_skip_weekends_and_holidays_and_count_days_worked_in_exchange() -> None:
    assert last_day(date(2026, 9, 4), 7, DayKind.WORKING, WEEK) == date(2026, 9, 15)
    assert last_day(date(2026, 9, 30), 3, DayKind.WORKING, NATIONAL_DAY) == date(2026, 10, 10)
    assert last_day(date(2026, 9, 30), 3, DayKind.WORKING, WEEK) == date(2026, 10, 5)


@pytest.mark.parametrize("days", [0, -1, 401])
def test_a_period_of_no_length_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="1 至 400 天"):
        last_day(date(2026, 9, 1), days, DayKind.WORKING, WEEK)


def test_days_are_read_as_a_clerk_writes_them_and_written_back() -> None:
    text = "2026-10-10 班 调休\n\n2026-10-01，休，国庆节\n"
    days = read_days(text, 2026)
    assert days == [
        Special(date(2026, 10, 1), False, "国庆节"),
        Special(date(2026, 10, 10), True, "调休"),
    ]
    assert read_days(write_days(days), 2026) == days


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("十月一日 休", "不是日期"),
        ("2027-10-01 休 国庆节", "不在 2026 年"),
        ("2026-10-01 放假", "请写“休”或“班”"),
        ("2026-10-01", "请写“休”或“班”"),
        ("2026-10-01 休\n2026-10-01 班", "第 2 行：2026-10-01 重复"),
    ],
)
def test_a_line_that_is_no_day_is_named(line: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_days(line, 2026)
