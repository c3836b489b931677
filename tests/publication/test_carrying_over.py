"""A draft on the former edition goes over to the one in force: a new draft, the old one stays."""

import numpy as np
import pytest

from communities.basemap.models import Cell, CellSet
from gis_core.accounts.models import Level
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.refusals import NotADraft, Refused, Stale, VersionMissing
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal
from grids.publication.carrying.services import Preview, carry_over, preview_carrying
from grids.publication.carrying.telling import tell_preview
from tests.drafts.asking import assign, operate
from tests.drafts.lines import ACROSS_G3, assert_exact, begin_on_cells, cut, whole
from tests.drafts.town import EAST, G1, G2, G3, SIDE, WEST, at, begin, block
from tests.publication.asking import merge_communities, move_a_strip, publish
from tests.world import ORIGIN, World


def carry(draft: Proposal, town: World) -> Proposal:
    draft.refresh_from_db()
    return carry_over(draft=draft, expected_version=draft.version, edition=2, author=town.planner)


def plan_of(draft: Proposal) -> Plan:
    with reading(draft.pk) as plan:
        return plan


def called(draft: Proposal) -> list[str]:
    """The name of each cell's grid, by row."""
    plan = plan_of(draft)
    return [plan.units[int(number)].name if number else "" for number in plan.labels]


def told(draft: Proposal) -> list[tuple[str, int]]:
    """What the preview says cannot be kept: why, and of how many cells."""
    preview = preview_carrying(draft=draft)
    return [(one.what, len(one.rows)) for one in preview.carried.conflicts]


def see(draft: Proposal) -> Preview:
    return preview_carrying(draft=draft)


@pytest.fixture
def behind(town: World) -> Proposal:
    """A draft, and since then an edition in which g2 got the column x = 4 of g1."""
    draft = begin(town)
    publish(move_a_strip(town), town)
    return draft


def test_what_the_edition_left_alone_goes_where_the_draft_wanted_it(
    town: World, behind: Proposal
) -> None:
    assign(behind, town.planner, block(5, 0, 6, 3), G1)
    assert told(behind) == []
    made = carry(behind, town)
    labels = called(made)
    assert {labels[row] for row in block(5, 0, 6, 3)} == {"第一网格"}
    assert {labels[row] for row in block(4, 0, 5, 10)} == {"第二网格"}
    assert (made.edition.number, made.version, made.copied_from) == (2, 0, behind)
    assert made.cell_set == CellSet.objects.get(edition=made.edition)
    assert made.author == town.planner
    assert plan_of(made).grids.parts == Plan(
        plan_of(made).ground, made.kind, plan_of(made).units.values(),
        plan_of(made).labels, plan_of(made).locked,
    ).grids.parts  # fmt: skip


def test_the_draft_that_was_behind_stays_as_it_was(town: World, behind: Proposal) -> None:
    assign(behind, town.planner, block(5, 0, 6, 3), G1)
    before = called(behind)
    carry(behind, town)
    behind.refresh_from_db()
    assert called(behind) == before
    assert (behind.version, behind.edition) == (1, town.edition)
    operate(behind, town.planner, kind="undo")


def test_cells_both_have_moved_are_the_edition_s_and_told(town: World, behind: Proposal) -> None:
    operate(behind, town.planner, kind="new_unit", cells=block(3, 0, 5, 10), name="新", parent=WEST)
    assert told(behind) == [("both", 10)]
    text = tell_preview(see(behind))["conflicts"][0]["text"]
    assert text == "草案把 10 个单元（100 户）划入“新”，现行版次已划入“第二网格”：按现行版次"
    made = carry(behind, town)
    labels = called(made)
    assert {labels[row] for row in block(3, 0, 4, 10)} == {"新"}
    assert {labels[row] for row in block(4, 0, 5, 10)} == {"第二网格"}
    new = next(unit for unit in plan_of(made).units.values() if unit.name == "新")
    assert (new.place, plan_of(made).units[new.parent or 0].name) == (None, "长富路社区")


def test_what_the_edition_did_as_the_draft_wanted_is_no_conflict(
    town: World, behind: Proposal
) -> None:
    assign(behind, town.planner, block(4, 0, 6, 5), G2)
    seen = see(behind)
    assert (seen.carried.conflicts, len(seen.carried.settled)) == ((), 5)
    assert tell_preview(seen)["kept"] == {"cells": 0, "households": 0, "cuts": 0, "units": []}


def test_names_and_locks_only_the_draft_gave_are_kept(town: World) -> None:
    draft, published = begin(town), move_a_strip(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="东里网格")
    operate(draft, town.planner, kind="rename_unit", unit=G2, name="西里网格")
    operate(draft, town.planner, kind="lock", units=[G3], cells=[at(0, 0), at(4, 0)])
    operate(published, town.planner, kind="rename_unit", unit=G2, name="南里网格")
    operate(published, town.planner, kind="rename_unit", unit=G3, name="北里网格")
    publish(published, town)
    assert [(one.what, one.unit, one.other) for one in see(draft).carried.conflicts] == [
        ("name", "西里网格", "南里网格")
    ]
    plan = plan_of(carry(draft, town))
    assert {unit.name for unit in plan.live(Level.GRID)} == {"东里网格", "南里网格", "北里网格"}
    assert [unit.name for unit in plan.units.values() if unit.locked] == ["北里网格"]
    assert np.flatnonzero(plan.locked).tolist() == [at(0, 0), at(4, 0)]


