"""Comments pinned to places, and papers, waivers and conditions, over HTTP as pages send them."""

from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.models import Comment, Condition, Notification, Paper, Waiver
from tests.drafts.asking import assign
from tests.drafts.town import G1, G2, G3, block
from tests.review.cast import Cast, lead
from tests.review.test_leading_a_case import COM, DEC, REV, STM, go
from tests.world import lonlat

PLN = Role.PLANNER


def send(who: User, proposal: Proposal, what: str, **body: Any) -> Any:
    client = Client()
    client.force_login(who)
    where = f"/api/cases/{proposal.pk}/{what}"
    return client.post(where, body, content_type="application/json")


def too_large(proposal: Proposal, reason: str) -> dict[str, Any]:
    """A waiver of the size of the third grid, which has a thousand households."""
    seen = content_hash(Proposal.objects.get(pk=proposal.pk))
    return {"rule": "grid_households", "subject": str(G3), "reason": reason, "seen_hash": seen}


def spot(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(lonlat(x, y))}


def page(who: User, proposal: Proposal, name: str = "case") -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse(name, args=[proposal.pk])).content.decode()


def test_every_comment_is_answered_before_the_case_goes_on(cast: Cast, division: Proposal) -> None:
    lead(division, "ask_communities", cast[STM])
    made = send(cast[COM], division, "comments", text="河西的楼不要划走", geometry=spot(300, 300))
    assert made.json()["geometry"]["type"] == "Point"
    body = {"transition": "submit", "seen_version": 1, "seen_hash": "0"}
    assert send(cast[STM], division, "moves", **body).status_code == 409
    lead(division, "return", cast[REV])
    seen = Client()
    seen.force_login(cast[STM])
    told = seen.get(f"/api/cases/{division.pk}").json()
    move = {"transition": "ask_communities", "seen_version": 2, "seen_hash": told["contents"]}
    refused = send(cast[STM], division, "moves", **move)
    assert (refused.status_code, refused.json()["code"]) == (422, "hindered")
    assert [one["code"] for one in refused.json()["hindrances"]] == ["comments_open"]
    thread = made.json()["id"]
    alien = send(cast[REV], division, "comments", text="算了", thread=thread, settles=True)
    assert (alien.status_code, alien.json()["code"]) == (403, "not_yours_to_settle")
    assign(division, cast[PLN], block(5, 0, 6, 10), G1)
    send(cast[PLN], division, "comments", text="已保留", thread=thread, settles=True)
    assert lead(division, "ask_communities", cast[STM]).sequence == 3
    send(cast[COM], division, "comments", text="还有一栋", thread=thread)
    threads = seen.get(f"/api/cases/{division.pk}/comments").json()
    assert [(one["open"], len(one["answers"])) for one in threads] == [(True, 2)]
    assert Notification.objects.filter(person=cast[PLN], kind="comment").count() == 2


