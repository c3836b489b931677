import pytest
from django.test import Client
from django.urls import reverse

from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal
from tests.api.asking import read
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, begin, block, lay_cells
from tests.world import World, make_world


@pytest.fixture
def draft(client: Client, world: World) -> Proposal:
    """Five cells of the second grid given to the first; the state before that is a snapshot."""
    lay_cells(world)
    found = begin(world)
    take_snapshot(draft=found, name="开始", author=world.planner)
    assign(found, world.planner, block(5, 0, 6, 5), G1)
    client.force_login(world.planner)
    return found


def page_of(client: Client, draft: Proposal, beside: str = "edition") -> str:
    answer = client.get(reverse("compare_drafts", args=[draft.pk]), {"with": beside})
    assert answer.status_code == 200
    return answer.content.decode()


def test_units_that_differ_are_told_with_households_before_and_after(
    client: Client, draft: Proposal
) -> None:
    page = page_of(client, draft)
    assert "有变化的单位（2）" in page
    assert '<td class="num">+50</td>' in page
    assert '<td class="num">-50</td>' in page
    assert "低于下限" not in page.split("第一网格")[1].split("</tr>")[0]


def test_a_snapshot_and_another_draft_can_be_laid_beside_it(
    client: Client, world: World, draft: Proposal
) -> None:
    other = begin(world, title="另一个草案")
    page = page_of(client, draft, f"{draft.pk}@0")
    assert "有变化的单位（2）" in page
    assert f"{draft.title} · 开始" in page
    assert "有变化的单位（2）" in page_of(client, draft, str(other.pk))
    assert "另一个草案" in page_of(client, draft)


def test_equal_states_are_said_to_be_equal(client: Client, world: World) -> None:
    lay_cells(world)
    client.force_login(world.planner)
    assert "两个状态完全相同" in page_of(client, begin(world))


def test_the_map_gets_both_states_and_the_ground_that_moved(world: World, draft: Proposal) -> None:
    beside = read(world.planner, f"/api/drafts/{draft.pk}/beside?with=edition")
    before, after = (
        {one["id"]: one["properties"]["figures"]["households"] for one in side["features"]}
        for side in (beside["before"]["outlines"], beside["after"]["outlines"])
    )
    assert (before[G1], after[G1]) == (500, 550)
    assert (before[G2], after[G2]) == (500, 450)
    [moved] = beside["moved"]["features"]
    assert moved["properties"]["cells"] == 5
    assert moved["geometry"]["type"] == "MultiPolygon"


def test_a_grid_that_goes_to_another_community_is_ground_that_moved(world: World) -> None:
    lay_cells(world)
    draft = begin(world, "consolidation")
    assign(draft, world.planner, block(5, 0, 6, 5), G1)
    operate(draft, world.planner, kind="move_grids", grids=[G2], to=EAST)
    beside = read(world.planner, f"/api/drafts/{draft.pk}/beside?with=edition")
    assert [one["properties"]["cells"] for one in beside["moved"]["features"]] == [5, 45]


def test_a_draft_of_another_county_does_not_exist(client: Client, draft: Proposal) -> None:
    other = make_world("629932")
    lay_cells(other)
    foreign = begin(other)
    address = reverse("compare_drafts", args=[draft.pk])
    assert client.get(address, {"with": str(foreign.pk)}).status_code == 404
    assert client.get(address, {"with": "nonsense"}).status_code == 404
    assert client.get(reverse("compare_drafts", args=[foreign.pk])).status_code == 404
    copied = client.post(reverse("copy_draft", args=[foreign.pk]))
    assert copied.status_code == 404


def test_a_copy_begins_as_the_draft_stands(client: Client, draft: Proposal) -> None:
    client.post(reverse("copy_draft", args=[draft.pk]))
    copy = Proposal.objects.exclude(pk=draft.pk).get()
    assert copy.title == f"{draft.title}（副本）"
    assert "两个状态完全相同" in page_of(client, copy, str(draft.pk))
