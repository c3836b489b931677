import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection

from communities.basemap.models import Building
from communities.territory.models import Boundary, Place
from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role
from gis_core.accounts.scope import scope_for
from gis_core.jobs.models import Job
from tests.world import World, appoint, build, make_world, person


def seen(user: User, action: Action) -> set[str]:
    return set(scope_for(user, action).of(Place).values_list("name", flat=True))


def test_the_map_is_the_whole_county_for_everyone_who_works_in_it(world: World) -> None:
    for user in (world.planner, world.reviewer, world.member):
        assert seen(user, Action.VIEW_MAP) >= {"清河县", "长富路社区", "新城社区"}


def test_the_grid_member_sees_counts_of_the_own_grid_only(world: World) -> None:
    assert seen(world.member, Action.VIEW_COUNTS) == {"第一网格"}


def test_the_planner_sees_counts_of_everything_in_the_subdistrict(world: World) -> None:
    assert seen(world.planner, Action.VIEW_COUNTS) == {
        "城关街道", "长富路社区", "新城社区", "第一网格", "第二网格", "新城第一网格",
    }  # fmt: skip


def test_buildings_follow_the_boundary_in_force(world: World) -> None:
    mine, next_door = build(world, 100, 100), build(world, 600, 100)
    visible = scope_for(world.member, Action.VIEW_COUNTS).of(Building)
    assert mine in visible
    assert next_door not in visible


def test_a_stranger_sees_nothing(world: World) -> None:
    for action in Action:
        assert not scope_for(world.stranger, action)
        assert not scope_for(AnonymousUser(), action).of(Place).exists()


def test_another_county_does_not_exist(world: World) -> None:
    other = make_world("629932")
    mine = scope_for(world.reviewer, Action.VIEW_MAP).of(Boundary)
    assert set(mine.values_list("county", flat=True)) == {world.county.pk}
    assert not mine.filter(county=other.county).exists()


def test_a_role_that_ended_gives_nothing(world: World) -> None:
    someone = person("former")
    appoint(someone, Role.REVIEWER, world.county, until=datetime.date(2026, 2, 1))
    assert not scope_for(someone, Action.VIEW_MAP)


def test_a_role_taken_away_ends_at_once(world: World) -> None:
    Membership.objects.filter(user=world.reviewer).delete()
    assert not scope_for(world.reviewer, Action.VIEW_MAP)


def test_a_disabled_account_has_no_scope(world: World) -> None:
    world.reviewer.is_active = False
    world.reviewer.save()
    assert not scope_for(User.objects.get(pk=world.reviewer.pk), Action.VIEW_MAP)


def test_administrators_have_no_business_data() -> None:
    keeping = {
        Action.CONFIGURE: {Role.SYSTEM_ADMINISTRATOR},
        Action.GRANT_ACCOUNT: {Role.SECURITY_ADMINISTRATOR},
        Action.KEEP_OUTBOX: {Role.SYSTEM_ADMINISTRATOR, Role.DISPATCHER},
        Action.KEEP_KEYS: {Role.SYSTEM_ADMINISTRATOR},
    }
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR):
        assert all(role not in PERMISSIONS[action] for action in set(Action) - set(keeping))
    for action, roles in keeping.items():
        assert set(PERMISSIONS[action]) == roles


def test_only_planners_edit_drafts_and_only_their_own() -> None:
    assert PERMISSIONS[Action.EDIT_DRAFT] == {Role.PLANNER: Reach.OWN}


def test_a_model_that_does_not_say_where_it_lies_is_refused(world: World) -> None:
    with pytest.raises(TypeError, match="Job"):
        scope_for(world.reviewer, Action.VIEW_MAP).of(Job)


def test_a_membership_must_name_a_real_place(world: World) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"
    Membership.objects.filter(user=world.member).update(place_key=nowhere)
    with pytest.raises(IntegrityError, match="membership_place_is_a_place"):
        connection.check_constraints()
