"""A case at the step of its notice: it goes on when the days are over and all is answered."""

import pytest

from gis_core.accounts.roles import Role
from grids.notices.answering import answer
from grids.notices.models import Notice
from grids.notices.receiving import receive_objection
from grids.review.models import CaseEvent
from grids.review.moving.context import Moving
from grids.review.queries import case_of
from grids.review.registry import guard_of
from tests.drafts.asking import assign
from tests.drafts.town import G1, begin, block, lay_cells
from tests.notices.town import at_the_step, day_after, on_day, opened
from tests.review.cast import Cast, lead, make_cast
from tests.world import World

GUARDS = ("notice_over", "objections_answered")


@pytest.fixture
def cast(world: World) -> Cast:
    lay_cells(world)
    return make_cast(world)


@pytest.fixture
def notice(cast: Cast) -> Notice:
    proposal = begin(cast.world, "consolidation", author=cast[Role.PLANNER])
    assign(proposal, cast[Role.PLANNER], block(5, 0, 6, 5), G1)
    return opened(cast.world, at_the_step(proposal))


def hindered(notice: Notice) -> list[str]:
    case = case_of(notice.proposal)
    arrow = case.definition.transition("submit")
    assert arrow is not None
    assert set(GUARDS) <= set(arrow.guards)
    guards = [guard_of(name) for name in GUARDS]
    moving = Moving(case, arrow)
    return [one.code for guard in guards if guard is not None for one in guard(moving)]


def test_days_and_answers_owed_hinder_its_submission(
    notice: Notice, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    objection = receive_objection(notice=notice, text="反对", sent_from="192.0.2.1")
    assert hindered(notice) == ["notice_not_over", "objections_unanswered"]
    on_day(monkeypatch, day_after(notice))
    assert hindered(notice) == ["objections_unanswered"]
    answer(
        objection=objection, outcome="adopted", text="已改", person=cast[Role.REVIEWER],
        seen_version=0,
    )  # fmt: skip
    assert hindered(notice) == []


def test_a_case_sent_back_takes_its_notice_with_it_and_the_public_is_told_why(
    notice: Notice, cast: Cast
) -> None:
    lead(notice.proposal, "return", cast[Role.REVIEWER], reason="南面的界线有误")
    notice.refresh_from_db()
    assert (notice.state, notice.note) == ("withdrawn", "南面的界线有误")
    assert notice.ended_by == cast[Role.REVIEWER]
    assert CaseEvent.objects.get().target == "returned"
