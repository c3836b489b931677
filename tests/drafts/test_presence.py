"""Who else is here: names while their windows ask, nobody soon after."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from gis_core.accounts.models import User
from grids.proposals.drafts.presence import FORGOTTEN, MOST_WINDOWS, beat, present_in
from grids.proposals.models import Presence, Proposal
from tests.api.asking import get, read
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin
from tests.world import World


@pytest.fixture
def draft(town: World) -> Proposal:
    return begin(town)


def poll(draft: Proposal, user: User, query: str = "since=0") -> Any:
    return read(user, f"/api/drafts/{draft.pk}/poll?{query}")


def test_two_people_see_each_other_and_the_unit_at_work(town: World, draft: Proposal) -> None:
    poll(draft, town.planner, "since=0&tab=p&unit=3")
    answer = poll(draft, town.reviewer, "since=0&tab=r")
    planner, reviewer = str(town.planner), str(town.reviewer)
    assert answer["present"] == [
        {"tab": "p", "name": planner, "unit": 3, "mine": False},
        {"tab": "r", "name": reviewer, "unit": None, "mine": True},
    ]


def test_whoever_is_silent_is_forgotten(town: World, draft: Proposal) -> None:
    beat(proposal=draft, user=town.planner, tab="p", unit=None)
    Presence.objects.update(seen_at=timezone.now() - FORGOTTEN - datetime.timedelta(seconds=1))
    assert present_in(draft, town.reviewer) == []
    beat(proposal=draft, user=town.reviewer, tab="r", unit=None)
    assert Presence.objects.get().user == town.reviewer


def test_a_beat_keeps_the_window_and_its_latest_unit(town: World, draft: Proposal) -> None:
    for unit in (3, 4, None):
        beat(proposal=draft, user=town.planner, tab="p", unit=unit)
    assert Presence.objects.get().unit_number is None


def test_nobody_speaks_for_another_s_window(town: World, draft: Proposal) -> None:
    beat(proposal=draft, user=town.planner, tab="p", unit=3)
    beat(proposal=draft, user=town.reviewer, tab="p", unit=4)
    assert present_in(draft, town.planner) == [
        {"tab": "p", "name": str(town.planner), "unit": 3, "mine": True}
    ]


def test_nobody_fills_the_room_with_windows(town: World, draft: Proposal) -> None:
    for number in range(MOST_WINDOWS + 5):
        beat(proposal=draft, user=town.planner, tab=f"p{number}", unit=None)
    beat(proposal=draft, user=town.planner, tab="p0", unit=5)
    assert Presence.objects.count() == MOST_WINDOWS
    assert Presence.objects.get(tab="p0").unit_number == 5


def test_a_poll_tells_what_others_did_and_only_that(town: World, draft: Proposal) -> None:
    assert poll(draft, town.planner)["changes"] is None
    assign(draft, town.reviewer, [5], G1)
    answer = poll(draft, town.planner)
    assert answer["changes"]["cells"] == [{"rows": [5], "to": G1}]
    (made,) = answer["operations"]
    assert (made["version"], made["mine"], made["author"]) == (1, False, str(town.reviewer))
    assert set(answer["figures"]) == {"3", "4"}
    later = poll(draft, town.planner, "since=1")
    assert (later["changes"], later["operations"], later["version"]) == (None, [], 1)


@pytest.mark.parametrize("query", ["", "since=-1", "since=0&unit=0", "since=0&tab=" + "t" * 65])
def test_a_poll_that_is_none(town: World, draft: Proposal, query: str) -> None:
    assert get(town.planner, f"/api/drafts/{draft.pk}/poll?{query}").status_code == 422
