"""An answer of the engine taken: one operation, refused where the draft moved on."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grids.division.instances import Sites
from grids.partitioning.commands import main
from grids.proposals.consulting.proof import documents_of
from grids.proposals.consulting.question import QuestionRefused
from grids.proposals.consulting.reading import read_setting
from grids.proposals.consulting.telling import alternative_told, labels_told
from grids.proposals.consulting.what_if import what_if
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Alternative, Operation, Proposal, ProposalUnit
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, block
from tests.proposals.consulting.drafts import aimed, consult, make_draft
from tests.world import World


def take(draft: Proposal, world: World, alternative: Alternative) -> dict[str, Any]:
    return operate(draft, world.planner, kind="take_alternative", alternative=alternative.pk)


def labels(draft: Proposal) -> list[int]:
    with reading(draft.pk) as plan:
        return [int(number) for number in plan.labels]


@pytest.fixture
def draft(town: World) -> Proposal:
    return make_draft(town)


@pytest.fixture
def split(draft: Proposal) -> Alternative:
    """新城第一网格 in two."""
    return aimed(consult(draft, "split", G3, parts=2, minimum=400, maximum=600), "cut")


def test_taking_is_one_operation_that_does_what_the_preview_showed(
    town: World, draft: Proposal, split: Alternative
) -> None:
    with reading(draft.pk) as plan:
        shown = labels_told(draft, plan, split)
    before = labels(draft)
    answer = take(draft, town, split)
    after = np.array(labels(draft))
    assert answer["version"] == 1
    assert answer["operation"]["label"] == f"采用引擎的划分方案 {split.rank}"
    assert np.array_equal(after > 5, shown < 0)
    assert np.array_equal(after[after <= 5], shown[shown > 0])
    [made] = Operation.objects.filter(proposal=draft)
    with reading(draft.pk) as plan:
        plan.apply(Effect.from_json(made.effect).inverse())
        assert plan.labels.tolist() == before
        assert plan.units[6].retired


def test_what_others_did_elsewhere_stays(town: World, draft: Proposal, split: Alternative) -> None:
    assign(draft, town.planner, block(4, 0, 5, 10), G2)
    take(draft, town, split)
    assert [labels(draft)[row] for row in block(4, 0, 5, 10)] == [G2] * 10
    assert ProposalUnit.objects.get(proposal=draft, number=6).parent == (
        ProposalUnit.objects.get(proposal=draft, number=EAST)
    )


def test_it_is_refused_where_its_cells_have_moved_on_and_not_once_they_are_back(
    town: World, draft: Proposal, split: Alternative
) -> None:
    assign(draft, town.planner, [at(10, 0)], G2)
    with pytest.raises(Refused, match=r"第二网格.* 1 个单元又有改动.*请重新提问"):
        take(draft, town, split)
    with reading(draft.pk) as plan:
        assert "请重新提问" in alternative_told(draft, plan, split)["stale"]
    assign(draft, town.planner, [at(10, 0)], G3)
    take(draft, town, split)


def test_it_is_refused_where_a_unit_it_is_about_won_cells(
    town: World, draft: Proposal, split: Alternative
) -> None:
    assign(draft, town.planner, [at(9, 0)], G3)
    with pytest.raises(Refused, match="已不适用"):
        take(draft, town, split)


def test_it_is_refused_in_another_draft_and_where_it_would_move_what_is_locked(
    town: World, draft: Proposal, split: Alternative
) -> None:
    with pytest.raises(Refused, match="属于另一份草案"):
        take(make_draft(town), town, split)
    operate(draft, town.planner, kind="lock", units=[G3], cells=[])
    with pytest.raises(Refused, match="已锁定"):
        take(draft, town, split)


def test_a_merge_is_taken_with_all_its_grids(town: World, draft: Proposal) -> None:
    merged = consult(draft, "merge", minimum=1100).alternatives.get(rank=1)
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=EAST)
    with pytest.raises(Refused, match="请重新提问"):
        take(draft, town, merged)
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=WEST)
    take(draft, town, merged)
    with reading(draft.pk) as plan:
        assert {grid.number for grid in plan.children(WEST)} == {G1, G2, G3}
        assert plan.units[EAST].retired


def test_the_job_answers_the_version_asked_about(town: World, draft: Proposal) -> None:
    assign(draft, town.planner, block(5, 0, 10, 5), G1)
    then = read_setting(draft, 0).state
    assert then.unit.tolist().count(G1) == 50
    assert read_setting(draft).state.unit.tolist().count(G1) == 75


def test_its_documents_pass_the_check_of_the_engine_s_own_command(
    draft: Proposal, split: Alternative, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merged = consult(draft, "merge", minimum=1100).alternatives.get(rank=1)
    for alternative in (split, merged):
        documents = documents_of(draft, alternative)
        for name, document in documents.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(document))
        given = [str(tmp_path / "problem.json"), str(tmp_path / "result.json")]
        assert main(["check", *given]) == 0, capsys.readouterr().out
        assert documents["result"]["status"] == "optimal"


def test_documents_that_cannot_be_made_again_are_refused(
    draft: Proposal, split: Alternative
) -> None:
    split.input_hash = "0" * 64
    with pytest.raises(QuestionRefused, match="请重新提问"):
        documents_of(draft, split)


def test_what_if_tells_the_price_of_a_merge_and_of_keeping_apart(draft: Proposal) -> None:
    now = read_setting(draft)
    rules = replace(now.ground.community_rules, min_households=1100)
    setting = replace(now, ground=replace(now.ground, community_rules=rules))
    yes = what_if(setting, WEST, EAST, "together")
    no = what_if(setting, WEST, EAST, "apart")
    assert (yes.code, yes.in_time) == ("weighed", True)
    assert yes.price["undersized"] == -2 == -no.price["undersized"]
    assert yes.price["change"] == 1000
    assert yes.obeying == no.otherwise
    with pytest.raises(QuestionRefused, match="两个不同的社区"):
        what_if(setting, WEST, WEST, "apart")


def test_what_if_says_when_there_was_no_time(draft: Proposal) -> None:
    weighed = what_if(read_setting(draft), WEST, EAST, "together", patience=0.0)
    assert not weighed.in_time
    assert weighed.code in {"not_known", "not_compared"}


def test_a_county_without_venues_can_ask_too(draft: Proposal) -> None:
    now = read_setting(draft)
    bare = replace(now, ground=replace(now.ground, sites=Sites((), (), np.empty((0, 2)))))
    assert what_if(bare, WEST, EAST, "together").code == "impossible"


def test_what_cannot_be_is_told_with_the_smallest_change_that_helps(draft: Proposal) -> None:
    weighed = what_if(read_setting(draft), WEST, EAST, "together")
    assert weighed.code == "impossible"
    assert {remedy["rule"] for remedy in weighed.remedies} == {"min_households"}
