"""What a draft begins with where the edition has gaps, over HTTP and by scope."""

from typing import Any

from django.test import Client

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from tests.api.asking import COUNTY, get, read
from tests.drafts.asking import operate, send
from tests.drafts.town import G1, G2, begin, lay_cells
from tests.world import World, appoint, person


def post(user: User, world: World, **body: Any) -> Any:
    client = Client()
    client.force_login(user)
    sent = {"kind": "division", "place": str(world.subdistrict.pk), "title": "新草案"} | body
    return client.post(f"{COUNTY}/drafts", sent, content_type="application/json")


def test_cells_without_a_grid_get_one_for_their_community(world: World) -> None:
    lay_cells(world, divided=False)
    draft = begin(world)
    bare = draft.units.filter(name__endswith="（未划分）").order_by("number")
    assert [(unit.name, unit.cells.count()) for unit in bare] == [
        ("长富路社区（未划分）", 100),
        ("新城社区（未划分）", 100),
    ]
    assert not draft.cells.filter(unit=None).exists()
    assert [unit.retired for unit in draft.units.order_by("number")] == [
        *[False] * 2, *[True] * 3, *[False] * 2,
    ]  # fmt: skip


def test_a_new_draft_is_told_whole(town: World) -> None:
    told = post(town.planner, town).json()
    assert (told["version"], told["kind"], told["may_edit"]) == (0, "division", True)
    assert told["place"]["name"] == "城关街道"
    assert told["bounds"]["grid"] == {
        "min_households": 300,
        "max_households": 500,
        "target_households": 400.0,
    }
    assert {unit["number"]: unit["parent"] for unit in told["units"]} == {
        1: None, 2: None, 3: 1, 4: 1, 5: 2,
    }  # fmt: skip
    assert told["figures"]["3"]["households"] == 500
    assert told["totals"]["grid"]["parts"] == 3
    assert [line["title"] for line in read(town.reviewer, f"{COUNTY}/drafts")] == ["新草案"]


def test_labels_and_outlines_are_those_of_the_version(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G2)
    labels = get(town.reviewer, f"/api/drafts/{draft.pk}/labels")
    assert labels["X-Draft-Version"] == "1"
    assert labels.content[:8] == b"\x04\x00\x00\x00\x04\x00\x00\x00"
    assert len(labels.content) == 4 * 200
    outlines = read(town.reviewer, f"/api/drafts/{draft.pk}/outlines")["features"]
    assert [one["id"] for one in outlines] == [1, 2, G2, 5]
    assert outlines[0]["properties"] == {"level": "community"}


def test_a_reader_is_told_that_it_may_not_be_edited(town: World) -> None:
    draft = begin(town)
    assert read(town.reviewer, f"/api/drafts/{draft.pk}")["may_edit"] is False
    body = {
        "expected_version": 0,
        "operation": {"kind": "assign", "cells": [5], "to": G1, "how": "pick"},
        "idempotency_key": "click-0001",
    }
    assert send(town.reviewer, draft, body).status_code == 404
    assert send(town.planner, draft, body).status_code == 200


def test_a_planner_of_another_subdistrict_finds_nothing(town: World) -> None:
    from communities.territory.services import create_place
    from gis_core.accounts.models import Level

    other = create_place(
        level=Level.SUBDISTRICT, county=town.county, code="629931002", name="北关街道"
    )
    stranger = person("planner-north")
    appoint(stranger, Role.PLANNER, other)
    draft = begin(town)
    for room in ("", "/labels", "/outlines", "/history", "/poll?since=0", "/snapshots"):
        assert get(stranger, f"/api/drafts/{draft.pk}{room}").status_code == 404
    assert read(stranger, f"{COUNTY}/drafts") == []
    assert post(stranger, town).status_code == 404
    copy = post(stranger, town, place=str(other.pk), **{"from": {"draft": str(draft.pk)}})
    assert copy.status_code == 404
    assert Proposal.objects.count() == 1


def test_a_draft_can_be_begun_from_another_one(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="西网格")
    told = post(town.planner, town, **{"from": {"draft": str(draft.pk)}}).json()
    assert "西网格" in [unit["name"] for unit in told["units"]]
    wrong = post(town.planner, town, kind="consolidation", **{"from": {"draft": str(draft.pk)}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "other_draft")


def test_a_title_is_changed_and_a_draft_discarded(town: World) -> None:
    draft = begin(town)
    client = Client()
    client.force_login(town.planner)
    address = f"/api/drafts/{draft.pk}"
    body = {"title": "第二稿", "reason": "一行\n两行"}
    told = client.patch(address, body, content_type="application/json").json()
    assert (told["title"], told["reason"]) == ("第二稿", "一行\n两行")
    told = client.delete(address).json()
    assert (told["status"], told["may_edit"]) == ("discarded", False)
    again = client.patch(address, body, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "not_a_draft")


def test_refusals_have_their_status_and_code(town: World) -> None:
    draft = begin(town)
    operation = {"kind": "assign", "cells": [5], "to": G1, "how": "pick"}
    body = {"operation": operation, "idempotency_key": "click-0001"}
    missing = send(town.planner, draft, body)
    assert (missing.status_code, missing.json()["code"]) == (428, "version_missing")
    stale = send(town.planner, draft, body | {"expected_version": 3})
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "stale", 0)
    wrong = body | {"expected_version": 0, "operation": operation | {"to": 99}}
    refused = send(town.planner, draft, wrong)
    assert (refused.status_code, refused.json()["code"]) == (422, "no_such_unit")
    assert set(refused.json()) == {"code", "message"}


def test_what_is_too_large_or_no_request_is_refused_in_our_shape(town: World) -> None:
    draft = begin(town)
    for body in (
        "[" * 10_000,
        '{"expected_version": 1e400}',
        "\x00",
        {"expected_version": 2**40, "operation": {}, "idempotency_key": "click-0001"},
        {"expected_version": 0, "operation": [], "idempotency_key": "click-0001"},
        {"expected_version": 0, "operation": {}, "idempotency_key": "short"},
        {"expected_version": 0, "operation": {}, "idempotency_key": "click\x000001"},
        "x" * (6 * 2**20),
    ):
        answer = send(town.planner, draft, body)
        assert answer.status_code in (400, 413, 422), answer.content
        assert any("一" <= letter <= "鿿" for letter in answer.json()["message"])


def test_a_poll_has_what_changed_since(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="西网格")
    operate(draft, town.planner, kind="assign", cells=[5], to=G1, how="pick")
    told = read(town.reviewer, f"/api/drafts/{draft.pk}/poll?since=1")
    assert (told["version"], told["changes"]["units"]) == (2, [])
    assert told["changes"]["cells"] == [{"rows": [5], "to": G1}]
    assert set(told["figures"]) == {"3", "4"}
    assert read(town.reviewer, f"/api/drafts/{draft.pk}/poll?since=2")["changes"] is None
    lines = read(town.reviewer, f"/api/drafts/{draft.pk}/history")
    assert [(line["version"], line["kind"]) for line in lines] == [
        (2, "assign"),
        (1, "rename_unit"),
    ]
    assert read(town.reviewer, f"/api/drafts/{draft.pk}/history?before=2")[0]["version"] == 1
