"""The short way to a tile gives the answers of the long way, and only ever says yes."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role
from layers.tiles.passes import state_for_session
from tests.tiles.asking import CODE, ask, browser, tile_around
from tests.world import LONG_AGO, World, appoint, build, make_world, person

TILE = tile_around(110, 106, 16)
FIRST = "layers.tiles.middleware.TilesFirst"

Change = Callable[[World, User], Any]


@pytest.fixture
def short_way(settings: Settings) -> None:
    others = [name for name in settings.MIDDLEWARE if name != FIRST]
    settings.MIDDLEWARE = [others[0], FIRST, *others[1:]]


@pytest.fixture
def long_way(settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != FIRST]


def _disable(world: World, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _change_password(world: World, user: User) -> None:
    user.set_password("another-password-2")
    user.save()


def _end_session(world: World, user: User) -> None:
    Session.objects.all().delete()


def _let_session_expire(world: World, user: User) -> None:
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))


def _tamper(world: World, user: User) -> None:
    Session.objects.update(session_data="e30:1w1w1w:forged")


def _take_role(world: World, user: User) -> None:
    Membership.objects.filter(user=user).delete()


def _end_role_today(world: World, user: User) -> None:
    Membership.objects.filter(user=user).update(until=timezone.localdate())


def _begin_role_tomorrow(world: World, user: User) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    Membership.objects.filter(user=user).update(since=tomorrow)


def _abolish(world: World, user: User) -> None:
    type(world.county).objects.filter(pk=world.county.pk).update(abolished=True)


REFUSALS: list[tuple[Change, int]] = [
    (_disable, 401),
    (_change_password, 401),
    (_end_session, 401),
    (_let_session_expire, 401),
    (_tamper, 401),
    (_take_role, 404),
    (_end_role_today, 404),
    (_begin_role_tomorrow, 404),
    (_abolish, 404),
]


def session_of(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.mark.parametrize(("change", "status"), REFUSALS)
@pytest.mark.parametrize("way", ["short_way", "long_way"])
def test_what_ended_is_refused_at_the_next_tile(
    world: World, request: pytest.FixtureRequest, way: str, change: Change, status: int
) -> None:
    request.getfixturevalue(way)
    build(world, 100, 100)
    member = browser(world.member)
    assert ask(member, "buildings", TILE).status_code == 200
    change(world, world.member)
    assert state_for_session(session_of(member), CODE, Action.VIEW_MAP) is None
    assert ask(member, "buildings", TILE).status_code == status


@pytest.mark.parametrize("role", Role)
def test_every_role_is_judged_by_the_permission_matrix(world: World, role: Role) -> None:
    for place in (world.county, world.subdistrict):
        user = person(f"{role}-{place.level}")
        appoint(user, role, place)
        client = browser(user)
        for action in Action:
            reach = PERMISSIONS[action].get(role)
            whole = reach == Reach.COUNTY or (reach == Reach.OWN and place == world.county)
            state = state_for_session(session_of(client), CODE, action)
            assert (state is not None) == whole


def test_a_role_counts_until_the_day_it_ends(world: World) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    Membership.objects.filter(user=world.member).update(until=tomorrow)
    cookies = session_of(browser(world.member))
    assert state_for_session(cookies, CODE, Action.VIEW_MAP) is not None


def test_a_role_in_another_county_opens_nothing_here(world: World) -> None:
    neighbour = make_world("629932").reviewer
    cookies = session_of(browser(neighbour))
    assert state_for_session(cookies, "629932", Action.VIEW_MAP) is not None
    assert state_for_session(cookies, CODE, Action.VIEW_MAP) is None


def test_a_person_of_two_counties_sees_both(world: World) -> None:
    other = make_world("629932")
    appoint(world.reviewer, Role.DISPATCHER, other.county, since=LONG_AGO)
    cookies = session_of(browser(world.reviewer))
    for county in (world.county, other.county):
        state = state_for_session(cookies, county.code, Action.VIEW_MAP)
        assert state is not None
        assert state.county == county.pk


@pytest.mark.usefixtures("short_way")
def test_a_session_of_an_older_secret_key_still_counts(world: World, settings: Settings) -> None:
    member = browser(world.member)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key, of which the session knows nothing"
    assert ask(member, "buildings", TILE).status_code == 200


@pytest.mark.usefixtures("short_way")
def test_a_tile_takes_two_statements(world: World) -> None:
    build(world, 100, 100)
    member = browser(world.member)
    ask(member, "buildings", TILE)
    with CaptureQueriesContext(connection) as queries:
        assert ask(member, "buildings", TILE).status_code == 200
    assert len(queries) == 2


@pytest.mark.usefixtures("short_way")
def test_an_unchanged_tile_takes_one(world: World) -> None:
    build(world, 100, 100)
    member = browser(world.member)
    etag = ask(member, "buildings", TILE)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = ask(member, "buildings", TILE, **{"if-none-match": etag})
    assert (answer.status_code, len(queries)) == (304, 1)


@pytest.mark.usefixtures("short_way")
def test_both_ways_send_the_same_tile(world: World, settings: Settings) -> None:
    build(world, 100, 100)
    short = ask(browser(world.member), "buildings", TILE)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != FIRST]
    long = ask(browser(world.member), "buildings", TILE)
    assert short.content == long.content
    assert [short[name] for name in ("ETag", "Cache-Control", "X-Content-Type-Options")] == [
        long[name] for name in ("ETag", "Cache-Control", "X-Content-Type-Options")
    ]
