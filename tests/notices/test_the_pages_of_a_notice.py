"""The pages of notices and objections; who is answered what is asked in tests/permissions."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.working_days.models import SpecialDay
from gis_core.accounts.models import User
from grids.notices.models import Notice, Objection
from grids.notices.receiving import receive_objection
from grids.proposals.models import Proposal
from tests.notices.town import day_after, drawn, on_day, opened, said
from tests.world import World

BODIES: dict[str, dict[str, Any]] = {
    "draft_objection": {"version": 0, "outcome": "adopted", "answer": "拟采纳"},
    "answer_objection": {"version": 0, "outcome": "adopted", "answer": "已采纳"},
}


@pytest.fixture
def notice(world: World) -> Notice:
    found = opened(world)
    receive_objection(notice=found, text="反对", contact="0931 5", sent_from="192.0.2.1")
    return found


def address(route: str, notice: Notice) -> str:
    receipt = Objection.objects.get().receipt
    values: dict[str, tuple[Any, ...]] = {
        "notice": (notice.key,),
        "notice_map": (notice.key, "after"),
        "notice_receipt": (notice.key, receipt),
        "notices": (notice.county.code,),
        "working_days": (notice.county.code,),
        "announce_notice": (notice.proposal_id,),
    }
    one = (notice.pk, 1) if "objection" in route and route != "notice_objections" else (notice.pk,)
    return reverse(route, args=values.get(route, one))


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def test_an_answer_on_an_older_state_is_refused(notice: Notice, world: World) -> None:
    where, client = address("answer_objection", notice), client_of(world.reviewer)
    body = BODIES["answer_objection"]
    assert client.post(where, body).status_code == 302
    assert client.post(where, body).status_code == 409
    assert client.post(where, {**body, "version": ""}).status_code == 428
    assert client.post(where, {"version": 1, "outcome": "adopted"}).status_code == 422


def test_a_planner_drafts_and_the_reviewer_finds_the_draft_in_the_form(
    notice: Notice, world: World
) -> None:
    client_of(world.planner).post(address("draft_objection", notice), BODIES["draft_objection"])
    listed = client_of(world.reviewer).get(
        address("notice_objections", notice), {"show": "drafted"}
    )
    assert "第 1 号" in listed.content.decode()
    page = client_of(world.reviewer).get(address("notice_objection", notice)).content.decode()
    assert "planner-629931 已拟好答复" in page
    assert "拟采纳</textarea>" in page


@pytest.mark.parametrize(
    ("show", "shown"),
    [("", True), ("owed", True), ("waiting", True), ("adopted", False), ("drafted", False),
     ("hidden", False), ("not_adopted", False), ("nonsense", True)],
)  # fmt: skip
def test_objections_are_filtered(notice: Notice, world: World, show: str, shown: bool) -> None:
    page = client_of(world.reviewer).get(address("notice_objections", notice), {"show": show})
    assert ("第 1 号</a>" in page.content.decode()) is shown


def test_a_contact_is_on_no_page_but_the_one_asked_for(notice: Notice, world: World) -> None:
    client = client_of(world.reviewer)
    for route in ("notice_objections", "notice_objection", "notice", "notice_receipt"):
        assert "0931 5" not in client.get(address(route, notice)).content.decode()
    told = client.post(address("objection_contact", notice), {"reason": "回访"})
    assert "0931 5" in told.content.decode()
    assert told["Cache-Control"] == "no-store"


def test_a_reviewer_opens_a_notice_from_the_list(world: World) -> None:
    draft, client = drawn(world), client_of(world.reviewer)
    where = reverse("announce_notice", args=[draft.pk])
    assert where in client.get(reverse("notices", args=[world.county.code])).content.decode()
    assert 'name="days" value="30"' in client.get(where).content.decode()
    words = {**said().__dict__, "day_kind": "calendar", "version": draft.version}
    stale = client.post(where, {**words, "version": draft.version + 1})
    assert (stale.status_code, Notice.objects.count()) == (409, 0)
    answered = client.post(where, words)
    assert answered["Location"] == reverse("notice_objections", args=[Notice.objects.get().pk])
    assert Proposal.objects.get().notices.get().state == "open"


def test_it_can_be_closed_when_over_and_answered(
    notice: Notice, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(world.reviewer)
    page = client.get(address("notice_objections", notice)).content.decode()
    assert "期满后才能结束" in page
    assert "没有答复（第 1 号）" in page
    client.post(address("answer_objection", notice), BODIES["answer_objection"])
    on_day(monkeypatch, day_after(notice))
    assert client.post(address("close_notice", notice)).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "closed"


def test_the_calendar_says_which_line_is_no_day(world: World) -> None:
    client, where = client_of(world.reviewer), reverse("working_days", args=[world.county.code])
    wrong = client.post(where, {"year": 2026, "days": "国庆节"})
    assert (wrong.status_code, "不是日期" in wrong.content.decode()) == (422, True)
    client.post(where, {"year": 2026, "days": "2026-10-10 班 调休"})
    assert SpecialDay.objects.get().works
    assert "2026-10-10 班 调休" in client.get(where, {"year": 2026}).content.decode()
    for year in ("0000", "99999", "x", "²"):
        assert client.get(where, {"year": year}).status_code == 200
