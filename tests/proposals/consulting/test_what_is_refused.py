from typing import Any

import pytest

from gis_core.jobs.models import Job
from grids.proposals.consulting.question import QuestionRefused
from grids.proposals.consulting.services import ask_engine, stop_asking
from grids.proposals.models import Alternative, Proposal, ProposalUnit
from tests.proposals.consulting.drafts import consult, make_draft, question
from tests.world import World

REFUSED: list[tuple[str, str, tuple[int, ...], dict[str, Any]]] = [
    ("unknown_unit", "divide", (99,), {}),
    ("locked", "divide", (3,), {}),
    ("split_needs_one_unit", "split", (4, 5), {"parts": 2}),
    ("repair_needs_units", "repair", (), {}),
    ("contradictory_bounds", "divide", (), {"minimum": 500, "maximum": 300}),
    ("bad_parts", "divide", (), {"parts": 0}),
    ("unknown_weight", "divide", (), {"weights": {"beauty": 1.0}}),
    ("no_weight", "divide", (), {"weights": {"cut": 0.0}}),
    ("nothing_to_merge", "merge", (1,), {}),
    ("wish_outside", "merge", (), {"together": ((1, 99),)}),
    ("contradictory_apart", "merge", (), {"together": ((1, 2),), "apart": ((1, 2),)}),
    ("unsupported_term", "merge", (), {"weights": {"compactness": 1.0}}),
]


def test_what_cannot_be_answered_is_refused_and_the_reason_is_told(town: World) -> None:
    draft = make_draft(town)
    ProposalUnit.objects.filter(proposal=draft, number=3).update(locked=True)
    for code, ask, units, values in REFUSED:
        found, text = refusal(draft, ask, units, values)
        assert (found, text[-1]) == (code, "。")
    assert not Alternative.objects.exists()


def refusal(
    draft: Proposal, ask: str, units: tuple[int, ...], values: dict[str, Any]
) -> tuple[str, str]:
    """Code and text, whether refused at once or by the job."""
    try:
        job = consult(draft, ask, *units, **values).job
    except QuestionRefused as refused:
        return refused.code, str(refused)
    return job.error_code, job.error_text


def test_a_draft_has_three_questions_at_a_time_and_none_twice(town: World) -> None:
    draft = make_draft(town)
    asked = question(draft, "merge")
    keys = ["first", "first", "second", "third"]
    waiting = [ask_engine(proposal=draft, question=asked, idempotency_key=key) for key in keys]
    assert len({one.pk for one in waiting}) == 3
    assert ask_engine(proposal=draft, question=asked, idempotency_key="third") == waiting[-1]
    with pytest.raises(QuestionRefused, match="先取消一个"):
        ask_engine(proposal=draft, question=asked)
    assert stop_asking(suggestion=waiting[0]).status == Job.Status.CANCELLED
    ask_engine(proposal=draft, question=asked)
    with pytest.raises(QuestionRefused, match="另建一份社区调整草案"):
        ask_engine(proposal=make_draft(town, "division"), question=asked)
