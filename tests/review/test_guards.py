"""What stops a case although the right person leads it."""

import pytest

from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.queries import case_of
from grids.review.refusals import Hindered
from tests.drafts.asking import assign
from tests.drafts.town import G1, block
from tests.review.cast import Cast, lead, papers_of
from tests.review.test_leading_a_case import COM, DEC, REV, STM, go, widen


def hindered(proposal: Proposal, transition: str, cast: Cast, role: Role) -> list[str]:
    with pytest.raises(Hindered) as caught:
        lead(proposal, transition, cast[role])
    return [one.code for one in caught.value.hindrances]


def test_an_approval_goes_stale_with_the_rules_until_it_is_reviewed_again(
    cast: Cast, division: Proposal
) -> None:
    go(division, cast, until="accept")
    threshold = division.rule_set.thresholds.earliest("pk")
    threshold.value += 1
    threshold.save()
    assert case_of(Proposal.objects.get(pk=division.pk)).is_stale
    assert hindered(division, "approve", cast, DEC) == ["stale"]
    lead(division, "review_again", cast[REV])
    lead(division, "accept", cast[REV])
    lead(division, "approve", cast[DEC])
    threshold.value += 1
    threshold.save()
    with pytest.raises(Hindered, match="已失效"):
        lead(division, "publish", cast[REV], papers=papers_of(division))
    assert lead(division, "revoke", cast[DEC]).target == "returned"


def test_a_changed_community_confirms_before_the_street_sends_it_up(
    cast: Cast, division: Proposal
) -> None:
    widen(division, cast)
    lead(division, "ask_communities", cast[STM])
    assert hindered(division, "submit", cast, STM) == ["unconfirmed"]
    lead(division, "confirm", cast[COM])
    assert lead(division, "submit", cast[STM]).target == "street_submitted"


def test_a_plan_with_a_torn_grid_is_not_submitted(cast: Cast, division: Proposal) -> None:
    assign(division, cast[Role.PLANNER], block(9, 9, 10, 10), G1)  # far from the first grid
    assert "rule_one_piece" in hindered(division, "ask_communities", cast, STM)


def test_papers_of_before_a_return_do_not_count_after_it(
    cast: Cast, consolidation: Proposal, alone: None
) -> None:
    lead(consolidation, "start_review", cast[STM])
    lead(consolidation, "consult", cast[STM])
    assert hindered(consolidation, "assess_risk", cast, STM) == ["paper_missing"]
    lead(consolidation, "assess_risk", cast[STM], papers=papers_of(consolidation))
    lead(consolidation, "return", cast[REV])
    lead(consolidation, "start_review", cast[STM])
    lead(consolidation, "consult", cast[STM])
    assert hindered(consolidation, "assess_risk", cast, STM) == ["paper_missing"]
