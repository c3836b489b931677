"""How long a case may stay at its step, by working days of the county, and what is most urgent."""

import datetime
from typing import Any

import pgtrigger
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.working_days.counting import DayKind, WorkingCalendar, days_to
from communities.working_days.services import set_special_days
from communities.working_days.written import Special
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.deadlines import deadline_of
from grids.review.models import CaseEvent
from grids.review.queries import case_of
from tests.drafts.town import begin
from tests.review.cast import Cast, lead

MONDAY, FRIDAY, NEXT_MONDAY = (datetime.date(2026, 9, day) for day in (7, 11, 14))
PLN, STM, COM, REV = Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.REVIEWER


def move_back(proposal: Proposal, sequence: int, day: datetime.date) -> None:
    """Have an event on another day; nobody else can change the record."""
    at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    with pgtrigger.ignore("review.CaseEvent:events_only_added"):
        CaseEvent.objects.filter(proposal=proposal, sequence=sequence).update(at=at)


def page(who: User, name: str, *key: Any) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse(name, args=key)).content.decode()


@pytest.mark.parametrize(
    ("due", "today", "kind", "left"),
    [
        (FRIDAY, MONDAY, DayKind.WORKING, 4),
        (FRIDAY, FRIDAY, DayKind.WORKING, 0),
        (FRIDAY, datetime.date(2026, 9, 12), DayKind.WORKING, -1),  # a Saturday is late too
        (FRIDAY, datetime.date(2026, 9, 15), DayKind.WORKING, -2),
        (FRIDAY, datetime.date(2026, 9, 15), DayKind.CALENDAR, -4),
        (NEXT_MONDAY, FRIDAY, DayKind.WORKING, 1),
        (NEXT_MONDAY, FRIDAY, DayKind.CALENDAR, 3),
    ],
)
def test_days_to_a_day_are_counted_in_their_kind(
    due: datetime.date, today: datetime.date, kind: DayKind, left: int
) -> None:
    assert days_to(due, today, kind, WorkingCalendar()) == left


def test_a_step_counts_from_the_day_the_case_came_by_the_county_s_calendar(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[STM])  # five working days
    move_back(division, 1, MONDAY)
    division.refresh_from_db()
    found = deadline_of(case_of(division), today=FRIDAY)
    assert (found.since, found.due, found.left) == (MONDAY, NEXT_MONDAY, 1)
    off = Special(NEXT_MONDAY, works=False, name="调休")
    set_special_days(county=cast.world.county, year=2026, days=[off])
    found = deadline_of(case_of(division), today=FRIDAY)
    assert (found.due, found.left) == (NEXT_MONDAY + datetime.timedelta(days=1), 1)


def test_a_confirmation_on_the_way_does_not_begin_the_step_again(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[STM])
    move_back(division, 1, MONDAY)
    lead(division, "confirm", cast[COM])
    division.refresh_from_db()
    assert deadline_of(case_of(division)).since == MONDAY


def test_a_draft_and_a_side_step_have_no_last_day(cast: Cast, division: Proposal) -> None:
    assert deadline_of(case_of(division)).due is None
    lead(division, "ask_communities", cast[STM])
    lead(division, "suspend", cast[REV])
    division.refresh_from_db()
    found = deadline_of(case_of(division))
    assert (found.since, found.due) == (timezone.localdate(), None)


def test_the_case_says_in_words_how_late_it_is(cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[STM])
    assert "还剩 5 个工作日" in page(cast[STM], "case", division.pk)
    move_back(division, 1, datetime.date(2026, 9, 7))
    said = page(cast[STM], "case", division.pk)
    assert "2026年9月7日到本步骤" in said
    assert "2026年9月14日到期" in said
    assert "已逾期" in said


def test_the_inbox_has_the_most_urgent_first_and_what_has_no_day_last(
    cast: Cast, division: Proposal
) -> None:
    drawn = begin(cast.world, "consolidation", author=cast[PLN], title="还是草案")
    later = begin(cast.world, author=cast[PLN], title="不急的")
    for one, day in ((division, MONDAY), (later, FRIDAY)):
        lead(one, "ask_communities", cast[STM])
        lead(one, "confirm", cast[COM])
        move_back(one, 1, day)
    client = Client()
    client.force_login(cast[STM])
    told = client.get("/api/inbox").json()["waiting"]
    assert [one["id"] for one in told] == [str(one.pk) for one in (division, later, drawn)]
    assert [one["due"] for one in told] == ["2026-09-14", "2026-09-18", None]
    assert told[0]["since"] == "2026-09-07"
    assert told[0]["day_kind"] == "working"
    titles = page(cast[STM], "inbox")
    places = [titles.index(one.title) for one in (division, later, drawn)]
    assert places == sorted(places)