def test_nothing_goes_to_a_grid_that_is_no_more(town: World) -> None:
    draft, published = begin(town), begin(town)
    assign(draft, town.planner, [at(4, 0), at(4, 1)], G2)
    operate(published, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    publish(published, town)
    assert told(draft) == [("gone", 2)]
    labels = called(carry(draft, town))
    assert {labels[row] for row in block(0, 0, 10, 10)} == {"第一网格"}


def test_merged_communities_stay_merged_with_the_draft_s_new_grid_inside(town: World) -> None:
    draft = begin(town, "consolidation")
    cells = block(15, 0, 20, 10)
    operate(draft, town.planner, kind="new_unit", cells=cells, name="东头网格", parent=EAST)
    publish(merge_communities(town), town)
    assert told(draft) == []
    plan = plan_of(carry(draft, town))
    assert [unit.name for unit in plan.live(Level.COMMUNITY)] == ["长富路社区"]
    new = next(unit for unit in plan.live(Level.GRID) if unit.name == "东头网格")
    assert plan.rows_of(new.number).tolist() == cells
    assert plan.units[new.parent or 0].name == "长富路社区"


def test_a_grid_the_draft_gave_to_another_community_goes_there_again(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="move_grids", grids=[G2], to=EAST)
    publish(move_a_strip(town), town)
    plan = plan_of(carry(draft, town))
    g2 = next(unit for unit in plan.live(Level.GRID) if unit.name == "第二网格")
    assert plan.units[g2.parent or 0].name == "新城社区"
    assert len(plan.rows_of(g2.number)) == 60


def test_a_grid_the_draft_gave_up_and_the_edition_enlarged_is_told(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    publish(move_a_strip(town), town)
    assert told(draft) == [("returned", 0)]


def test_cells_made_anew_are_followed_by_where_they_lie(town: World, behind: Proposal) -> None:
    assign(behind, town.planner, block(5, 0, 6, 3), G1)
    cells = Cell.objects.filter(cell_set__edition__number=2)
    for number, cell in enumerate(cells.order_by("-number"), start=1001):
        Cell.objects.filter(pk=cell.pk).update(number=number)
    made = carry(behind, town)
    first = np.array(called(made)) == "第一网格"
    middles = plan_of(made).ground.table.xy[first] - np.array(ORIGIN)
    followed = {at(int(x // SIDE), int(y // SIDE)) for x, y in middles.tolist()}
    assert followed == {*block(0, 0, 4, 10), *block(5, 0, 6, 3)}


def test_it_is_made_once_and_of_what_was_previewed(town: World, behind: Proposal) -> None:
    assign(behind, town.planner, block(5, 0, 6, 3), G1)
    with pytest.raises(VersionMissing):
        carry_over(draft=behind, expected_version=None, edition=2, author=town.planner)
    for version, edition in ((0, 2), (1, 1)):
        with pytest.raises(Stale, match="请重新查看"):
            carry_over(draft=behind, expected_version=version, edition=edition, author=town.planner)
    assert carry(behind, town) == carry(behind, town)
    assert Proposal.objects.filter(copied_from=behind).count() == 1


def test_a_draft_on_the_edition_in_force_has_nowhere_to_go(town: World, behind: Proposal) -> None:
    with pytest.raises(Refused, match="不需要转版") as refusal:
        see(begin(town))
    assert refusal.value.code == "not_behind"
    Proposal.objects.filter(pk=behind.pk).update(status=Proposal.Status.TEAM_REVIEW)
    with pytest.raises(NotADraft):
        see(behind)


class TestOpenGroundThatWasCut:
    """On cells built as any county's are: g3 is cut across, from south to north."""

    def test_it_is_cut_again_where_the_cells_are_the_same(self, world: World) -> None:
        draft = begin_on_cells(world)
        other = begin(world)
        ground = whole(draft)
        cut(draft, world.planner, G3, ACROSS_G3)
        operate(other, world.planner, kind="rename_unit", unit=G1, name="东里网格")
        publish(other, world)
        pieces = int((plan_of(draft).ground.piece > 0).sum())
        assert tell_preview(see(draft))["kept"]["cuts"] == pieces > 0
        assert told(draft) == []
        made = carry(draft, world)
        assert_exact(made, ground)
        assert sorted(called(made)) == sorted(
            name.replace("第一网格", "东里网格") if name == "第一网格" else name
            for name in called(draft)
        )

    def test_where_the_edition_cut_the_same_ground_it_is_not(self, world: World) -> None:
        draft = begin_on_cells(world)
        other = begin(world)
        ground = whole(draft)
        cut(draft, world.planner, G3, ACROSS_G3)
        cut(other, world.planner, G3, [(1450.0, -5.0), (1550.0, 1005.0)])
        publish(other, world)
        preview = see(draft)
        assert preview.carried.cuts == 0
        whats = {one.what for one in preview.carried.conflicts}
        assert "cut" in whats
        assert whats <= {"cut", "both"}
        assert_exact(carry(draft, world), ground)
