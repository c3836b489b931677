import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from communities.territory.models import Subdistrict
from communities.territory.services import create_place
from gis_core.accounts.models import Level
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from tests.drafts.town import begin, lay_cells
from tests.world import World, appoint, person


@pytest.fixture
def planner(client: Client, world: World) -> Client:
    lay_cells(world)
    client.force_login(world.planner)
    return client


def address(world: World) -> str:
    return reverse("drafts", args=[world.county.code])


def begun(world: World, **said: str) -> dict[str, str]:
    base = {"kind": "division", "place": str(world.subdistrict.pk), "title": "城关网格调整"}
    return {**base, **said}


def test_a_planner_begins_a_draft_and_comes_to_its_desk(planner: Client, world: World) -> None:
    answer = planner.post(address(world), begun(world, reason="第二网格户数偏少"))
    draft = Proposal.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk", args=[draft.pk])
    assert (draft.title, draft.reason, draft.author) == (
        "城关网格调整", "第二网格户数偏少", world.planner,
    )  # fmt: skip


def test_the_list_tells_how_good_each_draft_is(planner: Client, world: World) -> None:
    begin(world)
    page = planner.get(address(world)).content.decode()
    assert "网格 3/3 在限内" not in page
    assert re.search(r"网格 \d/3 在限内", page)
    assert re.search(r"社区 \d/2 在限内", page)


def test_without_a_title_it_says_so_and_begins_nothing(planner: Client, world: World) -> None:
    answer = planner.post(address(world), begun(world, title=" "))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_nobody_begins_a_draft_of_a_place_that_is_not_theirs(planner: Client, world: World) -> None:
    other: Subdistrict = create_place(
        level=Level.SUBDISTRICT, county=world.county, code="629931002", name="河西街道"
    )
    answer = planner.post(address(world), begun(world, place=str(other.pk)))
    assert answer.status_code == 422
    assert not Proposal.objects.exists()


def test_who_only_reads_sees_drafts_and_no_way_to_change_them(
    planner: Client, client: Client, world: World
) -> None:
    draft = begin(world)
    client.force_login(world.reviewer)
    page = client.get(address(world)).content.decode()
    assert draft.title in page
    assert "新建草案" not in page
    assert "作废" not in page.replace("已作废的草案", "")
    assert client.post(reverse("discard_draft", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.status == Proposal.Status.DRAFT


def test_a_planner_of_another_place_sees_none_of_it(planner: Client, world: World) -> None:
    draft = begin(world)
    other: Subdistrict = create_place(
        level=Level.SUBDISTRICT, county=world.county, code="629931002", name="河西街道"
    )
    neighbour = person("neighbour")
    appoint(neighbour, Role.PLANNER, other)
    planner.force_login(neighbour)
    assert draft.title not in planner.get(address(world)).content.decode()
    assert planner.get(reverse("draft_thumbnail", args=[draft.pk])).status_code == 404


def test_a_discarded_draft_leaves_the_list_and_is_found_among_the_discarded(
    planner: Client, world: World
) -> None:
    draft = begin(world)
    planner.post(reverse("discard_draft", args=[draft.pk]))
    assert draft.title not in planner.get(address(world)).content.decode()
    assert draft.title in planner.get(address(world), {"discarded": ""}).content.decode()


def test_a_thumbnail_shows_every_community_and_is_sent_once(planner: Client, world: World) -> None:
    where = reverse("draft_thumbnail", args=[begin(world).pk])
    answer = planner.get(where)
    assert answer["Content-Type"] == "image/svg+xml"
    fills = re.findall(r'fill="(#\w+)"', answer.content.decode())
    assert len(fills) == 2
    assert len(set(fills)) == 2
    assert ElementTree.fromstring(answer.content).get("viewBox") == "0 0 240 160"  # noqa: S314  # our own
    again = planner.get(where, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_title_cannot_break_out_of_the_picture(planner: Client, world: World) -> None:
    draft = begin(world)
    Proposal.objects.filter(pk=draft.pk).update(title='"><script>alert(1)</script>')
    picture = planner.get(reverse("draft_thumbnail", args=[draft.pk])).content
    assert b"<script" not in picture
    label = ElementTree.fromstring(picture).get("aria-label")  # noqa: S314  # our own
    assert label == '"><script>alert(1)</script>'
