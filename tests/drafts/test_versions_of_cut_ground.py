"""Going back, copying and comparing over cuts of open ground."""

import numpy as np
import pytest

from gis_core.accounts.models import Level
from grids.proposals.drafts.comparing import compare_drafts, edition_of, version_of
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal, ProposalShape
from tests.drafts.asking import operate
from tests.drafts.lines import ACROSS_G3, assert_exact, begin_on_cells, cut, plan_of, whole
from tests.drafts.town import G1, G3
from tests.world import World


@pytest.fixture
def draft(world: World) -> Proposal:
    return begin_on_cells(world)


@pytest.fixture
def cut_draft(draft: Proposal, world: World) -> Proposal:
    """A snapshot “切前”, then a cut."""
    take_snapshot(draft=draft, author=world.planner, name="切前")
    cut(draft, world.planner, G3, ACROSS_G3)
    return draft


def test_a_snapshot_before_a_cut_and_one_after_it_are_gone_back_to(
    draft: Proposal, world: World
) -> None:
    ground = whole(draft)
    before = take_snapshot(draft=draft, name="切分前", author=world.planner)
    cut(draft, world.planner, G3, ACROSS_G3)
    after = take_snapshot(draft=draft, name="切分后", author=world.planner)
    halves = plan_of(draft).labels.copy()
    assert ProposalShape.objects.filter(proposal=draft, piece__gt=0).exists()

    operate(draft, world.planner, kind="restore", snapshot=str(before.pk))
    assert not ProposalShape.objects.filter(proposal=draft, piece__gt=0).exists()
    assert_exact(draft, ground)
    operate(draft, world.planner, kind="restore", snapshot=str(after.pk))
    assert np.array_equal(plan_of(draft).labels, halves)
    assert_exact(draft, ground)


def test_a_copy_has_the_cuts_of_its_draft_or_those_of_then(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    before = take_snapshot(draft=draft, name="切分前", author=world.planner)
    cut(draft, world.planner, G3, ACROSS_G3)
    copy = copy_draft(source=draft, title="二稿", author=world.planner)
    earlier = copy_draft(source=draft, snapshot=before, title="三稿", author=world.planner)
    assert np.array_equal(plan_of(copy).labels, plan_of(draft).labels)
    for one in (copy, earlier):
        assert_exact(one, ground)
    told = compare_drafts(version_of(draft, None), version_of(copy, None))
    assert (told["transfers"], told["units"]) == ([], [])


def test_going_back_before_a_cut_makes_the_ground_whole(cut_draft: Proposal, world: World) -> None:
    ground, pieces = whole(cut_draft), int((~plan_of(cut_draft).ground.gone).sum())
    snapshot = str(cut_draft.snapshots.get().pk)
    operate(cut_draft, world.planner, kind="restore", snapshot=snapshot)
    assert plan_of(cut_draft).ground.gone.sum() > 0
    assert_exact(cut_draft, ground)
    operate(cut_draft, world.planner, kind="undo")
    assert int((~plan_of(cut_draft).ground.gone).sum()) == pieces
    assert_exact(cut_draft, ground)


def test_copies_are_cut_as_the_draft_is_or_was(cut_draft: Proposal, world: World) -> None:
    ground = whole(cut_draft)
    now = copy_draft(source=cut_draft, title="照现在", author=world.planner)
    before = copy_draft(source=cut_draft, snapshot=cut_draft.snapshots.get(), title="照切前")
    for copy in (now, before):
        assert_exact(copy, ground)
    assert plan_of(now).grids.parts == plan_of(cut_draft).grids.parts
    assert len(plan_of(before).live(Level.GRID)) == 3
    cut(now, world.planner, G1, [(240.0, -5.0), (260.0, 1005.0)])
    assert_exact(now, ground)


def test_a_cut_draft_beside_its_edition(cut_draft: Proposal, world: World) -> None:
    told = compare_drafts(edition_of(cut_draft), version_of(cut_draft, None))
    changes = {(unit["after"] or unit["before"])["name"]: unit["changes"] for unit in told["units"]}
    assert changes == {"新城第一网格": ["cells"], "新城第一网格（2）": ["new"]}
    sides = [
        [side["totals"]["grid"]["parts"] for side in (told["before"], told["after"])],
        [len(side["outlines"]["features"]) for side in (told["before"], told["after"])],
    ]
    assert sides == [[3, 4], [5, 6]]
    back = compare_drafts(version_of(cut_draft, 0), edition_of(cut_draft))
    assert (back["transfers"], back["units"]) == ([], [])
