"""The public and the county at one notice in the same moment."""

import pytest
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.notices.models import Notice, Objection
from grids.notices.receiving import MOST_BY_ADDRESS, receive_objection
from tests.at_once import THREADS, Post, post_at_once
from tests.notices.town import drawn, opened
from tests.review.test_many_at_once_over_http import statuses
from tests.world import World, appoint, make_world, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def notice(world: World) -> Notice:
    return opened(world)


def objection(notice: Notice, number: int, sent_from: str) -> Post:
    body = {"text": f"第 {number} 条意见：我们楼不应划走"}
    return Post(None, reverse("notice", args=[notice.key]), body, sent_from, form=True)


def numbers(notice: Notice) -> list[int]:
    return list(notice.objections.order_by("number").values_list("number", flat=True))


def reviewers(world: World) -> list[User]:
    people = [person(f"reviewer-{number}") for number in range(THREADS)]
    for one in people:
        appoint(one, Role.REVIEWER, world.county)
    return people


def test_sixteen_objections_at_once_are_all_received_and_numbered(notice: Notice) -> None:
    sent = [objection(notice, n, f"10.0.0.{n + 1}") for n in range(THREADS)]
    assert statuses(post_at_once(sent)) == {302: THREADS}
    assert numbers(notice) == list(range(1, THREADS + 1))
    assert notice.objections.values("receipt").distinct().count() == THREADS


def test_one_address_gets_no_more_in_by_sending_at_once(notice: Notice) -> None:
    most = MOST_BY_ADDRESS[0][1]
    answers = post_at_once([objection(notice, n, "10.0.0.1") for n in range(THREADS)])
    assert statuses(answers) == {302: most, 429: THREADS - most}
    assert numbers(notice) == list(range(1, most + 1))


def test_of_sixteen_answers_to_one_objection_one_is_given(world: World, notice: Notice) -> None:
    asked = receive_objection(notice=notice, text="我们楼不应划走", sent_from="10.0.0.1")
    where = reverse("answer_objection", args=[notice.pk, asked.number])
    version = asked.version
    said = {"outcome": "adopted", "answer": "采纳，保留原网格", "version": version}
    people = reviewers(world)
    answers = post_at_once([Post(who, where, said, form=True) for who in people])
    assert statuses(answers) == {302: 1, 409: THREADS - 1}
    asked = Objection.objects.get(pk=asked.pk)
    assert asked.version == version + 1
    assert asked.answered_by in people


def test_what_is_sent_while_a_notice_is_taken_back_came_before_or_is_refused(
    world: World, notice: Notice
) -> None:
    taken_back = reverse("withdraw_notice", args=[notice.pk])
    posts = [Post(world.reviewer, taken_back, {"reason": "图件有误"}, form=True)]
    posts += [objection(notice, n, f"10.0.0.{n + 1}") for n in range(THREADS - 1)]
    answers = post_at_once(posts)
    assert answers[0].status == 302
    received = statuses(answers[1:])
    assert set(received) <= {302, 410}
    assert numbers(notice) == list(range(1, received[302] + 1))
    assert not Objection.objects.filter(notice=notice).exclude(sender__digest="").exists()


def test_of_sixteen_notices_of_one_proposal_one_is_opened(world: World) -> None:
    proposal = drawn(world)
    said = {
        "title": "城关街道网格调整公示", "office": "清河县民政局", "channel": "县政府网站",
        "opens_on": world.edition.in_force_from, "days": 7, "day_kind": "working",
        "version": proposal.version,
    }  # fmt: skip
    where = reverse("announce_notice", args=[proposal.pk])
    answers = post_at_once([Post(who, where, said, form=True) for who in reviewers(world)])
    assert sum(answer.status == 302 for answer in answers) == 1
    assert Notice.objects.filter(proposal=proposal).count() == 1
