"""Whose account it is, and which grids follow from that."""

import pytest

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.staffing.belonging import grids_of, person_of, units_of
from grids.staffing.services import end_unit, part_person, tie_person, tie_unit, untie_unit
from tests.staffing.cast import NEXT_WEEK, TODAY, Cast, cover, hire, post
from tests.world import World, appoint, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(world: World) -> Cast:
    return hire(world)


@pytest.fixture
def account(world: World) -> User:
    user = person("somebody")
    appoint(user, Role.COVERING_UNIT, world.grids[0])
    return user


def test_an_account_works_in_the_grids_of_its_roles_postings_and_units(
    world: World, cast: Cast, account: User
) -> None:
    first, second, third = world.grids[:3]
    assert grids_of(account, TODAY) == [first]
    post(cast.li, second)
    cover(cast.police, third)
    tie_person(person=cast.li, account=account, seen_version=0)
    tie_unit(unit=cast.police, account=account)
    assert person_of(account) == cast.li
    assert list(units_of(account)) == [cast.police]
    assert {one.pk for one in grids_of(account, TODAY)} == {first.pk, second.pk, third.pk}
    untie_unit(unit=cast.police, account=account)
    assert {one.pk for one in grids_of(account, TODAY)} == {first.pk, second.pk}


def test_an_account_is_one_person_s(world: World, cast: Cast, account: User) -> None:
    tie_person(person=cast.li, account=account, seen_version=0)
    with pytest.raises(Refused, match="已关联到李秀英"):
        tie_person(person=cast.wang, account=account, seen_version=0)
    with pytest.raises(Stale):
        tie_person(person=cast.li, account=None, seen_version=0)
    with pytest.raises(VersionMissing):
        tie_person(person=cast.li, account=None, seen_version=None)
    tie_person(person=cast.li, account=None, seen_version=1)
    tie_person(person=cast.wang, account=account, seen_version=0)
    assert person_of(account) == cast.wang


def test_who_has_no_role_in_the_county_speaks_for_nobody_there(world: World, cast: Cast) -> None:
    outsider = person("outsider")
    with pytest.raises(Refused, match="没有任何角色"):
        tie_person(person=cast.li, account=outsider, seen_version=0)
    with pytest.raises(Refused, match="没有任何角色"):
        tie_unit(unit=cast.police, account=outsider)


def test_what_is_over_gives_nothing(world: World, cast: Cast, account: User) -> None:
    post(cast.li, world.grids[1])
    tie_person(person=cast.li, account=account, seen_version=0)
    tie_unit(unit=cast.taxes, account=account)
    part_person(person=cast.li, on=TODAY, reason="调离", seen_version=1)
    end_unit(unit=cast.taxes, on=TODAY, successor=None, seen_version=0)
    assert person_of(account) is None
    assert not units_of(account).exists()
    assert grids_of(account, NEXT_WEEK) == [world.grids[0]]
