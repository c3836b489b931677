import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grids.notices.answering import answer, moderate
from grids.notices.models import Notice, NoticeAddress, Objection
from grids.notices.receiving import MOST_BY_ADDRESS
from grids.notices.services import withdraw_notice
from tests.drafts.asking import operate
from tests.drafts.town import G1, begin, lay_cells
from tests.notices.town import (
    HOSTILE,
    at_the_step,
    day_after,
    drawn,
    furnish_addresses,
    on_day,
    opened,
)
from tests.world import World

TEXT = "我们楼一直归第二网格，请不要划走。"


def page_of(client: Client, notice: Notice, **asked: str) -> str:
    answered = client.get(reverse("notice", args=[notice.key]), asked)
    assert answered.status_code == 200
    return answered.content.decode()


def send(client: Client, notice: Notice, text: str = TEXT, **said: str) -> Any:
    return client.post(reverse("notice", args=[notice.key]), {"text": text, **said})


def test_anyone_with_the_address_sees_it_and_nobody_without(client: Client, world: World) -> None:
    notice = opened(world)
    page = page_of(client, notice)
    for said in (
        "公示中",
        "第二网格 → 第一网格，约 50 户",
        "示意图",
        "居民委员会组织法",
        "县政府网站",
    ):
        assert said in page
    for key in ("", notice.key[:-1], str(notice.pk), "x" * 22):
        assert client.get(f"/notice/{key}/").status_code == 404
    assert len(notice.key) == 22


def test_nothing_on_it_runs_or_comes_from_elsewhere(client: Client, world: World) -> None:
    notice = opened(world)
    answered = client.get(reverse("notice", args=[notice.key]))
    policy = answered["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert answered["X-Frame-Options"] == "DENY"
    assert answered["X-Robots-Tag"] == "noindex, nofollow"
    assert answered["Cache-Control"] == "no-store"
    page = answered.content.decode()
    assert "<script" not in page
    assert " style=" not in page
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert all(one.startswith(("/", "#", "?")) and not one.startswith("//") for one in addresses)


def test_the_review_number_takes_the_place_of_the_words(client: Client, world: World) -> None:
    notice = opened(world, map_review_number="甘S(2026)12号")
    for answered in (page_of(client, notice), picture(client, notice, "after")):
        assert "审图号：甘S(2026)12号" in answered
        assert "示意图" not in answered


def picture(client: Client, notice: Notice, side: str) -> str:
    answered = client.get(reverse("notice_map", args=[notice.key, side]))
    assert answered["Content-Type"] == "image/svg+xml"
    assert "default-src 'none'" in answered["Content-Security-Policy"]
    ElementTree.fromstring(answered.content)  # noqa: S314  # our own
    return answered.content.decode()


def test_both_maps_name_units_and_hatch_what_moves(client: Client, world: World) -> None:
    notice = opened(world)
    before, after = (picture(client, notice, side) for side in ("before", "after"))
    for drawing in (before, after):
        for words in ("长富路社区", "第二网格", "示意图", "北", "米", "清河县民政局"):
            assert words in drawing
        assert 'fill="url(#moved)" stroke-width="1.5"' in drawing.replace(' stroke="#a3231a"', "")
    assert before != after
    assert client.get(reverse("notice_map", args=[notice.key, "beside"])).status_code == 404


def test_an_address_leads_to_its_units_and_to_an_objection_about_it(
    client: Client, world: World
) -> None:
    notice = opened(world)
    page = page_of(client, notice, q="阳光花园")
    assert "找到 2 处" in page
    assert re.search(r"调整后</dt><dd>长富路社区 · 第一网格", page)
    found = NoticeAddress.objects.filter(kind="compound").get()
    assert f"关于：{found.text}" in page_of(client, notice, at=str(found.pk))
    send(client, notice, at=str(found.pk))
    assert Objection.objects.get().geom == found.geom


@pytest.mark.parametrize("at", ["0", "-1", "x", "9" * 30, "²", "1 OR 1=1"])
def test_an_address_of_no_notice_is_not_followed(client: Client, world: World, at: str) -> None:
    notice = opened(world)
    assert "关于：" not in page_of(client, notice, at=at)
    assert send(client, notice, at=at).status_code == 422
    assert not Objection.objects.exists()


@pytest.mark.parametrize("asked", ["", "a", "\x00\x00", "字" * 61, "%%", HOSTILE])
def test_a_strange_question_gets_no_address_and_no_error(
    client: Client, world: World, asked: str
) -> None:
    page = page_of(client, opened(world), q=asked)
    assert 'class="addresses"' not in page
    assert "<script" not in page


def test_an_objection_is_taken_without_an_account_and_answered_where_its_sender_looks(
    client: Client, world: World
) -> None:
    notice = opened(world)
    answered = send(client, notice, contact="0931 123")
    assert answered.status_code == 302
    receipt = answered["Location"]
    page = client.get(receipt).content.decode()
    assert TEXT in page
    assert "待答复" in page
    assert "0931" not in page
    objection = Objection.objects.get()
    answer(
        objection=objection, outcome="not_adopted", text="按户数均衡划分", person=world.reviewer,
        seen_version=0,
    )  # fmt: skip
    assert "按户数均衡划分" in client.get(receipt).content.decode()
    assert client.get(receipt.replace(objection.receipt, "x" * 22)).status_code == 404


def test_others_see_it_only_once_it_is_shown_and_as_it_is_shown(
    client: Client, world: World
) -> None:
    notice = opened(world)
    send(client, notice, "张三家在三楼，反对", contact="0931 123")
    assert "反对" not in page_of(client, notice)
    moderate(
        objection=Objection.objects.get(), moderation="shown", shown_text="（某户）反对",
        reason="隐去姓名", person=world.reviewer, seen_version=0,
    )  # fmt: skip
    page = page_of(client, notice)
    assert "（某户）反对" in page
    assert "张三" not in page
    assert "0931" not in page


def test_a_flood_is_answered_with_429_and_when_to_come_again(client: Client, world: World) -> None:
    notice = opened(world)
    most = MOST_BY_ADDRESS[0][1]
    statuses = [send(client, notice).status_code for _ in range(most)]
    assert statuses == [302] * most
    refused = send(client, notice)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert TEXT in refused.content.decode()  # nothing typed is lost
    assert Objection.objects.count() == most


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"text": "字" * 350_000}, 413),
        ({"text": "a" * 60_000}, 422),
        ({"text": "空\x00字"}, 422),
        ({"text": " \u200b\u202e "}, 422),
        ({"text": ""}, 422),
        ({}, 422),
        ({"text": TEXT, "contact": "1" * 101}, 422),
        ({"text": TEXT, "contact": "\x00"}, 422),
    ],
)
def test_what_cannot_be_taken_is_refused_and_not_kept(
    client: Client, world: World, said: dict[str, str], status: int
) -> None:
    notice = opened(world)
    answered = client.post(reverse("notice", args=[notice.key]), said)
    assert answered.status_code == status
    assert not Objection.objects.exists()