def test_a_comment_on_a_unit_outlives_its_redrawing(cast: Cast, division: Proposal) -> None:
    send(cast[REV], division, "comments", text="太大", unit=G2)
    assign(division, cast[PLN], block(5, 0, 10, 10), G1)  # nothing is left of it
    lead_page = page(cast[REV], division)
    assert "第二网格" in lead_page
    assert "太大" in lead_page


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": " "}, "invalid_input"),
        ({"text": "x", "unit": 99}, "no_such_unit"),
        ({"text": "x", "unit": 4, "geometry": spot(1, 1)}, "two_anchors"),
        ({"text": "x", "geometry": spot(90_000, 0)}, "outside"),
        ({"text": "x", "geometry": {"type": "Point", "coordinates": [1e999, 0]}}, "unreadable"),
        ({"text": "x", "geometry": {"type": "Polygon", "coordinates": []}}, "geometry_empty"),
    ],
)
def test_what_is_no_comment_is_refused(
    cast: Cast, division: Proposal, body: dict[str, Any], code: str
) -> None:
    if code == "unreadable":
        client = Client()
        client.force_login(cast[REV])
        raw = '{"text":"x","geometry":{"type":"Point","coordinates":[NaN,0]}}'
        where = f"/api/cases/{division.pk}/comments"
        answer = client.post(where, raw, content_type="application/json")
        assert answer.status_code in (400, 422)
    else:
        answer = send(cast[REV], division, "comments", **body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Comment.objects.exists()


def test_what_somebody_writes_is_shown_as_text(cast: Cast, division: Proposal) -> None:
    evil = "<script>alert(1)</script>"
    send(cast[REV], division, "comments", text=evil)
    send(cast[REV], division, "conditions", text=evil, reason=evil)
    assert send(cast[REV], division, "waivers", **too_large(division, evil)).status_code == 200
    assert evil not in page(cast[REV], division)
    assert "&lt;script&gt;" in page(cast[REV], division)


def test_who_drew_or_submitted_neither_waives_nor_sets_conditions(
    cast: Cast, division: Proposal
) -> None:
    assign(division, cast[REV], block(5, 0, 6, 10), G1)
    waived = send(cast[REV], division, "waivers", **too_large(division, "河"))
    asked = send(cast[REV], division, "conditions", text="补", reason="缺")
    assert [answer.status_code for answer in (waived, asked)] == [403, 403]
    assert not Waiver.objects.exists()
    assert not Condition.objects.exists()


def test_a_rule_is_waived_once_for_the_same_contents(cast: Cast, division: Proposal) -> None:
    body = too_large(division, "隔河，有桥")
    assert send(cast[REV], division, "waivers", **body).status_code == 200
    again = send(cast[REV], division, "waivers", **body)
    assert (again.status_code, again.json()["code"]) == (409, "waived_already")
    assign(division, cast[PLN], block(5, 0, 6, 10), G1)
    unseen = send(cast[REV], division, "waivers", **body)
    assert (unseen.status_code, unseen.json()["code"]) == (409, "contents_changed")
    for rows in (Waiver.objects.all(), Comment.objects.all(), Paper.objects.all()):
        if rows.exists():
            with pytest.raises(InternalError), transaction.atomic():
                rows.delete()


def test_the_page_says_who_does_what_next_and_why_not_oneself(
    cast: Cast, division: Proposal
) -> None:
    lead(division, "ask_communities", cast[STM])
    text = page(cast[PLN], division)
    assert "由社区负责人办理" in text
    assert 'name="transition"' not in text
    assert 'value="confirm"' in page(cast[COM], division)
    assert "送社区确认" in page(cast[DEC], division)
    assert "市备案" in page(cast[DEC], division, "case_flow")


def test_a_form_leads_the_case_on_and_a_second_click_is_told_it_has_moved(
    cast: Cast, division: Proposal
) -> None:
    client = Client()
    client.force_login(cast[STM])
    shown = client.get(reverse("case", args=[division.pk])).context["case"]
    form = {
        "transition": "ask_communities",
        "seen_version": shown.version,
        "seen_hash": shown.contents,
    }
    where = reverse("case_act", args=[division.pk, "move"])
    assert client.post(where, form).status_code == 302
    again = client.post(where, form)
    assert again.status_code == 409
    assert "与您看到的不同" in again.content.decode()
    del form["seen_version"]
    assert client.post(where, form).status_code == 428


def test_the_inbox_has_what_waits_for_the_person_and_nothing_else(
    cast: Cast, division: Proposal
) -> None:
    def inbox(who: User) -> dict[str, Any]:
        client = Client()
        client.force_login(who)
        found: dict[str, Any] = client.get("/api/inbox").json()
        return found

    go(division, cast, until="submit")
    assert [case["status"] for case in inbox(cast[REV])["waiting"]] == ["street_submitted"]
    assert inbox(cast[REV])["unread"] == 1
    for other in (cast[DEC], cast[PLN], cast[Role.VOLUNTEER]):
        assert inbox(other)["waiting"] == []
    client = Client()
    client.force_login(cast[REV])
    assert division.title in client.get(reverse("inbox")).content.decode()
    assert inbox(cast[REV])["unread"] == 0


def test_a_case_outside_the_scope_does_not_exist(cast: Cast, division: Proposal) -> None:
    for who in (cast[DEC], cast[Role.DEPARTMENT], cast[Role.VOLUNTEER]):  # nothing is sent yet
        assert send(who, division, "comments", text="x").status_code == 404
    lead(division, "ask_communities", cast[STM])
    assert send(cast[DEC], division, "comments", text="x").status_code == 200
    assert send(cast[Role.VOLUNTEER], division, "comments", text="x").status_code == 404


def test_guessing_the_password_at_a_decision_is_locked_like_guessing_at_sign_in(
    cast: Cast, division: Proposal
) -> None:
    go(division, cast, until="accept")
    client = Client()
    client.force_login(cast[DEC])
    told = client.get(f"/api/cases/{division.pk}").json()
    body = {"transition": "approve", "seen_version": told["version"], "seen_hash": told["contents"]}
    where = f"/api/cases/{division.pk}/moves"
    codes = []
    for guess in range(10):
        answer = client.post(
            where, {**body, "password": f"guess-{guess}"}, content_type="application/json"
        )
        codes.append(answer.status_code)
    right = {**body, "password": f"{cast[DEC].username}-password-1"}
    last = client.post(where, right, content_type="application/json")
    assert codes[0] == 422
    assert last.status_code != 200
    division.refresh_from_db()
    assert division.status == "county_review"
