"""Snapshots, going back to them, copies, and two states side by side."""

from typing import Any

import pytest

from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.snapshots import take_snapshot
from grids.proposals.models import Proposal, Snapshot
from tests.drafts.asking import assign, operate
from tests.drafts.town import G1, G2, at, begin, block
from tests.world import World, make_world


def snapshot(draft: Proposal, world: World, name: str) -> Snapshot:
    return take_snapshot(draft=draft, name=name, author=world.planner)


def state(draft: Proposal) -> Any:
    """All that a version is, without what was retired."""
    with reading(draft.pk) as plan:
        living = {unit for unit in plan.units.values() if not unit.retired}
        return plan.labels.tolist(), living, plan.locked.tolist()


def work(draft: Proposal, world: World) -> None:
    new = {"kind": "new_unit", "cells": block(0, 0, 5, 3), "name": "角网格", "parent": None}
    operate(draft, world.planner, **new)
    operate(draft, world.planner, kind="merge_units", units=[G1, G2], into=G2)
    operate(draft, world.planner, kind="lock", units=[G2], cells=[7])


def test_a_restored_snapshot_is_the_state_it_named(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [at(5, 0)], G1)
    named, before = snapshot(draft, town, "初稿"), state(draft)
    work(draft, town)
    answer = operate(draft, town.planner, kind="restore", snapshot=str(named.pk))
    assert state(draft) == before
    assert answer["version"] == 5
    assert answer["operation"]["label"] == "恢复到快照“初稿”"
    forget_plans()
    assert state(draft) == before


def test_a_unit_number_is_not_given_again_after_going_back(town: World) -> None:
    draft = begin(town)
    named = snapshot(draft, town, "初稿")
    work(draft, town)
    operate(draft, town.planner, kind="restore", snapshot=str(named.pk))
    forget_plans()
    new = {"kind": "new_unit", "cells": [0], "name": "又一", "parent": None}
    answer = operate(draft, town.planner, **new)
    assert [unit["number"] for unit in answer["changes"]["units"]] == [7]


def test_a_snapshot_of_another_draft_is_not_restored(town: World) -> None:
    foreign = snapshot(begin(town), town, "初稿")
    draft = begin(town)
    with pytest.raises(Refused) as caught:
        operate(draft, town.planner, kind="restore", snapshot=str(foreign.pk))
    assert caught.value.code == "no_such_snapshot"


def test_a_name_is_given_to_one_snapshot_of_a_draft(town: World) -> None:
    draft = begin(town)
    snapshot(draft, town, "初稿")
    with pytest.raises(Refused) as caught:
        snapshot(draft, town, "初稿")
    assert caught.value.code == "name_taken"


def test_a_copy_begins_as_the_draft_is_or_was(town: World) -> None:
    draft = begin(town)
    named, before = snapshot(draft, town, "初稿"), state(draft)
    work(draft, town)
    copy = copy_draft(source=draft, title="二稿", author=town.planner)
    earlier = copy_draft(source=draft, snapshot=named, title="三稿", author=town.planner)
    assert state(copy) == state(draft)
    assert state(earlier) == before
    assert (copy.copied_from, copy.version) == (draft, 0)
    operate(copy, town.planner, kind="unlock", units=[G2], cells=[7])
    assert state(copy) != state(draft)


def test_a_draft_is_about_a_subdistrict_or_a_county_with_cells(town: World) -> None:
    assert begin(town, place=town.county).cells.count() == 200
    with pytest.raises(Refused) as caught:
        begin(town, place=town.changfu)
    assert caught.value.code == "wrong_place"
    with pytest.raises(Refused, match="build_cells"):
        begin(make_world("629932"))
