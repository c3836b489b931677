"""A community proposes, the street accepts with one click; whose an account is, is confirmed by
somebody apart from who proposed it."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.staffing.belonging import person_of, units_of
from grids.staffing.capacities import Capacity
from grids.staffing.models import Person, Posting, Wish
from grids.staffing.services import (
    accept_wish,
    decline_wish,
    propose_ending,
    propose_posting,
    propose_tie,
    withdraw_wish,
)
from tests.api.furnished import keeper
from tests.at_once import at_once
from tests.staffing.cast import NEXT_WEEK, TODAY, Cast, hire, post
from tests.world import World, appoint, make_world, person


@pytest.fixture
def head(world: World) -> User:
    user = person("head")
    appoint(user, Role.COMMUNITY_HEAD, world.changfu)
    return user


@pytest.fixture
def manager(world: World) -> User:
    user = person("manager")
    appoint(user, Role.STREET_MANAGER, world.subdistrict)
    return user


def wish_for(world: World, who: Person, by: User, **values: Any) -> Wish:
    given = {"place": world.grids[0], "capacity": Capacity.FULL_TIME, "day": TODAY, **values}
    return propose_posting(person=who, made_by=by, **given)


def test_what_is_accepted_is_done(world: World, cast: Cast, head: User, manager: User) -> None:
    wish = wish_for(world, cast.li, head)
    assert not Posting.objects.exists()
    done = accept_wish(wish=wish, by=manager, seen_version=0)
    assert (done.state, done.answered_by, done.version) == ("accepted", manager, 1)
    posting = Posting.objects.get()
    assert (posting.person, posting.place, posting.valid.lower) == (cast.li, world.grids[0], TODAY)
    ending = propose_ending(posting=posting, day=NEXT_WEEK, made_by=head, reason="病休")
    accept_wish(wish=ending, by=manager, seen_version=0)
    posting.refresh_from_db()
    assert (posting.valid.upper, posting.end_reason) == (NEXT_WEEK, "病休")


def test_what_cannot_be_done_stays_open(
    world: World, cast: Cast, head: User, manager: User
) -> None:
    wish = wish_for(world, cast.li, head)
    post(cast.wang, world.grids[0])
    with pytest.raises(Refused, match="已有专职网格员王建国"):
        accept_wish(wish=wish, by=manager, seen_version=0)
    wish.refresh_from_db()
    assert (wish.state, wish.version) == ("open", 0)


def test_it_is_answered_once(world: World, cast: Cast, head: User, manager: User) -> None:
    wish = wish_for(world, cast.li, head)
    for wrong, version in ((VersionMissing, None), (Stale, 3)):
        with pytest.raises(wrong):
            accept_wish(wish=wish, by=manager, seen_version=version)
    with pytest.raises(Refused, match="理由"):
        decline_wish(wish=wish, by=manager, reason=" ", seen_version=0)
    decline_wish(wish=wish, by=manager, reason="另有安排", seen_version=0)
    for again in (accept_wish, withdraw_wish):
        with pytest.raises(Refused, match="已有答复"):
            again(wish=wish, by=head, seen_version=1)
    assert not Posting.objects.exists()


def test_the_same_is_not_proposed_twice_while_open(world: World, cast: Cast, head: User) -> None:
    wish = wish_for(world, cast.li, head)
    with pytest.raises(Refused, match="还在等待答复"):
        wish_for(world, cast.li, head)
    withdraw_wish(wish=wish, by=head, seen_version=0)
    assert wish_for(world, cast.li, head).is_open


def test_only_one_s_own_is_withdrawn(world: World, cast: Cast, head: User, manager: User) -> None:
    wish = wish_for(world, cast.li, head)
    with pytest.raises(Refused, match="只有提出的人"):
        withdraw_wish(wish=wish, by=manager, seen_version=0)


def test_an_identity_number_is_in_no_reason(world: World, cast: Cast, head: User) -> None:
    with pytest.raises(Refused, match="身份证号"):
        wish_for(world, cast.li, head, reason="身份证 11010519491231002X")
    assert not Wish.objects.exists()


def test_an_account_is_tied_when_somebody_else_confirms(
    world: World, cast: Cast, manager: User
) -> None:
    security = keeper(world, Role.SECURITY_ADMINISTRATOR)
    of_person = propose_tie(who=cast.li, account=world.member, made_by=manager)
    of_unit = propose_tie(who=cast.police, account=world.member, made_by=manager)
    assert person_of(world.member) is None
    with pytest.raises(Refused, match="不能自己确认"):
        accept_wish(wish=of_person, by=manager, seen_version=0)
    with pytest.raises(Refused, match="不能自己确认"):
        accept_wish(wish=of_person, by=world.member, seen_version=0)
    for wish in (of_person, of_unit):
        accept_wish(wish=wish, by=security, seen_version=0)
    assert (person_of(world.member), units_of(world.member).get()) == (cast.li, cast.police)


def test_nobody_proposes_a_tie_for_themselves(world: World, cast: Cast, manager: User) -> None:
    with pytest.raises(Refused, match="自己的账号"):
        propose_tie(who=cast.police, account=manager, made_by=manager)


def test_an_account_of_the_next_county_is_not_tied(world: World, cast: Cast, manager: User) -> None:
    security = keeper(world, Role.SECURITY_ADMINISTRATOR)
    other = make_world("629932").reviewer
    wish = propose_tie(who=cast.police, account=other, made_by=manager)
    with pytest.raises(Refused, match="没有任何角色"):
        accept_wish(wish=wish, by=security, seen_version=0)
    assert not units_of(other).exists()


def test_the_database_keeps_what_was_answered(
    world: World, cast: Cast, head: User, manager: User
) -> None:
    wish = accept_wish(wish=wish_for(world, cast.li, head), by=manager, seen_version=0)
    rows = Wish.objects.filter(pk=wish.pk)
    for change in (rows.delete, lambda: rows.update(state="open")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(county=world.county, kind="post", made_by=head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.create(
            county=world.county, kind="end", made_by=head, answered_at=timezone.now()
        )


def test_from_the_community_s_form_to_the_street_s_click(
    world: World, cast: Cast, head: User, manager: User
) -> None:
    code, clients = world.county.code, {}
    for user in (head, manager):
        clients[user.username] = Client()
        clients[user.username].force_login(user)
    shown = reverse("staff_person", args=[code, cast.li.pk])
    assert "提议安排到本社区" in clients["head"].get(shown).content.decode()
    assert "提议安排到本社区" not in clients["manager"].get(shown).content.decode()
    sent = {"place": world.grids[0].pk, "capacity": "full_time", "first_day": TODAY.isoformat()}
    where = reverse("staff_propose", args=[code, cast.li.pk])
    assert clients["head"].post(where, {**sent, "place": world.grids[2].pk}).status_code == 422
    answered = clients["head"].post(where, {**sent, "reason": "新招"})
    page = clients["manager"].get(answered["Location"]).content.decode()
    assert "李秀英" in page
    assert "采纳" in page
    wish = Wish.objects.get()
    accept = reverse("staff_answer", args=[code, wish.pk, "accept"])
    assert clients["manager"].post(accept, {"version": 9}).status_code == 409
    assert clients["manager"].post(accept, {"version": 0}).status_code == 302
    again = clients["manager"].post(accept, {"version": 1})
    assert (again.status_code, "已有答复" in again.content.decode()) == (422, True)
    assert Posting.objects.count() == 1


def test_a_tie_is_proposed_by_account_name(world: World, cast: Cast, manager: User) -> None:
    client, where = Client(), reverse("staff_accounts", args=[world.county.code])
    client.force_login(manager)
    post(cast.li, world.grids[0])
    for wrong in ({"account": "nobody-here", "person": cast.li.pk}, {"account": "x"},
                  {"account": world.member.username}):  # fmt: skip
        assert client.post(where, wrong).status_code == 422
    sent = {"account": world.member.username, "person": cast.li.pk}
    assert client.post(where, sent).status_code == 302
    assert "待确认" in client.get(where).content.decode()
    accept_wish(wish=Wish.objects.get(), by=world.reviewer, seen_version=0)
    assert world.member.username in client.get(where).content.decode()
    untie = reverse("staff_untie_person", args=[world.county.code, cast.li.pk])
    assert client.post(untie, {"version": 0}).status_code == 409
    assert client.post(untie, {"version": 1}).status_code == 302
    assert person_of(world.member) is None


@pytest.mark.django_db(transaction=True)
def test_sixteen_clicks_at_once_post_somebody_once() -> None:
    world = make_world()
    cast, head = hire(world), person("head")
    wish = wish_for(world, cast.li, head)

    def click(_thread: int) -> bool:
        try:
            accept_wish(wish=wish, by=world.reviewer, seen_version=0)
        except (Refused, Stale):
            return False
        return True

    assert sorted(at_once(click)) == [False] * 15 + [True]
    assert Posting.objects.count() == 1
