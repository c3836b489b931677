"""Scopes of staff: who works where anybody of the county sees, phones and changes are for few."""

import pytest

from gis_core.accounts.roles import Action, Role
from gis_core.accounts.scope import scope_for
from grids.staffing.models import Coverage, Person, Posting, Unit
from tests.staffing.cast import Cast, cover, post
from tests.world import World, appoint, make_world


@pytest.fixture
def posted(world: World, cast: Cast) -> Cast:
    for who, grid in zip((cast.li, cast.wang, cast.zhao), world.grids, strict=True):
        post(who, grid)
        cover(cast.police, grid)
    return cast


ROWS = {
    Role.REVIEWER: ("county", {"view_staff": 3, "view_phone": 0, "assign_staff": 3}),
    Role.STREET_MANAGER: ("subdistrict", {"view_staff": 3, "view_phone": 3, "assign_staff": 3}),
    Role.COMMUNITY_HEAD: ("changfu", {"view_staff": 3, "view_phone": 2, "assign_staff": 0}),
    Role.DISPATCHER: ("county", {"view_staff": 3, "view_phone": 3, "assign_staff": 0}),
    Role.SECONDED_OFFICER: ("grid", {"view_staff": 3, "view_phone": 1, "assign_staff": 0}),
    Role.PLANNER: ("subdistrict", {"view_staff": 3, "view_phone": 0, "assign_staff": 0}),
    Role.AUDITOR: ("county", {"view_staff": 0, "view_phone": 0, "assign_staff": 0}),
}


@pytest.mark.parametrize("role", ROWS)
def test_each_role_has_its_part(world: World, posted: Cast, role: Role) -> None:
    where, counts = ROWS[role]
    place = world.grids[0] if where == "grid" else getattr(world, where)
    appoint(world.stranger, role, place)
    for action, count in counts.items():
        scope = scope_for(world.stranger, Action(action))
        for model in (Person, Posting, Coverage):
            assert scope.of(model).count() == count, (action, model)


def test_a_manager_keeps_the_units_of_the_own_grids(world: World, posted: Cast) -> None:
    appoint(world.stranger, Role.STREET_MANAGER, world.subdistrict)
    kept = scope_for(world.stranger, Action.ASSIGN_STAFF).of(Unit)
    assert list(kept) == [posted.police]


def test_the_next_county_sees_nothing(world: World, posted: Cast) -> None:
    next_one = make_world("629932").reviewer
    for action in (Action.VIEW_STAFF, Action.VIEW_PHONE, Action.ASSIGN_STAFF):
        for model in (Person, Posting, Coverage, Unit):
            assert not scope_for(next_one, action).of(model).exists()
