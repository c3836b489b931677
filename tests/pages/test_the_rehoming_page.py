"""The list of those at places that end, and deciding for one or many: once, seen, in scope."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.territory.models import Place
from gis_core.accounts.models import Membership, User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.publication.heirs import heirs_of
from grids.publication.models import Rehoming
from grids.publication.rehoming import rehoming_of
from tests.drafts.asking import assign, operate
from tests.drafts.town import G1, G2, G3, WEST, begin, block, lay_cells
from tests.publication.asking import merge_communities
from tests.world import World, appoint, person


@pytest.fixture
def heads(world: World) -> list[Membership]:
    """Two people who lead 新城, which ends."""
    lay_cells(world)
    people = [person("head-one"), person("head-two")]
    return [appoint(one, Role.COMMUNITY_HEAD, world.xincheng) for one in people]


@pytest.fixture
def draft(world: World, heads: list[Membership]) -> Proposal:
    return merge_communities(world)


def ask(who: User, draft: Proposal, **form: Any) -> Any:
    client = Client()
    client.force_login(who)
    address = reverse("case_rehoming", args=[draft.pk])
    return client.post(address, form) if form else client.get(address)


def rows_of(draft: Proposal) -> list[str]:
    lines = rehoming_of(draft)
    return [f"{one.homeless.kind}|{one.homeless.key}|{one.stamp}" for one in lines]


def test_everybody_of_an_ending_place_is_shown_with_the_heir(world: World, draft: Proposal) -> None:
    page = ask(world.planner, draft).content.decode()
    assert "共 2 项，2 项未定" in page
    assert "新城社区" in page
    assert re.search(rf'<option value="{WEST}" selected>长富路社区（建议', page)
    assert page.count('name="row"') == 4  # a box for each, and each again as suggested


def test_many_go_at_once(world: World, draft: Proposal) -> None:
    answer = ask(world.planner, draft, row=rows_of(draft), to=WEST)
    assert answer.status_code == 302
    made = Rehoming.objects.filter(proposal=draft)
    assert set(made.values_list("unit__number", "decided_by")) == {(WEST, world.planner.pk)}
    assert "已全部安排" in ask(world.reviewer, draft).content.decode()


def test_each_goes_as_suggested(world: World, draft: Proposal) -> None:
    rows = re.findall(rf'value="([^"]+\|{WEST})"', ask(world.planner, draft).content.decode())
    assert len(rows) == 2
    assert ask(world.planner, draft, row=rows).status_code == 302
    assert all(line.decided for line in rehoming_of(draft))


def test_one_may_end_with_a_reason_and_the_others_stay_undecided(
    world: World, draft: Proposal
) -> None:
    row = rows_of(draft)[:1]
    refused = ask(world.planner, draft, row=row, to="end")
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    assert ask(world.planner, draft, row=row, to="end", reason="退休").status_code == 302
    page = ask(world.planner, draft).content.decode()
    assert "不再安排</strong> · 退休" in page
    assert "共 2 项，1 项未定" in page


def test_who_decides_on_an_old_list_is_refused_and_nothing_is_written(
    world: World, draft: Proposal
) -> None:
    seen = rows_of(draft)
    ask(world.reviewer, draft, row=seen[:1], to="end", reason="退休")
    refused = ask(world.planner, draft, row=seen, to=WEST)
    assert refused.status_code == 409
    assert "已由他人另作安排" in refused.content.decode()
    assert [one.reason for one in Rehoming.objects.all()] == ["退休"]


def test_a_row_without_what_was_seen_is_refused(world: World, draft: Proposal) -> None:
    client = Client()
    client.force_login(world.planner)
    (line, _other) = rehoming_of(draft)
    row = {"kind": "membership", "key": line.homeless.key, "unit": WEST}
    address = f"/api/cases/{draft.pk}/rehoming"
    told = client.get(address).json()
    assert [(one["decided"], one["suggested"]) for one in told] == [(False, WEST)] * 2
    refused = client.post(address, {"rows": [row]}, content_type="application/json")
    assert refused.status_code == 428
    body = {"rows": [{**row, "seen": told[0]["seen"]}]}
    assert client.post(address, body, content_type="application/json").json() == {"decided": 1}
    again = client.post(address, body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "decided_since")


def test_who_has_no_part_in_it_does_not_decide(world: World, draft: Proposal) -> None:
    assert ask(world.stranger, draft).status_code == 404
    appoint(world.stranger, Role.COMMUNITY_HEAD, world.subdistrict)
    assert 'name="to"' not in ask(world.stranger, draft).content.decode()
    assert ask(world.stranger, draft, row=rows_of(draft), to=WEST).status_code == 403
    assert not Rehoming.objects.exists()


@pytest.mark.parametrize("status", ["scheduled", "in_force", "refused"])
def test_nothing_is_decided_when_the_case_is_over(
    world: World, draft: Proposal, status: str
) -> None:
    Proposal.objects.filter(pk=draft.pk).update(status=status)
    refused = ask(world.planner, draft, row=rows_of(draft), to=WEST)
    assert refused.status_code == 422
    assert "安置不能再改" in refused.content.decode()


def test_a_plan_without_ending_places_says_so(world: World, heads: list[Membership]) -> None:
    page = ask(world.planner, begin(world)).content.decode()
    assert "不需要安置" in page


def test_the_case_leads_there(world: World, draft: Proposal) -> None:
    client = Client()
    client.force_login(world.planner)
    page = client.get(reverse("case", args=[draft.pk])).content.decode()
    assert reverse("case_rehoming", args=[draft.pk]) in page


def test_the_heir_is_who_takes_most_households(world: World, heads: list[Membership]) -> None:
    draft = begin(world)
    assign(draft, world.planner, block(5, 0, 10, 4), G1)
    assign(draft, world.planner, block(5, 4, 10, 10), G3)
    place: Place = world.grids[1]
    assert not draft.units.filter(number=G2, retired=False).exists()
    assert heirs_of(draft, [place.pk]) == {place.pk: G3}
    operate(draft, world.planner, kind="merge_units", units=[G1, G3], into=G1)
    assert heirs_of(draft, [place.pk, world.grids[2].pk]) == {place.pk: G1, world.grids[2].pk: G1}
