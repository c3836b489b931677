from typing import Any

import pytest

from gis_core.jobs.models import Job
from gis_core.jobs.services import cancel_job
from grids.partitioning import prove_grids
from grids.proposals.consulting import jobs
from grids.proposals.models import Alternative, Proposal, ProposalCell, ProposalUnit
from tests.proposals.consulting.drafts import (
    aimed,
    consult,
    households,
    make_draft,
    numbers,
)
from tests.world import World


def test_a_division_is_answered_by_the_least_cut_the_least_change_and_the_best_balance(
    town: World,
) -> None:
    suggestion = consult(make_draft(town), "divide", minimum=400, maximum=600, least_change=True)
    assert suggestion.job.status == Job.Status.SUCCEEDED, suggestion.job.error_text
    aims = {aim for one in suggestion.alternatives.all() for aim in one.aim.split("+")}
    assert aims == {"cut", "change", "balance"}
    first = suggestion.alternatives.get(rank=1)
    assert "change" in first.aim
    assert first.violations == []
    assert first.scorecard["before"]["in_bounds"] == 2
    assert first.scorecard["after"]["in_bounds"] == first.scorecard["after"]["units"]
    moved = [one.scorecard["moved"] for one in suggestion.alternatives.all()]
    assert first.scorecard["moved"] == min(moved)
    assert {reason["code"] for reason in first.explanation} >= {"summary", "grid"}
    assert_only_the_large_grid_is_changed(first)


def assert_only_the_large_grid_is_changed(alternative: Alternative) -> None:
    units = {unit.name: unit for unit in alternative.units.all()}
    assert [units[name].changed for name in ("第一网格", "第二网格")] == [False, False]
    assert (units["新城第一网格"].continues, units["新城第一网格"].parent_number) == (5, 2)
    new = units["新城社区第一网格"]
    assert (new.continues, new.parent_number) == (None, 2)
    assert alternative.scorecard["new"] == 1
    assert units["新城第一网格"].figures["households"] + new.figures["households"] == 1000


def test_the_first_answer_is_there_before_its_proof(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[tuple[int, str, float | None]] = []

    def look(*given: Any, **options: Any) -> Any:
        before.extend(Alternative.objects.values_list("pk", "status", "gap"))
        return prove_grids(*given, **options)

    monkeypatch.setattr(jobs, "prove_grids", look)
    suggestion = consult(make_draft(town), "split", 5, parts=2, minimum=400, maximum=600)
    proven = aimed(suggestion, "cut")
    assert (proven.pk, "feasible", None) in before
    assert (proven.status, proven.gap) == ("optimal", 0)
    assert_only_one_unit_is_split(list(suggestion.alternatives.all()))


def assert_only_one_unit_is_split(alternatives: list[Alternative]) -> None:
    for alternative in alternatives:
        assert set(numbers(alternative)) == {0, 5, -1}
        assert sum(households(alternative).values()) == 1000
        assert all(400 <= count <= 600 for count in households(alternative).values())


def test_merges_are_answered_with_every_compromise(town: World) -> None:
    draft = make_draft(town)
    suggestion = consult(draft, "merge", minimum=1100)
    best = suggestion.alternatives.get(rank=1)
    assert (best.aim, best.status) == ("usual+front", "optimal")
    [unit] = best.units.all()
    assert (unit.continues, unit.figures["households"], unit.changed) == (1, 2000, True)
    assert best.scorecard["moved"] == 1000
    assert best.scorecard["mean_distance"] > 0
    assert suggestion.job.result == {"alternatives": 1, "complete": True}
    assert_what_must_stay_apart_does(draft)


def assert_what_must_stay_apart_does(draft: Proposal) -> None:
    [alternative] = consult(draft, "merge", minimum=1100, apart=((1, 2),)).alternatives.all()
    assert set(numbers(alternative)) == {1, 2}
    assert {broken["rule"] for broken in alternative.violations} == {"min_households"}


def test_a_locked_grid_is_left_out_and_locked_cells_stay_with_their_grid(town: World) -> None:
    draft = make_draft(town)
    ProposalUnit.objects.filter(proposal=draft, number=3).update(locked=True)
    mine = ProposalCell.objects.filter(proposal=draft, unit__number=5).order_by("cell__number")
    ends = [mine.first(), mine.last()]
    ProposalCell.objects.filter(pk__in=[cell.pk for cell in ends if cell]).update(locked=True)
    suggestion = consult(draft, "divide", minimum=400, maximum=600)
    rows = list(ProposalCell.objects.filter(proposal=draft).order_by("cell__number"))
    locked = [row for row, cell in enumerate(rows) if cell.locked]
    for alternative in suggestion.alternatives.all():
        found = numbers(alternative)
        assert 3 not in found
        assert [found[row] for row in locked] == [5, 5]


def test_a_question_cancelled_while_it_is_proven_keeps_what_was_found(
    town: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*given: Any, **options: Any) -> Any:
        cancel_job(job=Job.objects.get())
        return prove_grids(*given, **options)

    monkeypatch.setattr(jobs, "prove_grids", stop)
    suggestion = consult(make_draft(town), "split", 5, parts=2, minimum=400, maximum=600)
    assert suggestion.job.status == Job.Status.CANCELLED
    assert [one.status for one in suggestion.alternatives.all()] == ["feasible"]
