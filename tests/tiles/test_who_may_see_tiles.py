import datetime

import pytest
from django.http import HttpResponse

from gis_core.accounts.models import Membership
from gis_core.accounts.roles import Role
from tests.tiles.asking import ask, browser, tile_around
from tests.world import World, appoint, build, make_world, person

TILE = tile_around(110, 106, 16)


def test_everyone_who_works_in_the_county_sees_its_tiles(world: World) -> None:
    build(world, 100, 100)
    for user in (world.planner, world.reviewer, world.member):
        assert ask(browser(user), "buildings", TILE).status_code == 200


def test_without_a_session_there_is_no_way_to_a_page(world: World) -> None:
    answer = ask(browser(None), "buildings", TILE)
    assert (answer.status_code, answer.content) == (401, b"")


def test_another_county_is_the_same_as_none(world: World) -> None:
    make_world("629932")
    absent, forbidden = (
        ask(browser(world.reviewer), "buildings", TILE, code) for code in ("629999", "629932")
    )
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert plain(absent) == plain(forbidden)


def test_a_stranger_sees_nothing(world: World) -> None:
    assert ask(browser(world.stranger), "buildings", TILE).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR]
)
def test_administrators_see_no_business_data(world: World, role: Role) -> None:
    keeper = person("keeper")
    appoint(keeper, role, world.county)
    assert ask(browser(keeper), "buildings", TILE).status_code == 404


def test_a_role_taken_away_ends_at_the_next_tile(world: World) -> None:
    member = browser(world.member)
    assert ask(member, "buildings", TILE).status_code == 200
    Membership.objects.filter(user=world.member).delete()
    assert ask(member, "buildings", TILE).status_code == 404


def test_a_role_that_has_run_out_gives_nothing(world: World) -> None:
    former = person("former")
    appoint(former, Role.REVIEWER, world.county, until=datetime.date(2026, 2, 1))
    assert ask(browser(former), "buildings", TILE).status_code == 404


def test_a_disabled_account_sees_no_further_tile(world: World) -> None:
    member = browser(world.member)
    assert ask(member, "buildings", TILE).status_code == 200
    world.member.is_active = False
    world.member.save()
    assert ask(member, "buildings", TILE).status_code == 401


def test_an_abolished_county_has_no_map(world: World) -> None:
    type(world.county).objects.filter(pk=world.county.pk).update(abolished=True)
    assert ask(browser(world.reviewer), "buildings", TILE).status_code == 404


def plain(answer: HttpResponse) -> tuple[bytes, list[str]]:
    return answer.content, sorted(answer.headers)
