"""Lines taken back, made again from the log, and drawn by two people."""

from typing import Any

import numpy as np
import pytest

from grids.proposals.drafting.breaking import broken_rules
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.storing import read_plan, store_effect
from grids.proposals.models import Operation, Proposal
from tests.api.asking import get
from tests.drafts.asking import assign, operate
from tests.drafts.lines import (
    ACROSS_G3,
    assert_exact,
    assert_same,
    begin_on_cells,
    cut,
    drag,
    fresh,
    line,
    plan_of,
    whole,
)
from tests.drafts.town import G1, G2, G3
from tests.drafts.unpacking import unpack, unzip
from tests.world import World


@pytest.fixture
def draft(world: World) -> Proposal:
    return begin_on_cells(world)


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


def test_a_cut_put_on_top_of_anothers_step_goes_back_to_the_cells_as_they_were(
    draft: Proposal, world: World
) -> None:
    """What nobody had cut before has its first shape in the log, not none."""
    ground, before = whole(draft), fresh(draft)
    operate(draft, world.planner, kind="rename_unit", unit=G1, name="改了名的网格")
    wish = {"kind": "cut_line", "unit": G3, "line": line(*ACROSS_G3), "cut_open": True}
    request = Request(0, wish, "reviewers-line", tab="tab-2")
    assert apply_operation(proposal=draft, user=world.reviewer, request=request)["version"] == 2
    plan, cut_on_top = plan_of(draft), Effect.from_json(Operation.objects.latest("version").effect)
    assert all(one.before is not None for one in cut_on_top.shapes if one.of is None)

    back = cut_on_top.inverse()
    store_effect(draft, plan, back, plan.apply(back))

    size = before.ground.size
    assert not plan.ground.gone[:size].any()
    assert (plan.ground.shapes[:size] == before.ground.shapes).all()
    assert (plan.labels[:size] == before.labels).all()
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
