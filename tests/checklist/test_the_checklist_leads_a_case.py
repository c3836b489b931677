"""The checklist as the guard of a case, and its waivers: how long each holds."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.checklist.queries import checklist
from grids.checklist.waivers import stand, waivers_of
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.models import Waiver
from grids.review.refusals import Hindered
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, block
from tests.review.cast import Cast, alone, lead, papers_of
from tests.review.conftest import cast, consolidation, division
from tests.review.test_leading_a_case import DEC, REV, STM, go

__all__ = ["alone", "cast", "consolidation", "division"]

PLN = Role.PLANNER
SMALL = {"rule": "community_households", "subject": str(WEST), "reason": "铁路以西单独成片"}


@pytest.fixture
def small(cast: Cast, consolidation: Proposal) -> Proposal:
    """长富路 is left with 500 households."""
    operate(consolidation, cast[PLN], kind="move_grids", grids=[G2], to=EAST)
    return consolidation


def waive(who: User, proposal: Proposal, **body: Any) -> Any:
    client = Client()
    client.force_login(who)
    seen = {"seen_hash": content_hash(Proposal.objects.get(pk=proposal.pk))}
    where = f"/api/cases/{proposal.pk}/waivers"
    return client.post(where, {**SMALL, **seen, **body}, content_type="application/json")


def hindrances(proposal: Proposal, cast: Cast, transition: str = "start_review") -> list[Any]:
    with pytest.raises(Hindered) as caught:
        lead(proposal, transition, cast[STM])
    return list(caught.value.hindrances)


def standings(proposal: Proposal) -> list[str]:
    waivers = waivers_of(proposal)
    found = stand(waivers, checklist(Proposal.objects.get(pk=proposal.pk)))
    return [one.standing.value for one in found]


def review_page(who: User, proposal: Proposal) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse("review", args=[proposal.pk])).content.decode()


def test_a_blocking_rule_hinders_with_its_place_value_and_limit(
    cast: Cast, small: Proposal
) -> None:
    [found] = hindrances(small, cast)
    assert found.code == "rule_community_households"
    for word in ("社区规模", "长富路社区", "现为 500", "限值 1000", "豁免"):
        assert word in found.message
    at = found.at
    assert (at["rule"], at["unit"], at["value"], at["limit"]) == (
        "community_households", WEST, 500, 1000,
    )  # fmt: skip
    assert len(at["box"]) == 4


def test_a_waived_rule_hinders_no_more_whatever_else_is_redrawn(
    cast: Cast, small: Proposal, alone: None
) -> None:
    assert waive(cast[REV], small).status_code == 200
    operate(small, cast[PLN], kind="rename_unit", unit=G1, name="铁西网格")
    assert standings(small) == ["holds"]
    go(small, cast, until="approve")
    small.refresh_from_db()
    assert small.status == "approved"
    [kept] = Waiver.objects.filter(proposal=small)
    assert (kept.subject, kept.value, kept.limit) == (str(WEST), 500, 1000)
    assert "长富路社区只有 500 户" in kept.what


def test_a_waiver_does_not_hold_for_what_is_worse_and_says_when_nothing_is_left_of_it(
    cast: Cast, small: Proposal
) -> None:
    waive(cast[REV], small)
    assign(small, cast[PLN], block(4, 0, 5, 10), G2)
    assert standings(small) == ["outgrown"]
    [found] = hindrances(small, cast)
    assert "现为 400" in found.message
    assert waive(cast[REV], small, reason="河道改线").status_code == 200
    assert standings(small) == ["outgrown", "holds"]
    lead(small, "start_review", cast[STM])
    lead(small, "return", cast[REV])
    operate(small, cast[PLN], kind="move_grids", grids=[G2], to=WEST)
    assert standings(small) == ["gone", "gone"]
    page = review_page(cast[REV], small)
    assert re.findall(r'data-waiver="(\w+)"', page) == ["gone", "gone"]
    assert "已不再出现" in page
    for word in (SMALL["reason"], "河道改线", str(cast[REV])):
        assert word in page


def test_only_what_is_broken_and_may_be_waived_is_waived(cast: Cast, small: Proposal) -> None:
    answers = [
        (waive(cast[REV], small, rule="coverage", subject=""), "not_waivable"),
        (waive(cast[REV], small, subject=str(EAST)), "no_such_fault"),
        (waive(cast[REV], small, rule="flying"), "no_such_fault"),
        (waive(cast[REV], small, seen_hash=None), "version_missing"),
        (waive(cast[PLN], small), "not_your_part"),
    ]
    assert [answer.json()["code"] for answer, _ in answers] == [code for _, code in answers]
    assert [answer.status_code for answer, _ in answers] == [422, 422, 422, 428, 403]
    assert not Waiver.objects.exists()


def test_what_was_waived_is_waived_by_nobody_twice(cast: Cast, small: Proposal) -> None:
    waive(cast[REV], small)
    assert waive(cast[REV], small, reason="再说一次").json()["code"] == "waived_already"


def test_who_waived_does_not_decide(cast: Cast, division: Proposal) -> None:
    body = {"rule": "grid_households", "subject": str(G3)}
    assert waive(cast[DEC], division, **body).status_code in (403, 404)
    assert waive(cast[REV], division, **body).status_code == 200


def test_a_reviewer_waives_on_the_page_and_the_author_finds_no_form(
    cast: Cast, small: Proposal
) -> None:
    page = review_page(cast[REV], small)
    form = f'name="rule" value="{SMALL["rule"]}"'
    assert form in page
    assert 'name="rule"' not in review_page(cast[PLN], small)
    client = Client()
    client.force_login(cast[REV])
    said = {**SMALL, "seen_hash": content_hash(Proposal.objects.get(pk=small.pk))}
    answer = client.post(reverse("case_act", args=[small.pk, "waiver"]), said)
    assert answer["Location"].endswith("#checklist")
    page = review_page(cast[REV], small)
    assert form not in page
    assert "仍适用" in page


def test_the_decider_of_a_case_sees_its_checklist_and_no_draft_before(
    cast: Cast, division: Proposal
) -> None:
    client = Client()
    client.force_login(cast[DEC])
    addresses = [
        reverse("review", args=[division.pk]),
        f"/api/drafts/{division.pk}/beside?with=edition",
    ]
    assert [client.get(one).status_code for one in addresses] == [404, 404]
    lead(division, "ask_communities", cast[STM], papers=papers_of(division))
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    assert (
        f'href="{reverse("desk", args=[division.pk])}"'
        not in client.get(addresses[0]).content.decode()
    )
    client.force_login(cast[Role.DEPARTMENT])
    assert [client.get(one).status_code for one in addresses] == [404, 404]
