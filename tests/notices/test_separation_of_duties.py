"""Whoever drew a proposal neither shows it to the public, nor answers or hides what comes."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.notices.answering import answer, moderate
from grids.notices.models import Notice, Objection
from grids.notices.receiving import receive_objection
from grids.notices.services import close_notice, open_notice, withdraw_notice
from grids.proposals.models import Proposal
from grids.review.lifecycle.definition import Bar
from grids.review.refusals import NotYours
from grids.review.separation import record_of
from tests.notices.town import day_after, drawn, on_day, opened, said
from tests.world import World, appoint, person


@pytest.fixture
def author(world: World) -> User:
    """Who drew the proposal and reviews in the county besides."""
    appoint(world.planner, Role.REVIEWER, world.county)
    return world.planner


@pytest.fixture
def notice(world: World, author: User) -> Notice:
    return opened(world)


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(NotYours) as caught:
        do()
    return caught.value.code


def test_who_drew_it_does_not_open_its_notice(world: World, author: User) -> None:
    draft = drawn(world)

    def show() -> object:
        return open_notice(proposal=draft, said=said(), person=author, seen_version=draft.version)

    assert refused(show) == "separation_drew"
    assert not Notice.objects.exists()


def test_who_drew_it_neither_answers_nor_hides_nor_ends(
    notice: Notice, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = receive_objection(notice=notice, text="反对", sent_from="192.0.2.1")
    on_day(monkeypatch, day_after(notice))
    for do in (
        lambda: answer(
            objection=sent, outcome="not_adopted", text="不", person=author, seen_version=0
        ),
        lambda: moderate(
            objection=sent, moderation="hidden", reason="不", person=author, seen_version=0
        ),
        lambda: close_notice(notice=notice, person=author),
        lambda: withdraw_notice(notice=notice, person=author, reason="不"),
    ):
        assert refused(do) == "separation_drew"
    assert Objection.objects.get().outcome == ""
    notice.refresh_from_db()
    assert notice.state == Notice.State.OPEN


def test_the_page_says_so(notice: Notice, author: User) -> None:
    receive_objection(notice=notice, text="反对", sent_from="192.0.2.1")
    client = Client()
    client.force_login(author)
    body = {"version": 0, "outcome": "adopted", "answer": "改"}
    refusal = client.post(reverse("answer_objection", args=[notice.pk, 1]), body)
    assert refusal.status_code == 403
    assert "请由另一位审核人办理" in refusal.content.decode()


def test_who_opened_or_answered_has_reviewed(world: World, notice: Notice) -> None:
    helper = person("helper")
    appoint(helper, Role.REVIEWER, world.county)
    sent = receive_objection(notice=notice, text="反对", sent_from="192.0.2.1")
    answer(objection=sent, outcome="adopted", text="改", person=helper, seen_version=0)
    proposal = Proposal.objects.get(pk=notice.proposal_id)
    assert record_of(proposal).done[Bar.REVIEWED] == {helper.pk, world.reviewer.pk}
