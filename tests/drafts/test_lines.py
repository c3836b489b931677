"""Cut lines and dragged borders in a draft, down to its rows and up again from its log."""

from typing import Any

import numpy as np
import pytest
import shapely

from communities.basemap.services import store_tiling, tile_county
from grids.division.services import assign_cells_to_grids
from grids.proposals.drafting.breaking import broken_rules
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.storing import read_plan, store_effect
from grids.proposals.models import Operation, Proposal, ProposalCell, ProposalShape
from tests.api.asking import get
from tests.division.town import furnish
from tests.drafts.asking import assign, operate
from tests.drafts.lines import assert_exact, assert_same, cut, drag, fresh, line, plan_of
from tests.drafts.town import begin
from tests.drafts.unpacking import unpack, unzip
from tests.world import World

G1, G2, G3 = 3, 4, 5
ACROSS_G3 = [(1490.0, -5.0), (1510.0, 1005.0)]


@pytest.fixture
def draft(world: World) -> Proposal:
    furnish(world)
    tiling = tile_county(edition=world.edition, executor=None, progress=lambda *_: None)
    assign_cells_to_grids(cell_set=store_tiling(tiling=tiling))
    return begin(world)


def whole(draft: Proposal) -> shapely.Geometry:
    return shapely.coverage_union_all(plan_of(draft).ground.shapes)


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


def test_taking_a_cut_back_restores_every_shape_and_figure(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    before = fresh(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    plan, effect = plan_of(draft), Effect.from_json(Operation.objects.get().effect)
    back = effect.inverse()

    store_effect(draft, plan, back, plan.apply(back))

    size = before.ground.size
    assert (plan.ground.shapes[:size] == before.ground.shapes).all()
    assert (plan.labels[:size] == before.labels).all()
    assert not plan.labels[size:].any()
    assert plan.grids.parts[G3] == before.grids.parts[G3]
    assert plan.units[6].retired
    assert broken_rules(plan) == broken_rules(before)
    assert_same(plan, fresh(draft))
    assert_exact(draft, ground)
    again = plan_of(draft)
    store_effect(draft, again, effect, again.apply(effect))
    assert_exact(draft, ground)


def test_the_log_made_again_gives_the_same_shapes_and_figures(
    draft: Proposal, world: World
) -> None:
    plan = fresh(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    drag(
        draft, world.planner, [G1, G2],
        [(500.0, 200.0), (500.0, 800.0)], [(500.0, 200.0), (380.0, 450.0), (500.0, 800.0)],
    )  # fmt: skip
    assign(draft, world.planner, [plan.ground.size], G3)

    for effect in Operation.objects.order_by("version").values_list("effect", flat=True):
        plan.apply(Effect.from_json(effect))

    assert_same(plan, fresh(draft))


def test_another_process_catches_up_with_a_cut(draft: Proposal, world: World) -> None:
    held = fresh(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    here = read_plan(Proposal.objects.get(pk=draft.pk))
    held.apply(Effect.from_json(Operation.objects.get().effect))

    assert_same(held, here)


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


def test_the_browser_gets_the_ground_as_it_is_cut_and_nothing_of_a_piece_taken_back(
    draft: Proposal, world: World
) -> None:
    size = plan_of(draft).ground.size
    cut(draft, world.planner, G3, ACROSS_G3)
    after = packets(draft, world)
    effect = Effect.from_json(Operation.objects.get().effect).inverse()
    plan = plan_of(draft)
    store_effect(draft, plan, effect, plan.apply(effect))
    back = packets(draft, world)

    for ground, shapes, rings in ((*after, 1), (*back, 0)):
        assert len(ground["x"]) == len(shapes["rings"]) == plan.ground.size
        assert ground["piece"][size:].tolist() == list(range(1, plan.ground.size - size + 1))
        assert (shapes["rings"][size:] == rings).all()
        assert ((ground["area"][size:] > 0) == bool(rings)).all()
        assert not ground["households"][size:].any()
        assert len(shapes["corners"]) == shapes["rings"].sum()
    assert not np.isin(np.append(back[0]["a"], back[0]["b"]), range(size, plan.ground.size)).any()


def packets(draft: Proposal, world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of the ground and of the shapes."""

    def columns(what: str) -> dict[str, Any]:
        address = f"/api/drafts/{draft.pk}/{what}"
        return unpack(unzip(get(world.planner, address, **{"accept-encoding": "gzip"})))[1]

    return columns("ground"), columns("shapes")


def test_a_piece_taken_back_cannot_be_moved(draft: Proposal, world: World) -> None:
    size = plan_of(draft).ground.size
    cut(draft, world.planner, G3, ACROSS_G3)
    effect = Effect.from_json(Operation.objects.get().effect).inverse()
    plan = plan_of(draft)
    store_effect(draft, plan, effect, plan.apply(effect))
    with pytest.raises(Refused) as refused:
        assign(draft, world.planner, [size], G1)
    assert refused.value.code == "nothing_changes"


def test_undo_and_redo_of_a_line_give_back_the_very_shapes(draft: Proposal, world: World) -> None:
    ground, before = whole(draft), fresh(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    made = fresh(draft)

    undone = operate(draft, world.planner, kind="undo")
    back = plan_of(draft)
    size = before.ground.size
    assert undone["changes"]["reshaped"]
    assert (back.ground.shapes[:size] == before.ground.shapes).all()
    assert back.ground.gone[size:].all()
    assert back.grids.parts[G3] == before.grids.parts[G3]
    assert broken_rules(back) == broken_rules(before)
    assert_exact(draft, ground)

    operate(draft, world.planner, kind="redo")
    assert_exact(draft, ground)
    again = fresh(draft)
    assert (again.ground.shapes == made.ground.shapes).all()
    assert (again.labels == made.labels).all()
    assert again.grids.parts == made.grids.parts


def test_a_cut_stays_where_its_ground_was_cut_again_since(draft: Proposal, world: World) -> None:
    ground = whole(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    cut(draft, world.reviewer, G3, [(1000.0, 430.0), (2005.0, 460.0)])

    answer = operate(draft, world.planner, kind="undo")

    assert "切分保留" in answer["operation"]["label"]
    assert not answer["changes"]["reshaped"]
    assert_exact(draft, ground)


def test_lines_of_two_people_across_different_grids_come_together(
    draft: Proposal, world: World
) -> None:
    ground = whole(draft)
    cut(draft, world.planner, G3, ACROSS_G3)
    wish = {"kind": "cut_line", "unit": G1, "cut_open": True,
            "line": line((-5.0, 380.0), (505.0, 390.0))}  # fmt: skip
    request = Request(0, wish, "reviewers-line", tab="tab-2")

    answer = apply_operation(proposal=draft, user=world.reviewer, request=request)

    assert answer["version"] == 2
    assert len([unit for unit in plan_of(draft).units.values() if not unit.retired]) == 7
    assert_exact(draft, ground)


def test_what_two_people_cut_at_once_is_cut_by_the_first_and_the_second_is_told(
    draft: Proposal, world: World
) -> None:
    cut(draft, world.planner, G3, ACROSS_G3)
    wish = {"kind": "cut_line", "unit": G3, "cut_open": True,
            "line": line((1000.0, 430.0), (2005.0, 460.0))}  # fmt: skip
    request = Request(0, wish, "reviewers-line", tab="tab-2")

    with pytest.raises(Refused):
        apply_operation(proposal=draft, user=world.reviewer, request=request)
    draft.refresh_from_db()
    assert draft.version == 1


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
