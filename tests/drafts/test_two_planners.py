"""Two people in one draft: what goes together, what is asked about, and what was decided."""

from typing import Any

import pytest

from gis_core.accounts.models import User
from grids.proposals.drafting.refusals import Conflicting, Refused
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.requests import Request
from grids.proposals.models import Operation, Proposal
from tests.drafts.asking import send
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World

MINE = {"kind": "assign", "cells": block(5, 0, 7, 1), "to": G1, "how": "brush"}


def ask(
    draft: Proposal, user: User, version: int, operation: dict[str, Any], **values: Any
) -> dict[str, Any]:
    key = f"{user.pk}-{Operation.objects.count()}-{len(values)}"
    request = Request(version, operation, key, **{"tab": f"tab-{user.pk}", **values})
    return apply_operation(proposal=draft, user=user, request=request)


def move(cells: list[int], to: int) -> dict[str, Any]:
    return {"kind": "assign", "cells": cells, "to": to, "how": "brush"}


def dispute(draft: Proposal, user: User, version: int, *given: Any, **values: Any) -> Any:
    with pytest.raises(Conflicting) as caught:
        ask(draft, user, version, *given, **values)
    return caught.value.changed


def unit_at(draft: Proposal, x: int, y: int) -> int:
    with reading(draft.pk) as plan:
        return int(plan.labels[at(x, y)])


def test_different_units_merge_by_themselves_and_both_are_told(town: World) -> None:
    draft = begin(town, "consolidation")
    new = {"kind": "new_unit", "cells": block(15, 5, 20, 10), "name": "东北", "parent": EAST}
    ask(draft, town.reviewer, 0, new)
    answer = ask(draft, town.planner, 0, MINE)
    assert answer["version"] == 2
    assert {change["to"]: len(change["rows"]) for change in answer["changes"]["cells"]} == {
        G1: 2,
        6: 25,
    }
    assert [unit["name"] for unit in answer["changes"]["units"]] == ["东北"]


def test_both_making_a_grid_get_two(town: World) -> None:
    draft = begin(town)
    for user, cells in ((town.reviewer, block(15, 5, 20, 10)), (town.planner, block(0, 0, 2, 2))):
        west = cells[0] == 0
        parent = WEST if west else EAST
        ask(draft, user, 0, {"kind": "new_unit", "cells": cells, "name": "新", "parent": parent})
    assert (unit_at(draft, 16, 6), unit_at(draft, 0, 0)) == (6, 7)
    assert draft.units.filter(name="新").count() == 2


def test_the_same_units_are_a_conflict_shown_with_all_that_changed(town: World) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move(block(6, 0, 8, 1), G3))
    told = dispute(draft, town.planner, 0, MINE)
    assert told["version"] == 1
    assert told["changes"]["cells"] == [{"rows": block(6, 0, 8, 1), "to": G3}]
    (conflict,) = told["conflicts"]
    assert conflict["units"] == [G2]
    assert conflict["mine"] == block(5, 0, 7, 1)
    assert conflict["theirs"] == block(6, 0, 8, 1)
    assert conflict["disputed"] == [at(6, 0)]
    assert conflict["what"] == "cells"
    assert conflict["by"]["version"] == 1
    assert conflict["text"] == (
        f"{town.reviewer}已“把 2 个单元划入新城第一网格”，与您的操作都改动第二网格。"
        "其中 1 个单元不能两者兼得。"
    )
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize(
    ("choice", "units"), [("mine", (G1, G1, G2)), ("theirs", (G2, G3, G3)), ("both", (G1, G3, G3))]
)
def test_a_choice_is_made_once_and_the_conflict_does_not_come_back(
    town: World, choice: str, units: tuple[int, int, int]
) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move(block(6, 0, 8, 1), G3))
    (conflict,) = dispute(draft, town.planner, 0, MINE)["conflicts"]
    answer = ask(draft, town.planner, 1, MINE, resolutions={conflict["id"]: choice})
    assert answer["version"] == 2
    assert tuple(unit_at(draft, x, 0) for x in (5, 6, 7)) == units
    assert ask(draft, town.planner, 2, move([at(5, 5)], G1))["version"] == 3


def test_what_came_while_one_chose_is_asked_and_what_was_chosen_is_not_asked_again(
    town: World,
) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move([at(6, 0)], G3))
    (first,) = dispute(draft, town.planner, 0, MINE)["conflicts"]
    ask(draft, town.reviewer, 1, move([at(8, 0)], G3))
    told = dispute(draft, town.planner, 1, MINE, resolutions={first["id"]: "mine"})
    (second,) = told["conflicts"]
    assert second["by"]["version"] == 2
    ask(draft, town.planner, 2, MINE, resolutions={second["id"]: "both"})
    assert tuple(unit_at(draft, x, 0) for x in (5, 6, 8)) == (G1, G1, G3)