def test_a_body_of_another_kind_is_refused(client: Client, world: World) -> None:
    where = reverse("notice", args=[opened(world).key])
    assert client.post(where, b"\xff\xfe{", content_type="application/json").status_code == 422
    assert client.put(where, b"x").status_code == 405
    assert client.delete(where).status_code == 405


def test_a_form_of_another_site_is_refused(world: World) -> None:
    notice = opened(world)
    assert send(Client(enforce_csrf_checks=True), notice).status_code == 403
    assert not Objection.objects.exists()


def test_no_text_anyone_writes_becomes_markup(client: Client, world: World) -> None:
    furnish_addresses(world, lay_cells(world))
    draft = begin(world, title=HOSTILE[:90], reason=HOSTILE)
    operate(draft, world.planner, kind="rename_unit", unit=G1, name="<script>alert(3)")
    notice = opened(
        world, at_the_step(draft), title=HOSTILE, statement=HOSTILE, office=HOSTILE,
        channel=HOSTILE, map_review_number=HOSTILE[:60],
    )  # fmt: skip
    receipt = send(client, notice, HOSTILE, contact=HOSTILE)["Location"]
    objection = Objection.objects.get()
    moderate(
        objection=objection, moderation="shown", reason=HOSTILE, shown_text=HOSTILE,
        person=world.reviewer, seen_version=0,
    )  # fmt: skip
    answer(
        objection=objection, outcome="adopted", text=HOSTILE, person=world.reviewer, seen_version=1
    )
    client.force_login(world.reviewer)
    pages = [
        page_of(client, notice, q="<script>"),
        client.get(receipt).content.decode(),
        picture(client, notice, "after"),
        client.get(reverse("notice_objections", args=[notice.pk])).content.decode(),
        client.get(reverse("notice_objection", args=[notice.pk, 1])).content.decode(),
        client.get(reverse("notices", args=[world.county.code])).content.decode(),
        client.get(reverse("announce_notice", args=[draft.pk])).content.decode(),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "alert(" in page


def test_after_the_last_day_it_says_so_and_takes_nothing(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = opened(world)
    on_day(monkeypatch, day_after(notice))
    page = page_of(client, notice)
    assert "不再接收意见" in page
    assert "<textarea" not in page
    late = send(client, notice)
    assert late.status_code == 410
    assert "公示期已过" in late.content.decode()
    assert not Objection.objects.exists()


def test_before_its_first_day_it_does_not_exist(client: Client, world: World) -> None:
    notice = opened(world, opens_on=timezone.localdate() + timedelta(days=3))
    assert client.get(reverse("notice", args=[notice.key])).status_code == 404


def test_a_withdrawn_notice_says_why_and_shows_nothing_else(client: Client, world: World) -> None:
    notice = opened(world, drawn(world))
    withdraw_notice(notice=notice, person=world.reviewer, reason="方案需要修改")
    page = page_of(client, notice)
    assert "方案需要修改" in page
    assert "第二网格" not in page
    assert send(client, notice).status_code == 410
