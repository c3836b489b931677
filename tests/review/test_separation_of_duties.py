"""Nobody reviews, decides or activates what they drew, submitted, reviewed or decided.

One person is given all roles, as happens in a small county, and is still refused.
"""

import pytest

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.models import Proposal
from grids.review.lifecycle.defaults import DIVISION
from grids.review.models import Condition, Lifecycle, Waiver
from grids.review.refusals import NotYours
from tests.drafts.asking import assign
from tests.drafts.town import G1, block
from tests.review.cast import Cast, lead, papers_of
from tests.review.test_leading_a_case import COM, DEC, REV, STM, go
from tests.world import appoint, person


@pytest.fixture
def jack(cast: Cast) -> User:
    """Somebody with every role there is."""
    jack = person("jack")
    for role in Role:
        where = cast.world.subdistrict if role in (Role.PLANNER, STM) else cast.world.county
        appoint(jack, role, cast.world.changfu if role == COM else where)
    return jack


def refused(proposal: Proposal, transition: str, who: User) -> str:
    with pytest.raises(NotYours) as caught:
        lead(proposal, transition, who, papers=papers_of(proposal))
    return caught.value.code


def test_who_drew_one_stroke_neither_reviews_nor_decides_nor_activates(
    cast: Cast, division: Proposal, jack: User, alone: None
) -> None:
    assign(division, jack, block(5, 0, 6, 10), G1)
    lead(division, "ask_communities", cast[STM])
    assert refused(division, "confirm", jack) == "separation_drew"
    assert refused(division, "return", jack) == "separation_drew"
    lead(division, "confirm", cast[COM])
    lead(division, "submit", cast[STM])
    assert refused(division, "accept", jack) == "separation_drew"
    lead(division, "accept", cast[REV])
    assert refused(division, "approve", jack) == "separation_drew"
    lead(division, "approve", cast[DEC])
    lead(division, "publish", cast[REV], papers=papers_of(division))
    assert refused(division, "activate", jack) == "separation_drew"


def test_who_drew_what_the_draft_was_copied_from_drew_it_too(
    cast: Cast, division: Proposal, jack: User
) -> None:
    assign(division, jack, block(5, 0, 6, 10), G1)
    copy = copy_draft(source=division, title="副本", author=cast[Role.PLANNER])
    lead(copy, "ask_communities", cast[STM])
    assert refused(copy, "return", jack) == "separation_drew"


def test_who_submitted_neither_reviews_nor_decides(
    cast: Cast, division: Proposal, jack: User
) -> None:
    lead(division, "ask_communities", jack)
    lead(division, "submit", jack)
    assert refused(division, "accept", jack) == "separation_submitted"
    lead(division, "accept", cast[REV])
    assert refused(division, "approve", jack) == "separation_submitted"


def test_who_reviewed_does_not_decide(cast: Cast, division: Proposal, jack: User) -> None:
    go(division, cast, until="submit")
    lead(division, "accept", jack)
    assert refused(division, "approve", jack) == "separation_reviewed"


@pytest.mark.parametrize("what", ["waiver", "condition"])
def test_who_waived_a_rule_or_set_a_condition_reviewed_it(
    cast: Cast, division: Proposal, jack: User, what: str
) -> None:
    go(division, cast, until="accept")
    if what == "waiver":
        Waiver.objects.create(proposal=division, rule="one_piece", reason="河", given_by=jack)
    else:
        Condition.objects.create(proposal=division, text="补", reason="缺", set_by=jack)
    assert refused(division, "approve", jack) == "separation_reviewed"


def test_who_decided_does_not_put_in_force(
    cast: Cast, division: Proposal, jack: User, alone: None
) -> None:
    go(division, cast, until="accept")
    lead(division, "approve", jack)
    lead(division, "publish", cast[REV], papers=papers_of(division))
    assert refused(division, "activate", jack) == "separation_decided"
    lead(division, "activate", cast[REV])


def test_a_life_cycle_written_past_the_check_separates_all_the_same(
    cast: Cast, division: Proposal, jack: User
) -> None:
    loose = DIVISION.to_json()
    for arrow in loose["transitions"]:
        arrow.update(bars=[], password=False)
    Lifecycle.objects.create(county=division.county, kind="division", number=1, definition=loose)
    lead(division, "ask_communities", jack)
    lead(division, "submit", jack)
    assert refused(division, "accept", jack) == "separation_submitted"
    lead(division, "accept", cast[REV])
    with pytest.raises(Exception, match="密码"):
        lead(division, "approve", cast[DEC], password="")
