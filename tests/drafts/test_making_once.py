"""An operation is made once, on the version it was meant for, and by nobody at all or whole."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from django.db import connection

from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.proposals.drafts import operating
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.drafts.requests import Request
from grids.proposals.models import Operation, Proposal
from tests.drafts.asking import assign, operate
from tests.drafts.town import G1, G2, G3, at, begin, block, lay_cells
from tests.world import World, make_world

MOVE = {"kind": "assign", "cells": [5], "to": G1, "how": "pick"}


def ask(draft: Proposal, user: User, key: str, version: int | None = 0, **change: Any) -> Any:
    request = Request(version, MOVE | change, key)
    return apply_operation(proposal=draft, user=user, request=request)


def test_the_same_key_again_gives_the_same_outcome_once(town: World) -> None:
    draft = begin(town)
    first, again = (ask(draft, town.planner, "click-1") for _ in range(2))
    assert first == again
    assert Operation.objects.count() == 1


def test_a_key_used_again_later_brings_the_window_up_to_date(town: World) -> None:
    draft = begin(town)
    ask(draft, town.planner, "click-1")
    assign(draft, town.planner, [at(9, 9)], G1)
    again = ask(draft, town.planner, "click-1")
    assert again["version"] == 2
    assert again["changes"]["cells"] == [{"rows": [5, at(9, 9)], "to": G1}]
    assert again["operation"]["label"] == "把 1 个单元划入第一网格"


def test_a_key_is_not_taken_for_another_operation(town: World) -> None:
    draft = begin(town)
    ask(draft, town.planner, "click-1")
    with pytest.raises(Refused, match="另一项操作") as caught:
        ask(draft, town.planner, "click-1", to=G2)
    assert caught.value.code == "key_reused"


def test_without_a_version_nothing_is_made(town: World) -> None:
    with pytest.raises(VersionMissing):
        ask(begin(town), town.planner, "click-1", None)


def test_a_version_the_draft_never_had_is_stale(town: World) -> None:
    with pytest.raises(Stale) as caught:
        ask(begin(town), town.planner, "click-1", 7)
    assert caught.value.changed["version"] == 0


def test_a_discarded_draft_is_not_changed(town: World) -> None:
    draft = begin(town)
    Proposal.objects.update(status="discarded")
    with pytest.raises(Refused) as caught:
        ask(draft, town.planner, "click-1")
    assert caught.value.code == "not_a_draft"


def test_what_fails_half_way_leaves_no_trace(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = begin(town)
    assign(draft, town.planner, [5], G1)

    def fail(*given: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(operating, "store_effect", fail)
        with pytest.raises(RuntimeError):
            assign(draft, town.planner, [6], G1)
    with reading(draft.pk) as plan:
        assert plan.version == 1
        assert (plan.labels[[5, 6]] == [G1, G2]).all()
        assert plan.grids.parts[G1].units == 51
    assert assign(draft, town.planner, [6], G1)["figures"][str(G1)]["units"] == 52


def test_a_process_catches_up_with_what_another_one_did(town: World) -> None:
    """The second process is played by an empty cache, the first by what was taken out of it."""
    from grids.proposals.drafts import plans

    draft = begin(town, "consolidation")
    assign(draft, town.planner, [5], G1)
    mine = dict(plans._held)
    forget_plans()
    operate(draft, town.planner, kind="merge_units", units=[G2, G3], into=G3)
    operate(draft, town.planner, kind="rename_unit", unit=G3, name="东网格")
    operate(draft, town.planner, kind="lock", units=[], cells=[7])
    with reading(draft.pk) as theirs:
        plans._held.update(mine)
        with reading(draft.pk) as plan:
            assert plan is not theirs
            assert plan.version == theirs.version == 4
            assert (plan.labels == theirs.labels).all()
            assert (plan.locked == theirs.locked).all()
            assert plan.units == theirs.units
            assert plan.grids.parts == theirs.grids.parts
            assert plan.communities.parts == theirs.communities.parts


def test_rows_say_what_the_plan_says(town: World) -> None:
    draft = begin(town, "consolidation")
    assign(draft, town.planner, block(3, 3, 12, 7), G3)
    operate(draft, town.planner, kind="dissolve_unit", unit=G2)
    new = {"kind": "new_unit", "cells": block(0, 0, 2, 2), "name": "角", "parent": None}
    operate(draft, town.planner, **new)
    operate(draft, town.planner, kind="lock", units=[6], cells=[9])
    with reading(draft.pk) as plan:
        kept = plan.labels.copy(), plan.locked.copy(), dict(plan.units)
    forget_plans()
    with reading(draft.pk) as plan:
        assert np.array_equal(plan.labels, kept[0])
        assert np.array_equal(plan.locked, kept[1])
        assert plan.units == kept[2]


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_with_one_key_make_one_operation() -> None:
    world = make_world()
    lay_cells(world)
    draft = begin(world)

    def click(_: int) -> Any:
        try:
            return ask(draft, world.planner, "click-1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(click, range(4)))
    assert Operation.objects.count() == 1
    assert all(answer == answers[0] for answer in answers)
