"""Two people at once: what merges by itself, what is asked about, and what each choice does."""

from dataclasses import replace

import pytest

from grids.proposals.drafting.effects import Effect, Move, ShapeChange
from grids.proposals.drafting.merging import Choice, Past, find_conflicts, merge
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafting.undoing import take_back
from tests.proposals.drafting.meeting import CHOICES, after, conflicts, outcome, pasts
from tests.proposals.drafting.small_town import (
    EAST,
    WEST,
    changed,
    drawn,
    locked,
    made,
    moved,
    same,
    town,
)


def test_operations_on_different_grids_merge_by_themselves() -> None:
    mine, theirs = moved(town(), [0], 2), moved(town(), [6], 4)
    assert conflicts(mine, theirs) == ()
    assert drawn(outcome(mine, theirs)) == "211222433444"


def test_the_same_grids_are_a_conflict_that_says_who_wants_what() -> None:
    (found,) = conflicts(moved(town(), [2, 3], 4), moved(town(), [3, 6], 1))
    assert (found.units, found.mine, found.theirs, found.disputed) == ((1, 2), (2, 3), (3, 6), (3,))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "114422333444"), ("theirs", "111122333444"), ("both", "114122333444")],
)
def test_each_choice_does_what_it_says(choice: Choice, expected: str) -> None:
    mine, theirs = moved(town(), [2, 3], 4), moved(town(), [3], 1)
    assert drawn(outcome(mine, theirs, choice=choice)) == expected


def test_mine_takes_theirs_back_only_on_the_units_both_touched() -> None:
    mine, theirs = moved(town(), [0], 2), moved(town(), [6], 4)
    crossing = replace(theirs, moves=(*theirs.moves, Move((1,), 1, 3)))
    assert drawn(outcome(mine, crossing)) == "211222433444"


def test_theirs_drops_only_my_part_on_those_units() -> None:
    mine, theirs = moved(town(), [0, 9], 2), moved(town(), [1], 3)
    assert drawn(outcome(mine, theirs, choice="theirs")) == "131222333244"


def test_what_both_want_alike_is_no_conflict() -> None:
    both = moved(town(), [2, 3], 4)
    assert conflicts(both, both) == ()
    assert same(outcome(both, both), after(both))
    merged = moved(town(), [3, 4, 5], 1)
    assert conflicts(merged, merged) == ()


def test_what_others_took_back_themselves_is_no_conflict() -> None:
    theirs = moved(town(), [3, 6], 1)
    undo = take_back(after(theirs), theirs).effect
    log = [Past(1, theirs), Past(2, undo, undoes=1)]
    mine = moved(town(), [2, 3], 4)
    assert find_conflicts(town(), after(theirs, undo), mine, log) == ()
    redo = take_back(after(theirs, undo), undo).effect
    log = [*log, Past(3, redo, undoes=2)]
    assert [one.version for one in find_conflicts(town(), after(theirs), mine, log)] == [3]


def test_conflicts_come_one_for_each_operation_and_are_settled_one_by_one() -> None:
    mine, first = moved(town(), [0, 3], 4), moved(town(), [1], 3)
    second = moved(after(first), [3, 4], 3)
    assert [one.version for one in conflicts(mine, first, second)] == [1, 2]
    present = after(first, second)
    effect = merge(town(), present, mine, pasts([first, second]), {1: "mine", 2: "theirs"})
    assert drawn(present.apply(effect)) == "411332333444"


def test_taking_back_two_of_theirs_begins_with_the_later() -> None:
    mine, first = moved(town(), [0, 1], 4), moved(town(), [1], 2)
    second = moved(after(first), [1], 3)
    assert drawn(outcome(mine, first, second)) == "441222333444"


def test_naming_a_grid_and_moving_its_cells_go_together() -> None:
    mine, theirs = changed(town(), 1, name="甲"), moved(town(), [0], 2)
    assert conflicts(mine, theirs) == ()
    found = outcome(mine, theirs)
    assert (drawn(found), found.units[1].name) == ("211222333444", "甲")


@pytest.mark.parametrize(("choice", "name"), [("mine", "甲"), ("theirs", "乙"), ("both", "乙")])
def test_two_names_for_one_grid_are_a_conflict(choice: Choice, name: str) -> None:
    mine = changed(town(), 1, name="甲", code="901")
    theirs = changed(town(), 1, name="乙")
    (found,) = conflicts(mine, theirs)
    assert not found.about_cells
    unit = outcome(mine, theirs, choice=choice).units[1]
    assert (unit.name, unit.code) == (name, "001" if choice == "theirs" else "901")


