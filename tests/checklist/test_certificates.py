"""Answers of the engine a draft took, checked again without a solver."""

import pytest

from communities.basemap.models import Cell, Venue
from gis_core.jobs import services
from gis_core.jobs.models import Job
from grids.checklist import certificates
from grids.checklist.certificates import (
    Verified,
    ask_to_verify,
    job_of,
    verified_at_once,
    verify_taken,
)
from grids.checklist.lines import Line, Outcome
from grids.proposals.consulting.packing import packed, unpacked
from grids.proposals.drafts.grounds import _ground
from grids.proposals.models import Alternative, Proposal, SuggestionKind
from tests.checklist.looking import line_of
from tests.drafts.asking import assign, operate
from tests.drafts.town import G2, G3, at, begin, block
from tests.proposals.consulting.drafts import aimed, consult
from tests.world import World, point


@pytest.fixture
def draft(town: World) -> Proposal:
    Venue.objects.create(county=town.county, name="服务中心", geom=point(980, 480))
    return begin(town, "consolidation")


@pytest.fixture
def taken(town: World, draft: Proposal) -> Alternative:
    """新城第一网格 in two, with the least cut."""
    answer = aimed(consult(draft, "split", G3, parts=2, minimum=400, maximum=600), "cut")
    operate(draft, town.planner, kind="take_alternative", alternative=answer.pk)
    return answer


def test_a_draft_that_took_nothing_has_nothing_to_verify(draft: Proposal) -> None:
    assert verify_taken(draft) == []
    assert verified_at_once(draft)


def test_an_answer_taken_is_posed_again_and_holds(draft: Proposal, taken: Alternative) -> None:
    [found] = verify_taken(draft)
    assert (found.holds, found.broken, found.false, found.refused) == (True, (), (), "")
    assert (found.status, found.units, found.parts, found.apart) == ("optimal", 100, 2, 0)
    assert (found.version, found.input_hash) == (1, taken.input_hash)


def test_cells_moved_after_it_was_taken_are_counted(
    town: World, draft: Proposal, taken: Alternative
) -> None:
    assign(draft, town.planner, block(10, 0, 11, 2), G2)
    [found] = verify_taken(draft)
    assert (found.holds, found.apart) == (True, 2)
    assign(draft, town.planner, [at(9, 5)], G3)
    assert verify_taken(draft)[0].apart == 3
    assign(draft, town.planner, [at(0, 0)], G2)
    assert verify_taken(draft)[0].apart == 3


def test_an_answer_taken_back_is_not_verified(
    town: World, draft: Proposal, taken: Alternative
) -> None:
    operate(draft, town.planner, kind="undo")
    assert verify_taken(draft) == []
    operate(draft, town.planner, kind="redo")
    assert [one.alternative for one in verify_taken(draft)] == [taken.pk]


def test_false_figures_are_found_out(draft: Proposal, taken: Alternative) -> None:
    taken.labels = with_cells_astray(taken)
    taken.save()
    found = verify_taken(draft)[0]
    assert not found.holds
    assert "connected" in found.broken


def with_cells_astray(taken: Alternative) -> bytes:
    """One corner cell of the first part said to be the second's, far from it."""
    part = unpacked(bytes(taken.labels or b"")).copy()
    own = part[at(10, 0)]
    other = ({1, 2} - {int(own)}).pop()
    part[at(10, 0)] = other
    part[at(19, 9)] = own
    return packed(part)


def test_a_claim_of_optimality_without_proof_is_found_out(town: World, draft: Proposal) -> None:
    draft = with_too_few_in_the_west(town)
    answer = aimed(consult(draft, "merge"), "usual")
    operate(draft, town.planner, kind="take_alternative", alternative=answer.pk)
    assert verify_taken(draft)[0].holds
    Alternative.objects.filter(pk=answer.pk).update(certificate={}, status="optimal")
    found = verify_taken(draft)[0]
    assert (found.holds, found.false) == (False, ("unproven",))


def with_too_few_in_the_west(town: World) -> Proposal:
    """长富路 has 990 households, so that a merge is called for."""
    Cell.objects.filter(number=at(0, 0) + 1).update(households_resident=0)
    _ground.cache_clear()
    return begin(town, "consolidation")


def test_a_question_that_cannot_be_posed_again_is_said_so(
    draft: Proposal, taken: Alternative
) -> None:
    Alternative.objects.filter(pk=taken.pk).update(input_hash="0" * 64)
    found = verify_taken(draft)[0]
    assert not found.holds
    assert "重新提问" in found.refused


def test_a_large_draft_is_verified_by_a_worker(
    town: World, draft: Proposal, taken: Alternative, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verified_at_once(draft)
    monkeypatch.setitem(certificates.AT_ONCE, SuggestionKind.DIVIDE, 199)
    assert not verified_at_once(draft)
    draft.refresh_from_db()
    job = ask_to_verify(proposal=draft, requested_by=town.reviewer)
    assert ask_to_verify(proposal=draft, requested_by=town.planner) == job
    done = done_here(job)
    assert done.status == Job.Status.SUCCEEDED, done.error_text
    assert done.result is not None
    found = [Verified.from_json(one) for one in done.result["verified"]]
    assert found == verify_taken(draft)
    assign(draft, town.planner, [at(0, 0)], G2)
    draft.refresh_from_db()
    assert job_of(draft) is None


def done_here(job: Job) -> Job:
    """Do the job in this transaction, which a beat from another thread could not see."""
    context = services._claim(job.pk)
    assert context is not None
    services._attempt(context)
    job.refresh_from_db()
    return job


def certificate_line(draft: Proposal) -> Line:
    return line_of(draft, "certificate")


def test_the_certificate_is_a_line_that_says_how_it_stands(
    town: World, draft: Proposal, taken: Alternative
) -> None:
    line = certificate_line(draft)
    assert (line.outcome, line.blocks) == (Outcome.PASSED, False)
    assert "校验通过" in line.note
    assign(draft, town.planner, [at(9, 5)], G3)
    line = certificate_line(draft)
    [stale] = line.faults
    assert (line.outcome, line.blocks, stale.value) == (Outcome.BROKEN, False, 1)
    operate(draft, town.planner, kind="undo")
    operate(draft, town.planner, kind="undo")
    line = certificate_line(draft)
    assert line.outcome == Outcome.PASSED
    assert "没有采用引擎的方案" in line.note


def test_a_false_certificate_blocks_and_one_not_verified_is_no_pass(
    draft: Proposal, taken: Alternative, monkeypatch: pytest.MonkeyPatch
) -> None:
    Alternative.objects.filter(pk=taken.pk).update(input_hash="0" * 64)
    assert certificate_line(draft).outcome == Outcome.NO_DATA
    Alternative.objects.filter(pk=taken.pk).update(input_hash=taken.input_hash)
    monkeypatch.setitem(certificates.AT_ONCE, SuggestionKind.DIVIDE, 199)
    assert certificate_line(draft).outcome == Outcome.NO_DATA
    monkeypatch.undo()
    taken.labels = with_cells_astray(taken)
    taken.save()
    line = certificate_line(draft)
    [false] = line.faults
    assert (line.outcome, line.blocks, false.blocking) == (Outcome.BROKEN, True, True)
    assert "校验没有通过" in false.text
