"""Sixteen at one case in the same moment: real threads, real transactions, one winner."""

from collections import Counter
from collections.abc import Callable

import pytest

from gis_core.accounts.roles import Role
from grids.proposals.drafting.refusals import NotADraft, Refused, Stale
from grids.proposals.models import Operation, Proposal
from grids.review.models import CaseEvent
from grids.review.moving.services import move
from grids.review.queries import case_of
from tests.at_once import THREADS, at_once
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin, block, lay_cells
from tests.review.cast import Cast, make_cast
from tests.review.test_leading_a_case import COM, DEC, STM, go
from tests.world import appoint, make_world, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    world = make_world()
    lay_cells(world)
    return make_cast(world)


def told_at_once(do: Callable[[int], str]) -> Counter[str]:
    """What sixteen threads come to that begin in the same moment: done, or why not."""

    def run(thread: int) -> str:
        try:
            return do(thread)
        except Refused as refusal:
            return refusal.code

    return Counter(at_once(run))


def test_of_sixteen_approvals_one_decides(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    go(proposal, cast, until="accept")
    deciders = [person(f"decider-{n}") for n in range(THREADS)]
    for decider in deciders:
        appoint(decider, Role.DECIDER, cast.world.county)
    case = case_of(Proposal.objects.get(pk=proposal.pk))
    version, contents = case.version, case.contents

    def approve(thread: int) -> str:
        who = deciders[thread]
        word = f"{who.username}-password-1"
        move(proposal=proposal, transition="approve", person=who, seen_version=version,
             seen_hash=contents, password=word)  # fmt: skip
        return "done"

    assert told_at_once(approve) == {"done": 1, "moved_on": THREADS - 1}
    assert CaseEvent.objects.filter(proposal=proposal, transition="approve").count() == 1


def test_a_submission_sent_sixteen_times_is_made_once(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    contents = case_of(proposal).contents

    def submit(_: int) -> str:
        move(proposal=proposal, transition="ask_communities", person=cast[STM], seen_version=0,
             seen_hash=contents)  # fmt: skip
        return "done"

    assert told_at_once(submit) == {"done": 1, "moved_on": THREADS - 1}
    assert CaseEvent.objects.filter(proposal=proposal).count() == 1


def test_what_is_redrawn_while_it_is_submitted_is_in_it_or_refused(cast: Cast) -> None:
    proposal = begin(cast.world, author=cast[Role.PLANNER])
    contents = case_of(proposal).contents

    def either(thread: int) -> str:
        if thread:
            try:
                assign(Proposal.objects.get(pk=proposal.pk), cast[Role.PLANNER],
                       block(5, thread % 10, 6, thread % 10 + 1), G1)  # fmt: skip
            except (NotADraft, Stale) as refusal:
                return refusal.code
            return "drawn"
        move(proposal=proposal, transition="ask_communities", person=cast[STM], seen_version=0,
             seen_hash=contents)  # fmt: skip
        return "submitted"

    found = told_at_once(either)
    proposal.refresh_from_db()
    made = Operation.objects.filter(proposal=proposal).count()
    submitted = found["submitted"] == 1
    assert (found["submitted"], made) == ((1, 0) if submitted else (0, proposal.version))
    assert proposal.status == ("community_confirm" if submitted else "draft")
    assert COM != DEC
