"""Who gets what, route by route, of the pages of notices; a new one without a row fails."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.working_days.models import SpecialDay
from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.notices.models import Notice, Objection
from grids.notices.receiving import receive_objection
from grids.proposals.models import Proposal
from layers.pages.notices.urls import urlpatterns
from tests.api.furnished import keeper
from tests.notices.town import day_after, drawn, on_day, opened, said
from tests.world import World, appoint, make_world, person

WHO = (
    "planner", "manager", "reviewer", "decider", "member", "stranger", "neighbour", "auditor",
    "nobody",
)  # fmt: skip
ANYONE = (200,) * len(WHO)
DRAFTS = (200, 200, 200, 404, 404, 404, 404, 404, 302)
NOTICE = (404, 404, 200, 404, 404, 404, 404, 404, 302)
ANSWER = (404, 404, 302, 404, 404, 404, 404, 404, 302)
DRAFTING = (302, 404, 404, 404, 404, 404, 404, 404, 302)
ASKED: dict[str, tuple[int, ...]] = {
    "notice": ANYONE,
    "notice_map": ANYONE,
    "notice_receipt": ANYONE,
    "notices": (200, 200, 200, 200, 200, 404, 404, 404, 302),  # only what is in one's scope
    "notice_objections": DRAFTS,
    "notice_objection": DRAFTS,
    "announce_notice": NOTICE,
    "working_days": NOTICE,
}
SENT: dict[str, tuple[int, ...]] = {
    "draft_objection": DRAFTING,
    "moderate_objection": ANSWER,
    "answer_objection": ANSWER,
    "objection_contact": NOTICE,
    "withdraw_notice": ANSWER,
    "close_notice": (404, 404, 422, 404, 404, 404, 404, 404, 302),  # its days are not over
    "announce_notice": (404, 404, 422, 404, 404, 404, 404, 404, 302),  # it has one already
    "working_days": ANSWER,
}
BODIES: dict[str, dict[str, Any]] = {
    "draft_objection": {"version": 0, "outcome": "adopted", "answer": "拟采纳"},
    "moderate_objection": {"version": 0, "moderation": "shown"},
    "answer_objection": {"version": 0, "outcome": "adopted", "answer": "已采纳"},
    "objection_contact": {"reason": "回访"},
    "withdraw_notice": {"reason": "更正"},
    "working_days": {"year": 2026, "days": "2026-10-01 休 国庆节"},
}


@pytest.fixture
def notice(world: World) -> Notice:
    found = opened(world)
    receive_objection(notice=found, text="反对", contact="0931 5", sent_from="192.0.2.1")
    return found


@pytest.fixture
def people(world: World) -> dict[str, User | None]:
    manager, decider = person("manager"), person("decider")
    appoint(manager, Role.STREET_MANAGER, world.subdistrict)
    appoint(decider, Role.DECIDER, world.county)
    return {
        "planner": world.planner,
        "manager": manager,
        "reviewer": world.reviewer,
        "decider": decider,
        "member": world.member,
        "stranger": world.stranger,
        "neighbour": make_world("629932").reviewer,
        "auditor": keeper(world, Role.AUDITOR),
        "nobody": None,
    }


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


def test_every_route_has_a_row() -> None:
    assert {route.name for route in urlpatterns} == {*ASKED, *SENT}


@pytest.mark.parametrize("route", ASKED)
def test_who_is_shown_what(notice: Notice, people: dict[str, User | None], route: str) -> None:
    where = address(route, notice)
    given = {who: client_of(people[who]).get(where).status_code for who in WHO}
    assert given == dict(zip(WHO, ASKED[route], strict=True))


@pytest.mark.parametrize("route", SENT)
def test_who_may_do_what(notice: Notice, people: dict[str, User | None], route: str) -> None:
    where, body = address(route, notice), BODIES.get(route, {})
    given = {who: client_of(people[who]).post(where, body).status_code for who in reversed(WHO)}
    assert given == dict(zip(WHO, SENT[route], strict=True))


@pytest.mark.parametrize("route", [name for name in SENT if name not in ASKED])
def test_what_changes_something_cannot_be_asked_for(
    notice: Notice, world: World, route: str
) -> None:
    assert client_of(world.reviewer).get(address(route, notice)).status_code == 405


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
