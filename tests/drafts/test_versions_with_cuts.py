"""Snapshots, copies and comparisons of a draft in which open ground was cut."""

import pytest
import shapely

from communities.basemap.services import store_tiling, tile_county
from gis_core.accounts.models import Level
from grids.division.services import assign_cells_to_grids
from grids.proposals.drafts.comparing import compare_drafts, edition_of, version_of
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal
from tests.division.town import furnish
from tests.drafts.asking import operate
from tests.drafts.lines import assert_exact, cut, plan_of
from tests.drafts.town import G1, G3, begin
from tests.world import World

ACROSS_G3 = [(1490.0, -5.0), (1510.0, 1005.0)]


@pytest.fixture
def draft(world: World) -> Proposal:
    """A snapshot “切前”, then a cut."""
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    draft = begin(world)
    take_snapshot(draft=draft, author=world.planner, name="切前")
    cut(draft, world.planner, G3, ACROSS_G3)
    return draft


def whole(draft: Proposal) -> shapely.Geometry:
    return shapely.coverage_union_all(plan_of(draft).ground.shapes)


def test_going_back_before_a_cut_makes_the_ground_whole(draft: Proposal, world: World) -> None:
    ground, pieces = whole(draft), int((~plan_of(draft).ground.gone).sum())
    snapshot = str(draft.snapshots.get().pk)
    operate(draft, world.planner, kind="restore", snapshot=snapshot)
    assert plan_of(draft).ground.gone.sum() > 0
    assert_exact(draft, ground)
    operate(draft, world.planner, kind="undo")
    assert int((~plan_of(draft).ground.gone).sum()) == pieces
    assert_exact(draft, ground)


def test_copies_are_cut_as_the_draft_is_or_was(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    now = copy_draft(source=draft, title="照现在", author=world.planner)
    before = copy_draft(source=draft, snapshot=draft.snapshots.get(), title="照切前")
    for copy in (now, before):
        assert_exact(copy, ground)
    assert plan_of(now).grids.parts == plan_of(draft).grids.parts
    assert len(plan_of(before).live(Level.GRID)) == 3
    cut(now, world.planner, G1, [(240.0, -5.0), (260.0, 1005.0)])
    assert_exact(now, ground)


def test_a_cut_draft_beside_its_edition(draft: Proposal, world: World) -> None:
    told = compare_drafts(edition_of(draft), version_of(draft, None))
    changes = {(unit["after"] or unit["before"])["name"]: unit["changes"] for unit in told["units"]}
    assert changes == {"新城第一网格": ["cells"], "新城第一网格（2）": ["new"]}
    sides = [
        [side["totals"]["grid"]["parts"] for side in (told["before"], told["after"])],
        [len(side["outlines"]["features"]) for side in (told["before"], told["after"])],
    ]
    assert sides == [[3, 4], [5, 6]]
    back = compare_drafts(version_of(draft, 0), edition_of(draft))
    assert (back["transfers"], back["units"]) == ([], [])
