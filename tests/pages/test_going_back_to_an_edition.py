"""Restoring a former edition from the list of editions, and choosing which one a page is about."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.territory.models import Edition, Place
from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from tests.drafts.town import lay_cells
from tests.publication.asking import merge_communities, publish
from tests.world import World, make_world


@pytest.fixture
def merged(world: World) -> Edition:
    """The edition in which 新城 went into 长富路."""
    lay_cells(world)
    return publish(merge_communities(world), world).edition


def get(who: User, name: str, *key: Any, **query: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(reverse(name, args=key), query)


def restore(who: User, world: World, place: Place | None = None, **otherwise: Any) -> Any:
    client = Client()
    client.force_login(who)
    form = {"edition": 1, "place": (place or world.subdistrict).pk, "title": "恢复第 1 版"}
    address = reverse("restore_edition", args=[world.county.code])
    return client.post(address, {**form, "reason": "合并后服务半径过大", **otherwise})


def test_a_planner_begins_a_proposal_filled_with_the_former_edition(
    world: World, merged: Edition
) -> None:
    page = get(world.planner, "editions", world.county.code, restore=1).content.decode()
    assert '<option value="1" selected>第 1 版</option>' in page
    assert 'value="恢复第 1 版"' in page
    answer = restore(world.planner, world)
    made = Proposal.objects.get(title="恢复第 1 版")
    assert answer["Location"] == reverse("desk", args=[made.pk])
    assert (made.author, made.edition, made.reason) == (
        world.planner,
        merged,
        "合并后服务半径过大",
    )
    assert made.units.filter(place=world.xincheng, retired=False).exists()


def test_a_reason_is_needed_and_only_former_editions_are_offered(
    world: World, merged: Edition
) -> None:
    for otherwise in ({"reason": " "}, {"edition": 2}, {"edition": "x"}, {"title": ""}):
        refused = restore(world.planner, world, **otherwise)
        assert refused.status_code == 422
        assert 'role="alert"' in refused.content.decode()
    assert Proposal.objects.count() == 1


def test_who_does_not_draw_there_cannot_restore(world: World, merged: Edition) -> None:
    assert (
        "恢复从前的版次" not in get(world.reviewer, "editions", world.county.code).content.decode()
    )
    for who in (world.reviewer, world.member, make_world("629932").planner):
        assert restore(who, world).status_code == 404
    assert restore(world.planner, world, world.county).status_code == 422  # draws in the street
    assert Proposal.objects.count() == 1


def test_a_county_without_a_former_edition_has_nothing_to_restore(world: World) -> None:
    assert (
        "恢复从前的版次" not in get(world.planner, "editions", world.county.code).content.decode()
    )
    assert restore(world.planner, world).status_code == 404


@pytest.mark.parametrize("name", ["map", "unit_list"])
def test_every_page_of_an_edition_lets_one_choose_another(
    world: World, merged: Edition, name: str
) -> None:
    page = get(world.planner, name, world.county.code).content.decode()
    assert '<option value="1">第 1 版（已被取代' in page
    assert '<option value="2">第 2 版（现行' in page
    then = get(world.planner, name, world.county.code, edition="1", day="").content.decode()
    assert '<option value="1" selected>' in then
    assert 'class="as-of"' in then
    assert get(world.planner, name, world.county.code, edition="", day="").status_code == 200


def test_a_unit_s_page_does_too(world: World, merged: Edition) -> None:
    page = get(world.planner, "unit", world.county.code, world.xincheng.pk, edition=1)
    assert '<option value="1" selected>' in page.content.decode()
