"""The author of a draft that is behind sees what can be kept, and goes over to the new edition."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from grids.proposals.models import Proposal
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin, block, lay_cells
from tests.publication.asking import publish
from tests.world import World, make_world


@pytest.fixture
def behind(client: Client, world: World) -> Proposal:
    """A draft in which g1 gets three cells of g2, and an edition in which it got one of them."""
    lay_cells(world)
    client.force_login(world.planner)
    draft, published = begin(world), begin(world)
    assign(draft, world.planner, block(5, 0, 6, 3), G1)
    assign(published, world.planner, block(5, 2, 6, 3), G1)
    publish(published, world)
    draft.refresh_from_db()
    return draft


def page_of(draft: Proposal) -> str:
    return reverse("carry_draft", args=[draft.pk])


def test_list_and_desk_of_a_draft_that_is_behind_lead_there(
    client: Client, world: World, behind: Proposal
) -> None:
    new = begin(world, title="新草案")
    drafts = client.get(reverse("drafts", args=[world.county.code])).content.decode()
    assert page_of(behind) in drafts
    assert page_of(new) not in drafts
    assert page_of(new) not in client.get(reverse("desk", args=[new.pk])).content.decode()
    assert page_of(behind) in client.get(reverse("desk", args=[behind.pk])).content.decode()
    client.force_login(world.reviewer)
    for where in (reverse("drafts", args=[world.county.code]), reverse("desk", args=[behind.pk])):
        assert page_of(behind) not in client.get(where).content.decode()


def test_the_preview_says_what_is_kept_and_asking_leads_to_the_new_desk(
    client: Client, behind: Proposal
) -> None:
    page = client.get(page_of(behind)).content.decode()
    assert "草案基于第 1 版，现行的是第 2 版" in page
    assert "2 个单元的改动（20 户）" in page
    assert "另有 1 个单元，现行版次已经照草案划好" in page
    assert "草案的改动与现行版次没有冲突。" in page
    fields = dict(re.findall(r'<input type="hidden" name="(e[^"]*)" value="([^"]*)"', page))
    answer = client.post(page_of(behind), fields)
    made = Proposal.objects.get(copied_from=behind)
    assert answer["Location"] == reverse("desk", args=[made.pk])
    assert made.title == "城关街道调整（转第 2 版）"


def test_a_draft_that_was_changed_meanwhile_is_previewed_anew(
    client: Client, world: World, behind: Proposal
) -> None:
    sent = {"expected_version": behind.version, "edition": 2}
    assign(behind, world.planner, block(6, 0, 7, 3), G1)
    answer = client.post(page_of(behind), sent)
    assert answer.status_code == 409
    assert "请重新查看" in answer.content.decode()
    assert "5 个单元的改动（50 户）" in answer.content.decode()
    assert client.post(page_of(behind), {"edition": 2}).status_code == 422
    assert not Proposal.objects.filter(copied_from=behind).exists()


def test_a_draft_on_the_edition_in_force_says_that_it_need_not_go(
    client: Client, world: World, behind: Proposal
) -> None:
    page = client.get(page_of(begin(world))).content.decode()
    assert "不需要转版" in page
    assert 'name="expected_version"' not in page


def test_for_others_there_is_no_such_page(client: Client, world: World, behind: Proposal) -> None:
    for person in (world.reviewer, world.member, make_world("629932").planner):
        client.force_login(person)
        assert client.get(page_of(behind)).status_code == 404


def test_programs_are_told_the_same(client: Client, behind: Proposal) -> None:
    where = reverse("api:draft_carrying", args=[behind.pk])
    told = client.get(where).json()
    assert (told["version"], told["former"], told["edition"]) == (1, 1, 2)
    assert told["kept"] == {"cells": 2, "households": 20, "cuts": 0, "units": []}
    assert (told["settled"], told["conflicts"]) == (1, [])
    sent = {"expected_version": 1, "edition": 2}
    for body, status in (({"edition": 2}, 428), ({**sent, "edition": 1}, 409), (sent, 200)):
        answer = client.post(where, body, content_type="application/json")
        assert answer.status_code == status
    assert answer.json()["edition"] == 2