def test_an_operation_given_up_changes_nothing_and_is_not_undone_later(town: World) -> None:
    draft = begin(town)
    earlier = ask(draft, town.planner, 0, move([at(5, 9)], G1))
    ask(draft, town.reviewer, 1, move([at(6, 0)], G3))
    (conflict,) = dispute(draft, town.planner, 1, MINE)["conflicts"]
    answer = ask(draft, town.planner, 2, MINE, resolutions={conflict["id"]: "theirs"})
    assert answer["operation"]["label"].endswith("（采用他人的修改，未作改变）")
    assert answer["undo"] == earlier["operation"]["label"]


def test_mine_can_be_undone_which_brings_theirs_back(town: World) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move(block(6, 0, 8, 1), G3))
    (conflict,) = dispute(draft, town.planner, 0, MINE)["conflicts"]
    ask(draft, town.planner, 1, MINE, resolutions={conflict["id"]: "mine"})
    ask(draft, town.planner, 2, {"kind": "undo"})
    assert tuple(unit_at(draft, x, 0) for x in (5, 6, 7)) == (G2, G3, G3)


def test_what_others_took_back_is_no_conflict(town: World) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move(block(6, 0, 8, 1), G3))
    ask(draft, town.reviewer, 1, {"kind": "undo"})
    assert ask(draft, town.planner, 0, MINE)["version"] == 3


def test_a_window_is_in_no_conflict_with_itself_but_with_another_of_the_same_person(
    town: World,
) -> None:
    draft = begin(town)
    ask(draft, town.planner, 0, MINE)
    ask(draft, town.planner, 0, move([at(5, 0)], G2))
    assert unit_at(draft, 5, 0) == G2
    dispute(draft, town.planner, 1, move([at(5, 0)], G3), tab="another")


def test_undo_never_waits_for_anybody(town: World) -> None:
    draft = begin(town)
    ask(draft, town.planner, 0, MINE)
    ask(draft, town.reviewer, 1, move([at(6, 0)], G3))
    ask(draft, town.planner, 1, {"kind": "undo"})
    assert (unit_at(draft, 5, 0), unit_at(draft, 6, 0)) == (G2, G3)


def test_two_names_for_one_unit_are_a_conflict_about_the_unit(town: World) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, {"kind": "rename_unit", "unit": G1, "name": "甲"})
    mine = {"kind": "rename_unit", "unit": G1, "name": "乙"}
    (conflict,) = dispute(draft, town.planner, 0, mine)["conflicts"]
    assert (conflict["what"], conflict["units"], conflict["disputed"]) == ("unit", [G1], [])
    ask(draft, town.planner, 1, mine, resolutions={conflict["id"]: "mine"})
    assert draft.units.get(number=G1).name == "乙"


def test_what_was_asked_for_is_judged_in_the_state_it_was_seen_in(town: World) -> None:
    draft = begin(town, "consolidation")
    ask(draft, town.reviewer, 0, {"kind": "merge_units", "units": [G1, G2], "into": G2})
    (conflict,) = dispute(draft, town.planner, 0, MINE)["conflicts"]
    assert set(conflict["units"]) == {G1, G2}
    ask(draft, town.planner, 1, MINE, resolutions={conflict["id"]: "mine"})
    assert (unit_at(draft, 0, 0), unit_at(draft, 5, 0)) == (G1, G1)
    assert not draft.units.get(number=G1).retired


@pytest.mark.parametrize("name", ["", "7", "0-1-", "a-b", "1-2-3x", "0-1-" + "9" * 40 + "m"])
def test_a_name_of_no_conflict_is_refused(town: World, name: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(begin(town), town.planner, 0, MINE, resolutions={name: "mine"})
    assert caught.value.code == "invalid_input"


def test_over_http_a_conflict_is_409_and_says_so(town: World) -> None:
    draft = begin(town)
    ask(draft, town.reviewer, 0, move([at(6, 0)], G3))
    body = {"expected_version": 0, "operation": MINE, "idempotency_key": "click-001", "tab": "w"}
    answer = send(town.planner, draft, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    (conflict,) = answer.json()["conflicts"]
    again = {**body, "expected_version": 1, "resolutions": {conflict["id"]: "mine"}}
    assert send(town.planner, draft, again).status_code == 200
    assert send(town.planner, draft, again).json()["version"] == 2
