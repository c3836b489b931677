"""What browsers send in the same moment: one winner, and the others are told in plain Chinese."""

from collections import Counter
from typing import Any

import pytest

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Operation, Proposal
from grids.review.contents import content_hash
from grids.review.models import CaseEvent, Waiver
from grids.review.queries import case_of
from tests.at_once import THREADS, Post, Told, post_at_once
from tests.drafts.town import G1, G3, begin, block, lay_cells
from tests.review.cast import Cast, make_cast
from tests.review.test_leading_a_case import DEC, REV, STM, go
from tests.world import appoint, make_world, person

pytestmark = pytest.mark.django_db(transaction=True)

DONE = Told(200)


@pytest.fixture
def cast() -> Cast:
    world = make_world()
    lay_cells(world)
    return make_cast(world)


@pytest.fixture
def reviewed(cast: Cast) -> Proposal:
    """A division that waits for the decision."""
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    go(proposal, cast, until="accept")
    return proposal


def several(cast: Cast, role: Role, count: int) -> list[User]:
    people = [person(f"{role.value}-{number}") for number in range(count)]
    for one in people:
        appoint(one, role, cast.world.county)
    return people


def seen(proposal: Proposal) -> dict[str, Any]:
    """What everybody's page says of the case at this moment."""
    case = case_of(Proposal.objects.get(pk=proposal.pk))
    return {"seen_version": case.version, "seen_hash": case.contents}


def move(proposal: Proposal, who: User, transition: str, **said: Any) -> Post:
    words = {"reason": "按会议意见", "password": f"{who.username}-password-1"}
    body = {"transition": transition, **seen(proposal), **words, **said}
    return Post(who, f"/api/cases/{proposal.pk}/moves", body)


def waiver(proposal: Proposal, who: User) -> Post:
    """Of the size of the third grid, which has a thousand households."""
    seen_hash = content_hash(Proposal.objects.get(pk=proposal.pk))
    body = {
        "rule": "grid_households",
        "subject": str(G3),
        "reason": "住户多",
        "seen_hash": seen_hash,
    }
    return Post(who, f"/api/cases/{proposal.pk}/waivers", body)


def draw(proposal: Proposal, who: User, column: int) -> Post:
    cells = block(5, column, 6, column + 1)
    body = {
        "expected_version": proposal.version,
        "operation": {"kind": "assign", "cells": cells, "to": G1, "how": "brush"},
        "idempotency_key": f"key-{column:06d}",
        "tab": f"tab-{column}",
    }
    return Post(who, f"/api/drafts/{proposal.pk}/operations", body)


def statuses(answers: list[Told]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def said_in_chinese(answers: list[Told], *words: str) -> None:
    for answer in answers:
        if answer.status != DONE.status:
            assert any(word in answer.message for word in words), answer


def steps(proposal: Proposal, transition: str) -> int:
    return CaseEvent.objects.filter(proposal=proposal, transition=transition).count()


def test_of_sixteen_approvals_one_is_taken_and_fifteen_see_that_it_moved_on(
    cast: Cast, reviewed: Proposal
) -> None:
    deciders = several(cast, DEC, THREADS)
    answers = post_at_once([move(reviewed, who, "approve") for who in deciders])
    assert statuses(answers) == {200: 1, 409: THREADS - 1}
    assert {answer.code for answer in answers} == {"", "moved_on"}
    said_in_chinese(answers, "请刷新页面，看过最新情况后再办理")
    assert steps(reviewed, "approve") == 1


def test_a_submission_sent_sixteen_times_by_one_browser_is_made_once(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    answers = post_at_once([move(proposal, cast[STM], "ask_communities")] * THREADS)
    assert statuses(answers) == {200: 1, 409: THREADS - 1}
    said_in_chinese(answers, "方案已到“社区确认”")
    assert CaseEvent.objects.filter(proposal=proposal).count() == 1


def test_returned_or_approved_but_not_both(cast: Cast, reviewed: Proposal) -> None:
    posts = [move(reviewed, who, "approve") for who in several(cast, DEC, THREADS // 2)]
    posts += [move(reviewed, who, "return") for who in several(cast, REV, THREADS // 2)]
    answers = post_at_once(posts)
    assert statuses(answers) == {200: 1, 409: THREADS - 1}
    said_in_chinese(answers, "请刷新页面")
    reviewed.refresh_from_db()
    assert reviewed.status == ("city_filed" if DONE in answers[: THREADS // 2] else "returned")
    assert steps(reviewed, "approve") + steps(reviewed, "return") == 1


def test_two_cases_of_the_same_ground_are_each_decided_once(cast: Cast, reviewed: Proposal) -> None:
    other = begin(cast.world, author=cast[Role.PLANNER])
    go(other, cast, until="accept")
    deciders = several(cast, DEC, THREADS)
    both = (reviewed, other)
    answers = post_at_once(
        [move(both[number % 2], who, "approve") for number, who in enumerate(deciders)]
    )
    assert statuses(answers) == {200: 2, 409: THREADS - 2}
    assert [steps(one, "approve") for one in both] == [1, 1]


def test_nobody_draws_while_it_is_decided(cast: Cast, reviewed: Proposal) -> None:
    decided = content_hash(reviewed)
    posts = [move(reviewed, cast[DEC], "approve")]
    posts += [draw(reviewed, cast[Role.PLANNER], column) for column in range(10)]
    answers = post_at_once(posts)
    assert answers[0] == DONE
    assert statuses(answers[1:]) == {409: 10}
    said_in_chinese(answers, "正在“")
    assert not Operation.objects.filter(proposal=reviewed).exists()
    assert content_hash(Proposal.objects.get(pk=reviewed.pk)) == decided


def test_what_is_submitted_is_what_was_drawn_or_the_submission_is_refused(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    posts = [move(proposal, cast[STM], "ask_communities")]
    posts += [draw(proposal, cast[Role.PLANNER], column) for column in range(10)]
    answers = post_at_once(posts)
    assert set(statuses(answers)) <= {200, 409}
    said_in_chinese(answers, "请刷新页面", "正在“", "冲突")
    for event in CaseEvent.objects.filter(proposal=proposal):
        assert event.content_hash == content_hash(Proposal.objects.get(pk=proposal.pk))
    drawn = sum(answer == DONE for answer in answers[1:])
    assert Operation.objects.filter(proposal=proposal).count() == drawn
    assert (answers[0] == DONE) == (drawn == 0)


def test_of_sixteen_equal_waivers_one_is_given(cast: Cast, reviewed: Proposal) -> None:
    answers = post_at_once([waiver(reviewed, who) for who in several(cast, REV, THREADS)])
    assert statuses(answers) == {200: 1, 409: THREADS - 1}
    said_in_chinese(answers, "已经豁免过")
    assert Waiver.objects.filter(proposal=reviewed).count() == 1


def test_a_waiver_beside_an_audit_is_kept_and_its_giver_does_not_decide(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    go(proposal, cast, until="submit")
    jack, *others = several(cast, REV, THREADS)
    appoint(jack, DEC, cast.world.county)
    posts = [waiver(proposal, jack)]
    posts += [move(proposal, who, "accept") for who in others]
    answers = post_at_once(posts)
    assert answers[0] == DONE
    assert statuses(answers[1:]) == {200: 1, 409: THREADS - 2}
    (refused,) = post_at_once([move(proposal, jack, "approve")])
    assert (refused.status, refused.code) == (403, "separation_reviewed")
