"""What a page says to whom it has nothing to show; who is answered what at all is asked of every
page in tests/permissions."""

import re

from django.test import Client
from django.urls import reverse

from gis_core.accounts.roles import Role
from tests.pages.furnishing import add_figures
from tests.world import World, appoint, build, make_world


def test_whoever_is_not_signed_in_is_led_to_the_way_in(client: Client, world: World) -> None:
    address = reverse("map", args=[world.county.code])
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign_in"))


def test_a_county_outside_the_scope_is_told_to_be_none(client: Client, world: World) -> None:
    other = make_world("629932")
    client.force_login(world.planner)
    answer = client.get(reverse("map", args=[other.county.code]))
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()


def test_a_unit_and_a_building_of_the_next_county_do_not_exist_under_ones_own_code(
    client: Client, world: World
) -> None:
    other = make_world("629932")
    building = build(other, 100, 100)
    client.force_login(world.planner)
    own = world.county.code
    assert client.get(reverse("unit", args=[own, other.changfu.pk])).status_code == 404
    assert client.get(reverse("building", args=[own, building.pk])).status_code == 404


def test_figures_outside_the_scope_are_said_to_be_hidden(client: Client, world: World) -> None:
    add_figures(world)
    client.force_login(world.member)
    address = reverse("unit_list", args=[world.county.code])
    page = client.get(address, {"level": "grid"}).content.decode()
    assert "412" in page  # the member's own grid
    assert not re.search(r"\b388\b", page)  # the grid next to it; keys may hold these digits
    assert "不在您的查看范围内" in page


def test_a_person_without_a_county_is_told_whom_to_ask(client: Client, world: World) -> None:
    client.force_login(world.stranger)
    page = client.get(reverse("home")).content.decode()
    assert "还没有您的辖区" in page
    assert "县系统管理员" in page


def test_with_several_counties_the_person_chooses(client: Client, world: World) -> None:
    other = make_world("629932")
    appoint(world.planner, Role.REVIEWER, other.county)
    client.force_login(world.planner)
    page = client.get(reverse("home")).content.decode()
    for county in (world.county, other.county):
        assert reverse("map", args=[county.code]) in page
