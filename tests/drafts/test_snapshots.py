"""Versions that got a name: to come back to, to copy, to forget."""

from typing import Any

import pytest
from django.test import Client

from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Refused, Stale
from grids.proposals.drafts import snapshots
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.requests import Request
from grids.proposals.drafts.snapshots import list_snapshots, take_snapshot
from grids.proposals.models import Proposal, ProposalCell
from tests.api.asking import get
from tests.drafts.asking import assign, operate
from tests.drafts.test_undo import labels
from tests.drafts.town import EAST, G1, G2, G3, WEST, begin, block
from tests.world import World


def post(user: User, address: str, body: Any, method: str = "post") -> Any:
    client = Client()
    client.force_login(user)
    return getattr(client, method)(address, body, content_type="application/json")


@pytest.fixture
def draft(town: World) -> Proposal:
    """One operation, then a snapshot “甲案”, then a merge and a new grid."""
    draft = begin(town, "consolidation")
    assign(draft, town.planner, block(5, 0, 6, 10), G1)
    take_snapshot(draft=draft, author=town.planner, name="甲案")
    operate(draft, town.planner, kind="merge_units", units=[G2, G3], into=G3)
    operate(draft, town.planner, kind="new_unit", cells=block(0, 0, 2, 2), name="角", parent=WEST)
    operate(draft, town.planner, kind="lock", units=[WEST], cells=[199])
    operate(draft, town.planner, kind="unlock", units=[WEST], cells=[])
    return draft


def key_of(draft: Proposal, name: str = "甲案") -> str:
    return str(draft.snapshots.get(name=name).pk)


def test_restoring_brings_everything_back_and_can_be_undone(town: World, draft: Proposal) -> None:
    with reading(draft.pk) as plan:
        before = plan.labels.tolist(), dict(plan.units), plan.locked.tolist()
    answer = operate(draft, town.planner, kind="restore", snapshot=key_of(draft))
    assert answer["operation"]["label"] == "恢复到快照“甲案”"
    with reading(draft.pk) as plan:
        assert [int((plan.labels == n).sum()) for n in (G1, G2, G3, 6)] == [60, 40, 100, 0]
        assert (plan.units[G2].retired, plan.units[6].retired) == (False, True)
        assert not plan.locked.any()
    operate(draft, town.planner, kind="undo")
    with reading(draft.pk) as plan:
        assert (plan.labels.tolist(), dict(plan.units), plan.locked.tolist()) == before


def test_locks_are_restored_too_and_stand_in_nobody_s_way(town: World, draft: Proposal) -> None:
    operate(draft, town.planner, kind="lock", units=[G3], cells=[])
    operate(draft, town.planner, kind="restore", snapshot=key_of(draft))
    assert not draft.units.filter(locked=True).exists()
    operate(draft, town.planner, kind="undo")
    assert draft.units.get(locked=True).number == G3


def test_restoring_over_what_others_did_is_asked_about(town: World, draft: Proposal) -> None:
    seen = Proposal.objects.get(pk=draft.pk).version
    assign(draft, town.reviewer, block(3, 3, 4, 4), G3)
    restore = {"kind": "restore", "snapshot": key_of(draft)}
    request = Request(seen, restore, "click-001", "w")
    with pytest.raises(Stale) as caught:
        apply_operation(proposal=draft, user=town.planner, request=request)
    assert [one["by"]["version"] for one in caught.value.changed["conflicts"]] == [seen + 1]


def test_a_snapshot_later_than_what_was_seen_is_not_restored(town: World, draft: Proposal) -> None:
    request = Request(0, {"kind": "restore", "snapshot": key_of(draft)}, "click-001", "w")
    with pytest.raises(Refused) as caught:
        apply_operation(proposal=draft, user=town.planner, request=request)
    assert caught.value.code == "later_snapshot"


@pytest.mark.parametrize("key", ["", "甲案", "00000000-0000-4000-8000-000000000000"])
def test_no_such_snapshot(town: World, key: str) -> None:
    with pytest.raises(Refused):
        operate(begin(town), town.planner, kind="restore", snapshot=key)


def test_names_are_given_once_and_may_be_forgotten(town: World, draft: Proposal) -> None:
    address = f"/api/drafts/{draft.pk}/snapshots"
    named = post(town.planner, address, {"name": "  乙案 "})
    assert (named.status_code, named.json()["version"]) == (200, 5)
    again = post(town.planner, address, {"name": "乙案"})
    assert (again.status_code, again.json()["code"]) == (422, "name_taken")
    assert [one["name"] for one in get(town.reviewer, address).json()] == ["乙案", "甲案"]
    gone = f"{address}/{named.json()['id']}"
    assert [one["name"] for one in post(town.planner, gone, {}, "delete").json()] == ["甲案"]
    assert post(town.planner, gone, {}, "delete").json()["code"] == "no_such_snapshot"


@pytest.mark.parametrize("name", ["", "   ", "a\x07b", "长" * 61])
def test_names_that_are_none(town: World, draft: Proposal, name: str) -> None:
    answer = post(town.planner, f"/api/drafts/{draft.pk}/snapshots", {"name": name})
    assert answer.status_code == 422
    assert len(list_snapshots(draft)) == 1


def test_there_is_an_end_to_snapshots(
    town: World, draft: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MOST", 1)
    with pytest.raises(Refused, match="最多保留"):
        take_snapshot(draft=draft, author=town.planner, name="乙案")


def copy(world: World, draft: Proposal, **source: Any) -> Any:
    body = {
        "kind": draft.kind,
        "place": str(draft.place_id),
        "title": "再画一稿",
        "from": {"draft": str(draft.pk), **source},
    }
    return post(world.planner, f"/api/counties/{world.county.code}/drafts", body)


def test_a_copy_has_what_the_draft_has_and_a_log_of_its_own(town: World, draft: Proposal) -> None:
    answer = copy(town, draft)
    assert answer.status_code == 200
    made = Proposal.objects.get(pk=answer.json()["id"])
    assert (made.copied_from, made.version, made.author) == (draft, 0, town.planner)
    assert labels(made) == labels(draft)
    with reading(draft.pk) as plan, reading(made.pk) as own:
        assert own.grids.parts == plan.grids.parts
        assert own.communities.parts == plan.communities.parts
        assert own.locked.tolist() == plan.locked.tolist()
    assert answer.json()["undo"] is None
    assign(made, town.planner, block(3, 3, 4, 4), G3)
    assert labels(made) != labels(draft)


def test_a_copy_of_a_snapshot_knows_nothing_of_what_came_after(
    town: World, draft: Proposal
) -> None:
    made = Proposal.objects.get(pk=copy(town, draft, snapshot=key_of(draft)).json()["id"])
    assert set(made.units.values_list("number", flat=True)) == {WEST, EAST, G1, G2, G3}
    assert ProposalCell.objects.filter(proposal=made, unit__number=G2).count() == 40
    assert not made.units.filter(retired=True).exists()


def test_what_may_not_be_copied(town: World, draft: Proposal) -> None:
    none = "00000000-0000-4000-8000-000000000000"
    assert copy(town, draft, snapshot=none).json()["code"] == "no_such_snapshot"
    draft.kind = "division"
    assert copy(town, draft).json()["code"] == "other_draft"
