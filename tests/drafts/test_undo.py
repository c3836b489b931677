"""Everybody takes back their own, as far as they like, and across a reload."""

import pytest

from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.history import history_of
from grids.proposals.drafts.plans import forget_plans, reading
from grids.proposals.models import Operation, Proposal
from tests.drafts.asking import assign, operate
from tests.drafts.town import EAST, G1, G2, G3, WEST, at, begin, block
from tests.world import World


def labels(draft: Proposal) -> list[int]:
    with reading(draft.pk) as plan:
        return [int(label) for label in plan.labels]


def test_undo_and_redo_as_often_as_one_likes_also_after_a_reload(town: World) -> None:
    draft, planner = begin(town, "consolidation"), town.planner
    states = [labels(draft)]
    assign(draft, planner, block(5, 0, 6, 10), G1)
    states.append(labels(draft))
    operate(draft, planner, kind="merge_units", units=[G2, G3], into=G3)
    states.append(labels(draft))
    operate(draft, planner, kind="new_unit", cells=block(0, 0, 2, 2), name="角", parent=WEST)
    states.append(labels(draft))
    for state in states[-2::-1]:
        forget_plans()
        answer = operate(draft, planner, kind="undo")
        assert labels(draft) == state
    assert (answer["undo"], answer["redo"]) == (None, "把 10 个单元划入第一网格")
    for state in states[1:]:
        forget_plans()
        answer = operate(draft, planner, kind="redo")
        assert labels(draft) == state
    assert answer["redo"] is None
    assert draft.units.get(name="角").retired is False


def test_the_log_says_what_was_undone_and_by_which_operation(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [5], G1)
    undo = operate(draft, town.planner, kind="undo")
    assert undo["operation"]["label"] == "撤销“把 1 个单元划入第一网格”"
    redo = operate(draft, town.planner, kind="redo")
    assert redo["operation"]["label"] == "重做“把 1 个单元划入第一网格”"
    again = operate(draft, town.planner, kind="undo")
    assert again["operation"]["label"] == "撤销“把 1 个单元划入第一网格”"
    made = Operation.objects.order_by("version").values_list("undoes__version", flat=True)
    assert list(made) == [None, 1, 2, 3]


def test_nothing_to_undo_is_said(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [5], G1)
    with pytest.raises(Refused) as caught:
        operate(draft, town.reviewer, kind="undo")
    assert caught.value.code == "nothing_to_undo"
    with pytest.raises(Refused) as caught:
        operate(draft, town.planner, kind="redo")
    assert caught.value.code == "nothing_to_redo"


def test_something_new_ends_redoing(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, [5], G1)
    operate(draft, town.planner, kind="undo")
    assert assign(draft, town.planner, [6], G1)["redo"] is None


def test_what_others_did_since_stays_and_is_named(town: World) -> None:
    draft = begin(town)
    assign(draft, town.planner, block(5, 0, 7, 1), G1)
    assign(draft, town.reviewer, [at(5, 0)], G3)
    operate(draft, town.reviewer, kind="lock", units=[], cells=[at(6, 0)])
    answer = operate(draft, town.planner, kind="undo")
    assert answer["operation"]["label"] == (
        "撤销“把 2 个单元划入第一网格”（2 个单元之后已被改动或锁定，保持不变）"
    )
    assert answer["changes"]["cells"] == []
    assert (labels(draft)[at(5, 0)], labels(draft)[at(6, 0)]) == (G3, G1)
    assert answer["undo"] is None


def test_a_name_others_gave_since_stays_and_the_unit_is_named(town: World) -> None:
    draft = begin(town)
    operate(draft, town.planner, kind="rename_unit", unit=G1, name="甲")
    operate(draft, town.reviewer, kind="rename_unit", unit=G1, name="乙")
    answer = operate(draft, town.planner, kind="undo")
    assert answer["operation"]["label"].endswith("（乙之后已另行修改，保持不变）")
    assert draft.units.get(number=G1).name == "乙"


def test_undo_brings_back_communities_in_rows_too(town: World) -> None:
    draft = begin(town, "consolidation")
    operate(draft, town.planner, kind="merge_units", units=[WEST, EAST], into=WEST)
    assert draft.units.get(number=EAST).retired
    operate(draft, town.planner, kind="undo")
    east = draft.units.get(number=EAST)
    assert not east.retired
    assert east.geom is not None
    assert draft.units.get(number=G3).parent == east


def test_the_history_marks_what_is_not_in_force(town: World) -> None:
    draft, planner = begin(town), town.planner
    assign(draft, planner, [5], G1)
    assign(draft, planner, [6], G1)
    for wish in ("undo", "undo", "redo", "undo", "redo"):
        operate(draft, planner, kind=wish)
    told = {line["version"]: line["undone"] for line in history_of(draft, 99, town.reviewer)}
    assert [version for version, undone in told.items() if undone] == [6, 4, 2]
    assert labels(draft)[5:7] == [G1, G2]
