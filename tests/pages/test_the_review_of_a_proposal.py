import re

import pytest
from django.test import Client
from django.urls import reverse

from communities.basemap.models import Cell, CellBuilding, Venue
from gis_core.jobs.models import Job
from grids.checklist import certificates
from grids.checklist.rules import RULES
from grids.proposals.models import Proposal, SuggestionKind
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, at, begin, block, lay_cells
from tests.proposals.consulting.drafts import aimed, consult
from tests.world import World, build, make_world, point


@pytest.fixture
def draft(client: Client, world: World) -> Proposal:
    """Five cells of the second grid given to the first."""
    lay_cells(world)
    Venue.objects.create(county=world.county, name="西站", area_m2=300, geom=point(520, 150))
    found = begin(world, "consolidation")
    assign(found, world.planner, block(5, 0, 6, 5), G1)
    client.force_login(world.reviewer)
    return found


def page_of(client: Client, draft: Proposal, **query: str) -> str:
    answer = client.get(reverse("review", args=[draft.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def line(page: str, key: str) -> str:
    found = re.search(rf'<tr data-line="{key}".*?</tr>', page, re.DOTALL)
    assert found is not None, key
    return found[0]


def test_every_rule_has_its_line_with_its_source(client: Client, draft: Proposal) -> None:
    page = page_of(client, draft)
    assert len(re.findall(r'data-line="(\w+)"', page)) == len(RULES)
    assert "城市居民委员会组织法" in line(page, "community_households")
    assert "社区最少户数 1000 户" in line(page, "community_households")
    assert "无资料" in line(page, "officers")
    assert "通过" in line(page, "coverage")


def test_what_blocks_comes_first_with_its_place_on_the_map(
    client: Client, world: World, draft: Proposal
) -> None:
    operate(draft, world.planner, kind="move_grids", grids=[G2], to=EAST)
    page = page_of(client, draft)
    first = re.findall(r'data-line="(\w+)"', page)[0]
    assert first == "community_households"
    found = line(page, "community_households")
    assert "只有 550 户，比下限少 450 户" in found
    assert re.search(r'data-box="107\.\d{6},35\.\d{6},107\.\d{6},35\.\d{6}"', found)


def test_a_moved_piece_is_told_with_households_and_the_step_that_moved_it(
    client: Client, world: World, draft: Proposal
) -> None:
    page = page_of(client, draft)
    moved = page[page.index("<table data-moved>") :]
    row = moved[moved.index("<tbody>") : moved.index("</tbody>")]
    assert row.count("<tr>") == 1
    assert "长富路社区 · 第二网格" in row
    assert '<td class="num">50</td>' in row
    assert "第 1 步" in row
    assert str(world.planner) in row
    assert "<strong>西站</strong>：长富路社区 · 第二网格 → 长富路社区 · 第一网格" in page


def test_units_that_go_on_otherwise_have_their_tables(
    client: Client, world: World, draft: Proposal
) -> None:
    operate(draft, world.planner, kind="rename_unit", unit=G3, name="新城东网格")
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G1)
    page = page_of(client, draft)
    assert re.findall(r'data-fate="(\w+)"', page) == ["merged", "renamed", "abolished"]
    assert "新城社区 · 新城东网格" in page


def test_an_address_is_found_with_its_units_before_and_after(
    client: Client, world: World, draft: Proposal
) -> None:
    house = build(world, 510, 20, address="长富路 8 号")
    CellBuilding.objects.create(cell=Cell.objects.get(number=at(5, 0) + 1), building=house)
    page = page_of(client, draft, address="长富路 8")
    found = page[page.index("<table data-addresses>") :]
    assert "第二网格 → <strong>第一网格</strong>" in found
    assert "没有叫“火星路&lt;b&gt;”的" in page_of(client, draft, address="火星路<b>")
    assert client.get(reverse("review", args=[draft.pk]), {"address": "a\0b"}).status_code == 200


def test_an_answer_of_the_engine_is_verified_on_the_spot(
    client: Client, world: World, draft: Proposal
) -> None:
    assert "没有采用引擎的方案" in page_of(client, draft)
    answer = aimed(consult(draft, "split", G3, parts=2, minimum=400, maximum=600), "cut")
    operate(draft, world.planner, kind="take_alternative", alternative=answer.pk)
    page = page_of(client, draft)
    assert "校验通过" in page
    assert "草案仍与方案完全一致" in page
    assign(draft, world.planner, [at(9, 5)], G3)
    assert "1 个单元已不同于方案" in page_of(client, draft)


def test_a_large_draft_is_verified_by_a_worker_when_asked(
    client: Client, world: World, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(certificates.AT_ONCE, SuggestionKind.DIVIDE, 199)
    answer = aimed(consult(draft, "split", G3, parts=2, minimum=400, maximum=600), "cut")
    operate(draft, world.planner, kind="take_alternative", alternative=answer.pk)
    assert "现在校验" in page_of(client, draft)
    told = client.post(reverse("verify_draft", args=[draft.pk]))
    assert told.status_code == 302
    assert Job.objects.filter(kind="checklist.verify").count() == 1
    assert "正在由后台校验" in page_of(client, draft)


def test_who_may_not_see_the_draft_finds_no_page(
    client: Client, world: World, draft: Proposal
) -> None:
    addresses = [reverse(name, args=[draft.pk]) for name in ("review", "verify_draft")]
    other = make_world("629932")
    for user in (world.member, world.stranger, other.reviewer, other.planner):
        client.force_login(user)
        assert client.get(addresses[0]).status_code == 404
        assert client.post(addresses[1]).status_code == 404
    client.force_login(world.planner)
    assert client.get(addresses[0]).status_code == 200
    client.logout()
    assert client.get(addresses[0])["Location"].startswith(reverse("sign_in"))
    assert client.post(addresses[1])["Location"].startswith(reverse("sign_in"))
