"""A draft beside the edition, an earlier version or another draft."""

from typing import Any

import pytest

from gis_core.accounts.models import User
from grids.proposals.drafts.creating import copy_draft
from grids.proposals.models import Proposal
from tests.api.asking import get, read
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, begin, block, lay_cells
from tests.world import World


@pytest.fixture
def draft(town: World) -> Proposal:
    """G2 merged into G1 (1), a corner of 新城 made a grid (2), G1 renamed (3)."""
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="merge_units", units=[G1, G2], into=G1)
    corner = {"kind": "new_unit", "cells": block(18, 8, 20, 10), "name": "角", "parent": EAST}
    operate(draft, town.planner, **corner)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="大网格")
    return draft


def difference(user: User, draft: Proposal, other: str, query: str = "") -> Any:
    return read(user, f"/api/drafts/{draft.pk}/difference?with={other}{query}")


def named(answer: Any, level: str = "grid") -> dict[str, list[str]]:
    """What changed of each unit, by the name it has now or had."""
    return {
        (unit["after"] or unit["before"])["name"]: unit["changes"]
        for unit in answer["units"]
        if unit["level"] == level
    }


def transfers(answer: Any, level: str = "grid") -> dict[tuple[str, str], Any]:
    """The cells that changed hands, by the names of the units they left and entered."""
    found = answer["transfers"]
    return {(one["before"], one["after"]): one for one in found if one["level"] == level}


def test_against_the_edition_every_unit_that_differs_is_told(town: World, draft: Proposal) -> None:
    answer = difference(town.reviewer, draft, "edition")
    assert named(answer) == {
        "大网格": ["name", "cells"],
        "第二网格": ["retired"],
        "新城第一网格": ["cells"],
        "角": ["new"],
    }
    assert (named(answer, "community"), transfers(answer, "community")) == ({}, {})
    moved = transfers(answer)
    assert moved["第二网格", "大网格"]["households"] == 500
    assert moved["新城第一网格", "角"]["cells"] == block(18, 8, 20, 10)
    large = answer["units"][0]
    assert large["before"]["code"] == "629931001001001"
    assert [large[side]["figures"]["households"] for side in ("before", "after")] == [500, 1000]


def test_both_states_come_with_their_outlines(town: World, draft: Proposal) -> None:
    answer = difference(town.planner, draft, "edition")
    drawn = [answer[side]["outlines"]["features"] for side in ("before", "after")]
    numbers = [[one["id"] for one in features] for features in drawn]
    assert numbers == [[WEST, EAST, G1, G2, G3], [WEST, EAST, G1, G3, 6]]
    assert all(one["geometry"] for one in drawn[0])


def test_two_versions_of_a_draft(town: World, draft: Proposal) -> None:
    answer = difference(town.planner, draft, f"{draft.pk}@1", "&version=2")
    assert named(answer) == {"新城第一网格": ["cells"], "角": ["new"]}
    assert (answer["before"]["version"], answer["after"]["version"]) == (1, 2)
    backwards = difference(town.planner, draft, f"{draft.pk}@3", "&version=0")
    assert named(backwards)["角"] == ["retired"]
    assert named(backwards)["第二网格"] == ["new"]
    same = difference(town.planner, draft, str(draft.pk))
    assert (same["transfers"], same["units"]) == ([], [])


def test_earlier_outlines_are_of_the_cells_the_units_had_then(town: World, draft: Proposal) -> None:
    first = read(town.planner, f"/api/drafts/{begin(town, 'consolidation').pk}/outlines")
    answer = difference(town.planner, draft, f"{draft.pk}@0")
    assert answer["before"]["outlines"] == first


def test_new_units_of_two_drafts_are_the_same_where_most_of_their_cells_are(
    town: World, draft: Proposal
) -> None:
    other = copy_draft(source=draft, title="另一稿", author=town.planner)
    assign(other, town.planner, [199], G3)
    assert named(difference(town.planner, draft, str(other.pk))) == {
        "新城第一网格": ["cells"],
        "角": ["cells"],
    }
    fresh = begin(town, "consolidation")
    new = {"kind": "new_unit", "cells": block(0, 0, 2, 2), "name": "西南角", "parent": WEST}
    operate(fresh, town.planner, **new)
    found = named(difference(town.planner, draft, str(fresh.pk)))
    assert (found["西南角"], found["角"]) == (["retired"], ["new"])


def test_communities_that_are_no_more(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="merge_units", units=[WEST, EAST], into=WEST)
    answer = difference(town.planner, draft, "edition")
    assert named(answer, "community") == {"长富路社区": ["cells"], "新城社区": ["retired"]}
    assert named(answer) == {"新城第一网格": ["parent"]}
    assert transfers(answer, "community")["新城社区", "长富路社区"]["households"] == 1000


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ("", 422),
        ("草案", 422),
        ("edition@1", 422),
        ("00000000-0000-4000-8000-000000000000", 404),
        ("{draft}@99", 422),
        ("{draft}@", 422),
    ],
)
def test_what_there_is_not_to_compare_with(
    town: World, draft: Proposal, other: str, status: int
) -> None:
    address = f"/api/drafts/{draft.pk}/difference?with={other.format(draft=draft.pk)}"
    assert get(town.planner, address).status_code == status


def test_drafts_on_different_cells_are_not_compared(town: World, draft: Proposal) -> None:
    lay_cells(town, divided=False)
    answer = get(
        town.planner, f"/api/drafts/{draft.pk}/difference?with={begin(town, 'consolidation').pk}"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "other_ground")
