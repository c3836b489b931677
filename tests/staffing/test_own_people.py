"""A unit's own people: its liaison sends them to the grids it covers and to no others.

县公安局 covers g1 and is the home of 赵警官; 县税务局 covers g3.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role
from grids.proposals.drafting.refusals import Refused, Stale
from grids.staffing.capacities import Capacity, Part
from grids.staffing.models import Posting, Unit
from grids.staffing.own_people import (
    end_own_posting,
    grids_for,
    keep_contact,
    own_people,
    own_postings,
    post_own_person,
    spoken_for,
)
from grids.staffing.services import end_coverage, tie_unit, untie_unit
from tests.staffing.cast import NEXT_WEEK, TODAY, Cast, cover, post
from tests.staffing.cast import person as somebody_new
from tests.world import World, appoint, person


@pytest.fixture
def liaison(world: World, cast: Cast) -> User:
    cover(cast.police, world.grids[0])
    cover(cast.taxes, world.grids[2])
    user = person("liaison")
    appoint(user, Role.COVERING_UNIT, world.grids[0])
    tie_unit(unit=cast.police, account=user)
    return user


def send(cast: Cast, world: World, by: User, grid: int = 0, **values: Any) -> Posting:
    given = {"capacity": Capacity.POLITICAL_LEGAL, "first_day": TODAY, **values}
    return post_own_person(**{"person": cast.zhao, "place": world.grids[grid], "by": by, **given})


def test_a_liaison_sends_and_calls_back_the_unit_s_people(
    world: World, cast: Cast, liaison: User
) -> None:
    posting = send(cast, world, liaison)
    assert posting.place == world.grids[0]
    ended = end_own_posting(
        posting=posting, by=liaison, on=NEXT_WEEK, reason="轮换", seen_version=0
    )
    assert ended.valid.upper == NEXT_WEEK


@pytest.mark.parametrize("grid", [1, 2])
def test_nobody_is_sent_where_the_unit_does_not_cover(
    world: World, cast: Cast, liaison: User, grid: int
) -> None:
    with pytest.raises(Refused, match="没有包抓"):
        send(cast, world, liaison, grid)
    assert not Posting.objects.exists()


def test_others_people_are_not_sent(world: World, cast: Cast, liaison: User) -> None:
    for somebody in (cast.li, somebody_new(world, "孙税官", home_unit=cast.taxes)):
        with pytest.raises(Refused, match="没有包抓"):
            send(cast, world, liaison, person=somebody)


def test_a_full_time_officer_is_the_street_s(world: World, cast: Cast, liaison: User) -> None:
    with pytest.raises(Refused, match="专职网格员由街道安排"):
        send(cast, world, liaison, capacity=Capacity.FULL_TIME)
    hired = somebody_new(world, "钱专职", home_unit=cast.police)
    posting = post(hired, world.grids[0])
    with pytest.raises(Refused, match="不由本单位安排"):
        end_own_posting(posting=posting, by=liaison, on=TODAY, reason="调", seen_version=0)


def test_a_unit_that_covers_no_longer_has_no_say(world: World, cast: Cast, liaison: User) -> None:
    posting = send(cast, world, liaison)
    row = cast.police.coverage.get()
    end_coverage(coverage=row, on=TODAY, reason="调整", seen_version=0)
    with pytest.raises(Refused):
        end_own_posting(posting=posting, by=liaison, on=TODAY, reason="调", seen_version=0)
    with pytest.raises(Refused):
        send(cast, world, liaison, capacity=Capacity.LEGAL_WORKER)


@pytest.mark.parametrize("how", ["untied", "without the role", "of another county's role"])
def test_it_takes_both_the_tie_and_the_role(
    world: World, cast: Cast, liaison: User, how: str
) -> None:
    if how == "untied":
        untie_unit(unit=cast.police, account=liaison)
    else:
        Membership.objects.filter(user=liaison).update(role=Role.PART_TIME_OFFICER)
    key = world.county.pk
    assert not spoken_for(liaison, key).exists()
    assert not own_people(liaison, key).exists()
    assert not own_postings(liaison, key).exists()
    assert not grids_for(liaison, cast.zhao).exists()
    with pytest.raises(Refused):
        send(cast, world, liaison)


def test_a_liaison_keeps_the_unit_s_contact_and_nothing_else(
    world: World, cast: Cast, liaison: User
) -> None:
    client = Client()
    client.force_login(liaison)
    where = reverse("staff_unit", args=[world.county.code, cast.police.pk])
    assert "改联络员和电话" in client.get(where).content.decode()
    sent = {"contact_name": "周联络", "contact_phone": "0939-6210119", "name": "改名", "version": 0}
    assert client.post(where, sent).status_code == 302
    kept = Unit.objects.get(pk=cast.police.pk)
    assert (kept.name, kept.contact_name, kept.contact_phone, kept.version) == (
        "县公安局", "周联络", "0939-6210119", 1,
    )  # fmt: skip
    assert client.post(where, sent).status_code == 409
    assert client.post(where, {**sent, "version": 1, "contact_phone": "无"}).status_code == 422
    other = reverse("staff_unit", args=[world.county.code, cast.taxes.pk])
    assert client.post(other, sent).status_code == 404
    with pytest.raises(Refused, match="不是您代表的单位"):
        keep_contact(unit=cast.taxes, by=liaison, contact_name="", contact_phone="", seen_version=0)
    with pytest.raises(Stale):
        keep_contact(
            unit=cast.police, by=liaison, contact_name="", contact_phone="", seen_version=0
        )


def test_the_person_s_page_offers_the_grids_the_unit_covers(
    world: World, cast: Cast, liaison: User
) -> None:
    cover(cast.police, world.grids[1], Part.SUPPORT)
    client = Client()
    client.force_login(liaison)
    where = reverse("staff_person", args=[world.county.code, cast.zhao.pk])
    page = client.get(where).content.decode()
    offered = [grid.pk for grid in world.grids if f'value="{grid.pk}"' in page]
    assert offered == [world.grids[0].pk, world.grids[1].pk]
    sent = {"place": world.grids[1].pk, "capacity": "legal_worker", "first_day": TODAY.isoformat()}
    route = reverse("staff_post", args=[world.county.code, cast.zhao.pk])
    assert client.post(route, sent).status_code == 302
    assert client.post(route, {**sent, "place": world.grids[2].pk}).status_code == 422
    assert "结束任职" in client.get(where).content.decode()
    of_li = reverse("staff_person", args=[world.county.code, cast.li.pk])
    assert "安排到网格或社区" not in client.get(of_li).content.decode()
