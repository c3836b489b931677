"""Cut lines and dragged borders in a draft, down to its rows."""

import pytest

from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal, ProposalCell, ProposalShape
from tests.drafts.asking import operate
from tests.drafts.lines import ACROSS_G3, assert_exact, begin_on_cells, cut, drag, plan_of, whole
from tests.drafts.town import G1, G2, G3, begin
from tests.world import World


@pytest.fixture
def draft(world: World) -> Proposal:
    return begin_on_cells(world)


def test_a_line_across_a_grid_makes_two_of_it_and_cuts_open_ground(
    draft: Proposal, world: World
) -> None:
    ground, before = whole(draft), plan_of(draft).grids.parts[G3]
    answer = cut(draft, world.planner, G3, ACROSS_G3)

    new = answer["changes"]["units"][0]
    assert new["name"] == "新城第一网格（2）"
    figures = answer["figures"]
    halves = [figures[str(number)] for number in (G3, new["number"])]
    assert sum(half["households"] for half in halves) == before.households
    assert halves[1]["households"] <= halves[0]["households"]
    assert [half["pieces"] for half in halves] == [1, 1]
    assert sum(half["area"] for half in halves) == pytest.approx(before.area)
    assert answer["changes"]["reshaped"]
    assert ProposalCell.objects.filter(proposal=draft, piece__gt=0).exists()
    assert_exact(draft, ground)


def test_without_leave_nothing_is_cut(draft: Proposal, world: World) -> None:
    answer = cut(draft, world.planner, G3, ACROSS_G3, cut_open=False)

    assert not answer["changes"]["reshaped"]
    assert not ProposalShape.objects.exists()
    assert plan_of(draft).grids.parts[6].households > 0


def test_the_smaller_side_may_go_to_a_neighbour(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    cut(draft, world.planner, G3, [(1150.0, -5.0), (1150.0, 1005.0)], to=G2)

    assert set(plan_of(draft).units) == {1, 2, 3, 4, 5}
    assert_exact(draft, ground)


def test_a_border_dragged_moves_for_both_grids(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    before = {n: plan_of(draft).grids.parts[n].households for n in (G1, G2)}
    answer = drag(
        draft, world.planner, [G1, G2],
        [(500.0, 200.0), (500.0, 800.0)], [(500.0, 200.0), (380.0, 450.0), (500.0, 800.0)],
    )  # fmt: skip

    after = {n: answer["figures"][str(n)]["households"] for n in (G1, G2)}
    assert after[G1] < before[G1]
    assert sum(after.values()) == sum(before.values())
    assert answer["changes"]["reshaped"]
    assert_exact(draft, ground)


def test_lines_upon_lines_keep_the_draft_exact(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    for number, places in enumerate(
        [ACROSS_G3, [(1000.0, 430.0), (2005.0, 460.0)], [(1700.0, -5.0), (1300.0, 1005.0)]]
    ):
        unit = [G3, G3, 6][number]
        cut(draft, world.planner, unit, places)
        assert_exact(draft, ground)
    roots = list(ProposalCell.objects.filter(piece__gt=0).values_list("cell", flat=True))
    assert len(set(roots)) < len(roots)  # some ground was cut more than once


@pytest.mark.parametrize(
    ("unit", "places", "code"),
    [
        (G3, [(1500.0, 200.0), (1500.0, 700.0)], "line_ends_inside"),
        (G1, [(1500.0, -5.0), (1500.0, 1005.0)], "line_misses_unit"),
        (G3, [(1001.0, -5.0), (1001.0, 1005.0)], "one_side"),
        (99, ACROSS_G3, "no_such_unit"),
        (1, ACROSS_G3, "communities_fixed"),
    ],
)
def test_a_line_that_cannot_be_used_is_refused_and_changes_nothing(
    draft: Proposal, world: World, unit: int, places: list[tuple[float, float]], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        cut(draft, world.planner, unit, places, cut_open=code != "one_side")
    assert refused.value.code == code
    draft.refresh_from_db()
    assert draft.version == 0


def test_a_line_with_wild_numbers_is_refused(draft: Proposal, world: World) -> None:
    for wild in (float("nan"), float("inf"), 1e9, "1", None):
        with pytest.raises(Refused) as refused:
            operate(
                draft, world.planner, kind="cut_line", unit=G3, cut_open=True,
                line=[[wild, 35.0], [107.6, 35.7]],
            )  # fmt: skip
        assert refused.value.code == "invalid_input"


def test_a_locked_cell_of_open_ground_is_not_cut(draft: Proposal, world: World) -> None:
    plan = plan_of(draft)
    plan.locked[plan.ground.open] = True
    ProposalCell.objects.filter(cell__in=plan.ground.table.ids[plan.locked].tolist()).update(
        locked=True
    )
    with pytest.raises(Refused) as refused:
        cut(draft, world.planner, G3, ACROSS_G3)
    assert refused.value.code == "locked"
    assert not ProposalShape.objects.exists()


def test_a_line_across_a_community_parts_its_grids_and_cuts_nothing(
    draft: Proposal, world: World
) -> None:
    ground = whole(draft)
    town = begin(world, "consolidation")
    answer = cut(town, world.planner, 1, [(560.0, -5.0), (440.0, 1005.0)])

    units = plan_of(town).units
    assert answer["operation"]["label"].startswith("沿线切开长富路社区")
    assert {units[G1].parent, units[G2].parent} == {1, 6}
    assert units[6].name == "长富路社区（2）"
    assert not answer["changes"]["reshaped"]
    assert_exact(town, ground)


def test_the_border_of_communities_dragged_takes_whole_grids(draft: Proposal, world: World) -> None:
    town = begin(world, "consolidation")
    drag(
        town, world.planner, [1, 2],
        [(1000.0, 10.0), (1000.0, 990.0)], [(1000.0, 10.0), (400.0, 500.0), (1000.0, 990.0)],
    )  # fmt: skip

    units = plan_of(town).units
    assert (units[G1].parent, units[G2].parent, units[G3].parent) == (1, 2, 2)
    assert not ProposalShape.objects.filter(proposal=town).exists()


def test_a_cut_that_ends_at_another_grid_puts_its_end_into_that_grids_outline_too(
    draft: Proposal, world: World
) -> None:
    ground = whole(draft)
    answer = cut(draft, world.planner, G1, [(-5.0, 362.0), (505.0, 368.0)])

    assert G2 in {one["id"] for one in answer["changes"]["outlines"]["features"]}
    assert_exact(draft, ground)
