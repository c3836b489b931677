import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.basemap.models import Building
from communities.basemap.revisions import bump_map_revision
from communities.territory.models import Boundary
from gis_core.accounts.models import Membership
from gis_core.accounts.roles import Role
from grids.staffing.services import tie_person
from tests.staffing.cast import cover, hire, post
from tests.world import World, appoint, person

pytestmark = pytest.mark.django_db


def page(client: Client, path: str = "/my/") -> str:
    return client.get(path).content.decode()


def rows(html: str) -> list[str]:
    return re.findall(r'<tr data-b="(\d+)">', html)


def test_signing_in_leads_a_member_to_their_grid(town: World) -> None:
    client = Client()
    secret = f"{town.member.username}-password-1"
    sent = {"username": town.member.username, "password": secret}
    answer = client.post("/sign-in/", sent, follow=True)
    assert [where for where, _ in answer.redirect_chain] == ["/", "/my/"]
    assert "第一网格" in answer.content.decode()


def test_a_planner_is_led_to_the_map_as_ever(town: World, client: Client) -> None:
    client.force_login(town.planner)
    appoint(town.planner, Role.FULL_TIME_OFFICER, town.grids[0])
    assert client.get("/")["Location"] == f"/map/{town.county.code}/"


def test_everything_of_the_grid_is_on_one_page(town: World, phone: Client) -> None:
    cast = hire(town)
    post(cast.li, town.grids[0])
    post(cast.zhao, town.grids[0])
    post(cast.wang, town.grids[1])
    cover(cast.police, town.grids[0])
    html = page(phone)
    assert 'data-b="' in html.split("<svg", 1)[1].split("</svg>")[0]
    for told in ("东与第二网格为界", "<dt>主干路</dt>", "李秀英", "赵警官", "县公安局",
                 "王建国", "长富路党群服务中心", "第二网格"):  # fmt: skip
        assert told in html, told
    assert 'href="tel:0939-6210001"' in html  # who works with them calls them
    assert "13800001234" not in html  # a personal phone is on no such page


def test_buildings_are_those_of_the_grid_alone(town: World, phone: Client) -> None:
    grid = Boundary.objects.get(place=town.grids[0]).geom
    inside = {str(one.pk) for one in Building.objects.all() if one.geom.centroid.within(grid)}
    assert set(rows(page(phone))) == inside
    assert inside


def test_a_neighbour_s_phone_is_masked(town: World, phone: Client) -> None:
    cast = hire(town)
    post(cast.li, town.grids[1])
    html = page(phone)
    assert "李秀英" in html
    assert "0939-6210001" not in html


def test_households_are_for_who_may_see_counts(town: World, client: Client) -> None:
    helper = person("helper")
    appoint(helper, Role.PART_TIME_OFFICER, town.grids[0])
    client.force_login(helper)
    html = page(client)
    assert "户数只向" in html
    assert '<th scope="col" class="num">户数</th>' not in html
    client.force_login(town.member)
    assert '<th scope="col" class="num">户数</th>' in page(client)


def test_another_grid_is_as_absent_as_none(town: World, phone: Client) -> None:
    for key in (town.grids[1].pk, town.changfu.pk, "00000000-0000-4000-8000-000000000000"):
        assert phone.get(f"/my/{key}/").status_code == 404
        assert phone.post(f"/my/{key}/report/", {}).status_code == 404


def test_who_has_several_grids_chooses_and_who_has_none_is_told_whom_to_ask(
    town: World, phone: Client
) -> None:
    cast = hire(town)
    post(cast.li, town.grids[2])
    tie_person(person=cast.li, account=town.member, seen_version=0)
    html = page(phone)
    assert all(f'href="/my/{town.grids[at].pk}/"' in html for at in (0, 2))
    assert "新城第一网格" in page(phone, f"/my/{town.grids[2].pk}/")
    phone.force_login(town.stranger)
    assert "您目前没有网格" in page(phone)


def test_a_role_that_ended_ends_the_page_at_once(town: World, phone: Client) -> None:
    assert phone.get(f"/my/{town.grids[0].pk}/").status_code == 200
    Membership.objects.filter(user=town.member).update(until=timezone.localdate())
    assert phone.get(f"/my/{town.grids[0].pk}/").status_code == 404


def test_an_import_shows_on_the_next_visit(town: World, phone: Client) -> None:
    before = rows(page(phone))
    Building.objects.filter(pk=before[0]).delete()
    bump_map_revision(county=town.county)
    assert rows(page(phone)) == before[1:]


def test_a_page_asks_the_database_a_fixed_number_of_times(town: World, phone: Client) -> None:
    cast = hire(town)
    for grid in town.grids[:2]:
        cover(cast.police, grid)
    post(cast.li, town.grids[0])
    page(phone)
    with CaptureQueriesContext(connection) as few:
        page(phone)
    post(cast.zhao, town.grids[0])
    post(cast.wang, town.grids[1])
    with CaptureQueriesContext(connection) as more:
        page(phone)
    assert len(more) == len(few)


def test_the_page_is_one_person_s_own_and_small(town: World, phone: Client) -> None:
    answer = phone.get("/my/", headers={"accept-encoding": "gzip"})
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 60_000
