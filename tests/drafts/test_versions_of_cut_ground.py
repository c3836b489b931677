"""Going back, and copying, over cuts of open ground."""

import numpy as np
import pytest
import shapely

from communities.basemap.services import store_tiling, tile_county
from grids.division.services import assign_cells_to_grids
from grids.proposals.drafts.comparing import compare_drafts, version_of
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal, ProposalShape
from tests.division.town import furnish
from tests.drafts.asking import operate
from tests.drafts.lines import assert_exact, cut, plan_of
from tests.drafts.town import G3, begin
from tests.world import World

ACROSS_G3 = [(1490.0, -5.0), (1510.0, 1005.0)]


@pytest.fixture
def draft(world: World) -> Proposal:
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    return begin(world)


def test_a_snapshot_before_a_cut_and_one_after_it_are_gone_back_to(
    draft: Proposal, world: World
) -> None:
    whole = shapely.coverage_union_all(plan_of(draft).ground.shapes)
    before = take_snapshot(draft=draft, name="切分前", author=world.planner)
    cut(draft, world.planner, G3, ACROSS_G3)
    after = take_snapshot(draft=draft, name="切分后", author=world.planner)
    halves = plan_of(draft).labels.copy()
    assert ProposalShape.objects.filter(proposal=draft, piece__gt=0).exists()

    operate(draft, world.planner, kind="restore", snapshot=str(before.pk))
    assert not ProposalShape.objects.filter(proposal=draft, piece__gt=0).exists()
    assert_exact(draft, whole)
    operate(draft, world.planner, kind="restore", snapshot=str(after.pk))
    assert np.array_equal(plan_of(draft).labels, halves)
    assert_exact(draft, whole)


def test_a_copy_has_the_cuts_of_its_draft_or_those_of_then(draft: Proposal, world: World) -> None:
    whole = shapely.coverage_union_all(plan_of(draft).ground.shapes)
    before = take_snapshot(draft=draft, name="切分前", author=world.planner)
    cut(draft, world.planner, G3, ACROSS_G3)
    copy = copy_draft(source=draft, title="二稿", author=world.planner)
    earlier = copy_draft(source=draft, snapshot=before, title="三稿", author=world.planner)
    assert np.array_equal(plan_of(copy).labels, plan_of(draft).labels)
    for one in (copy, earlier):
        assert_exact(one, whole)
    told = compare_drafts(version_of(draft, None), version_of(copy, None))
    assert (told["transfers"], told["units"]) == ([], [])