def test_new_grids_of_both_get_different_numbers_names_and_codes() -> None:
    mine, theirs = made(town(), [0, 1]), made(town(), [3])
    assert conflicts(mine, theirs) == ()
    found = outcome(mine, theirs)
    assert drawn(found) == "MM1L22333444"
    assert [found.units[n].name for n in (21, 22)] == ["新网格", "新网格（2）"]
    assert [found.units[n].code for n in (21, 22)] == ["021", ""]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "111222311444"), ("theirs", "222222333444"), ("both", "222222333444")],
)
def test_cells_for_a_grid_that_others_dissolved(choice: Choice, expected: str) -> None:
    mine, theirs = moved(town(), [7, 8], 1), moved(town(), [0, 1, 2], 2)
    (found,) = conflicts(mine, theirs)
    assert found.disputed == (7, 8)
    state = outcome(mine, theirs, choice=choice)
    assert drawn(state) == expected
    assert state.live(1) == (choice == "mine")


def test_a_new_grid_in_a_community_that_others_dissolved() -> None:
    mine = made(town(), [6, 7], EAST)
    gone = [changed(town(), 1, parent=WEST)]
    gone.append(changed(after(*gone), 2, parent=WEST))
    (found,) = conflicts(mine, *gone)
    assert (found.version, found.units) == (2, (EAST,))
    assert not outcome(mine, *gone, choice="theirs").live(EAST)
    assert drawn(outcome(mine, *gone, choice="both")) == drawn(town())
    assert outcome(mine, *gone).live(EAST)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("mine", "221222333444"), ("theirs", "111222333444"), ("both", "121222333444")],
)
def test_a_cell_locked_meanwhile(choice: Choice, expected: str) -> None:
    (found,) = conflicts(moved(town(), [0, 1], 2), locked(0))
    assert (found.units, found.disputed) == ((1, 2), (0,))
    state = outcome(moved(town(), [0, 1], 2), locked(0), choice=choice)
    assert (drawn(state), state.locked) == (expected, set() if choice == "mine" else {0})


@pytest.mark.parametrize("number", [1, 2, EAST])
@pytest.mark.parametrize("choice", CHOICES)
def test_a_unit_locked_meanwhile(number: int, choice: Choice) -> None:
    mine, theirs = (
        moved(town(), [0, 1], 3 if number == EAST else 2),
        changed(town(), number, locked=True),
    )
    (found,) = conflicts(mine, theirs)
    assert (found.units, found.disputed) == ((number,), (0, 1))
    state = outcome(mine, theirs, choice=choice)
    assert state.units[number].locked == (choice != "mine")
    assert (drawn(state) == drawn(town())) == (choice != "mine")


def test_moving_within_a_community_is_no_matter_of_its_lock() -> None:
    assert conflicts(moved(town(), [0], 2), changed(town(), EAST, locked=True)) == ()


@pytest.mark.parametrize(("choice", "parent"), [("mine", WEST), ("theirs", EAST), ("both", EAST)])
def test_a_grid_for_a_community_locked_meanwhile(choice: Choice, parent: int) -> None:
    mine, theirs = changed(town(), 1, parent=WEST), changed(town(), WEST, locked=True)
    assert outcome(mine, theirs, choice=choice).units[1].parent == parent


def test_a_cut_on_ground_that_was_cut_meanwhile() -> None:
    def cut(after_: str, to: int) -> Effect:
        shapes = (ShapeChange(4, "aa", after_), ShapeChange(12, None, "piece"))
        return Effect(shapes=shapes, moves=(Move((12,), 0, to),))

    theirs = cut("theirs", 1)
    present = after(theirs)
    base = town()
    base.labels, base.shapes = present.labels * 0, dict(present.shapes)
    base.labels[:12] = town().labels
    mine = Effect(
        shapes=(ShapeChange(4, "theirs", "mine"), ShapeChange(13, None, "piece")),
        moves=(Move((13,), 0, 3),),
    )
    (found,) = find_conflicts(base, present, mine, pasts([theirs]))
    assert found.disputed == (4,)
    with pytest.raises(Refused, match="重新画线"):
        merge(base, present, mine, pasts([theirs]), {1: "mine"})
    assert merge(base, present, mine, pasts([theirs]), {1: "both"}) == Effect()


def test_a_cut_elsewhere_goes_on_top() -> None:
    mine = Effect(
        shapes=(ShapeChange(7, "aa", "ab"), ShapeChange(12, None, "ac")), moves=(Move((12,), 0, 4),)
    )
    state = outcome(mine, moved(town(), [0], 2))
    assert (drawn(state), state.shapes) == ("2112223334444", {7: "ab", 12: "ac"})


def test_a_piece_that_mine_makes_whole_again_is_nobody_s_also_on_top_of_others() -> None:
    cut = Effect(
        shapes=(ShapeChange(4, "aa", "ab"), ShapeChange(12, None, "ac", 4)),
        moves=(Move((12,), 0, 2),),
    )
    base, mine = after(cut), cut.inverse()
    theirs = moved(base, [9], 3)
    present = base.copy().apply(theirs)
    assert find_conflicts(base, present, mine, pasts([theirs])) == ()
    state = present.copy().apply(merge(base, present, mine, pasts([theirs]), {}))
    assert drawn(state) == "1112223333440"
