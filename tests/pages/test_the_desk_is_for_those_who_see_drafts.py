import re

from django.test import Client
from django.urls import reverse

from communities.basemap.models import CellSet
from grids.proposals.models import Proposal
from tests.world import World, make_world


def draft_of(world: World) -> Proposal:
    """A draft of the subdistrict without any cells: enough for its page."""
    cell_set = CellSet.objects.create(county=world.county, edition=world.edition, map_revision=1)
    return Proposal.objects.create(
        kind=Proposal.Kind.DIVISION,
        county=world.county,
        place=world.subdistrict,
        edition=world.edition,
        cell_set=cell_set,
        rule_set=world.rule_set,
        title="城关网格重划",
        author=world.planner,
    )


def test_the_planner_finds_the_draft_s_tools_and_may_undo(client: Client, world: World) -> None:
    draft = draft_of(world)
    client.force_login(world.planner)
    page = client.get(reverse("desk", args=[draft.pk])).content.decode()
    assert re.search(r"<h1[^>]*>城关网格重划</h1>", page)
    assert "清河县" in page
    assert "城关街道" in page
    assert 'id="undo"' in page
    assert '"mayEdit": true' in page


def test_a_reviewer_reads_the_draft_and_is_told_so(client: Client, world: World) -> None:
    draft = draft_of(world)
    client.force_login(world.reviewer)
    page = client.get(reverse("desk", args=[draft.pk])).content.decode()
    assert "只读" in page
    assert 'id="undo"' not in page
    assert '"mayEdit": false' in page


def test_for_everybody_else_there_is_no_such_draft(client: Client, world: World) -> None:
    address = reverse("desk", args=[draft_of(world).pk])
    assert client.get(address).status_code == 302
    for person in (world.member, make_world("629932").planner):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_a_discarded_draft_is_gone(client: Client, world: World) -> None:
    draft = draft_of(world)
    draft.status = Proposal.Status.DISCARDED
    draft.save()
    client.force_login(world.planner)
    assert client.get(reverse("desk", args=[draft.pk])).status_code == 404
