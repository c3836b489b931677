"""Undo takes back one's own latest operation, and leaves what others changed since."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grids.proposals.drafting.effects import Effect, Move, ShapeChange
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafting.undoing import Step, next_redo, next_undo, take_back
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
from tests.proposals.drafting.test_sketches import steps

CUT = Effect(
    shapes=(ShapeChange(4, "aa", "ab"), ShapeChange(5, "ba", "bb"), ShapeChange(12, None, "ac")),
    moves=(Move((12,), 0, 1),),
)


def log(*kinds: str) -> list[Step]:
    """Operations by their kinds, "-" for one that changed nothing; the newest first."""
    numbered = [
        Step(n, kind.strip("-") or "assign", f"{n}", "-" in kind) for n, kind in enumerate(kinds, 1)
    ]
    return numbered[::-1]


def number(step: Step | None) -> int | None:
    return step.version if step else None


def test_the_latest_operation_is_undone_first() -> None:
    assert number(next_undo(log("assign", "merge"))) == 2
    assert number(next_undo(log("assign", "merge", "undo"))) == 1
    assert number(next_undo(log("assign", "merge", "undo", "undo"))) is None
    assert number(next_undo([])) is None


def test_what_was_redone_can_be_undone_again() -> None:
    assert number(next_undo(log("assign", "undo", "redo"))) == 3
    assert number(next_undo(log("assign", "merge", "undo", "undo", "redo"))) == 5
    assert number(next_undo(log("assign", "merge", "undo", "redo", "undo"))) == 1


def test_redo_follows_the_undos_backwards_until_something_new_is_done() -> None:
    assert number(next_redo(log("assign"))) is None
    assert number(next_redo(log("assign", "merge", "undo", "undo"))) == 4
    assert number(next_redo(log("assign", "merge", "undo", "undo", "redo"))) == 3
    assert number(next_redo(log("assign", "merge", "undo", "undo", "redo", "redo"))) is None
    assert number(next_redo(log("assign", "undo", "merge"))) is None


def test_an_operation_that_came_to_nothing_is_passed_over() -> None:
    assert number(next_undo(log("assign", "-"))) == 1
    assert number(next_redo(log("assign", "undo", "-"))) == 2
    assert number(next_undo(log("assign", "merge", "-undo"))) == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=20))
def test_the_log_read_backwards_is_the_two_stacks_everybody_expects(wishes: list[str]) -> None:
    undos: list[int] = []
    redos: list[int] = []
    done: list[str] = []
    for wish in wishes:
        if (wish == "undo" and not undos) or (wish == "redo" and not redos):
            continue
        done.append(wish)
        if wish == "undo":
            undos.pop()
            redos.append(len(done))
            continue
        redos = redos[:-1] if wish == "redo" else []
        undos.append(len(done))
    assert number(next_undo(log(*done))) == (undos[-1] if undos else None)
    assert number(next_redo(log(*done))) == (redos[-1] if redos else None)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_alone_one_gets_back_exactly_what_was(data: st.DataObject) -> None:
    state = town()
    for _ in range(data.draw(st.integers(0, 3))):
        state.apply(data.draw(steps(state)))
    effect = data.draw(steps(state))
    after = state.copy().apply(effect)
    taken = take_back(after, effect)
    back = after.copy().apply(taken.effect)
    new = [one.number for one in effect.units if one.before is None]
    assert all(not back.live(one) for one in new)
    for one in new:
        del back.units[one]
    assert same(state, back)
    assert (taken.rows, taken.units, taken.cut) == (frozenset(), (), False)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_redoing_an_undo_brings_back_what_was_done(data: st.DataObject) -> None:
    state = town()
    effect = data.draw(steps(state))
    done = state.copy().apply(effect)
    undo = take_back(done, effect).effect
    undone = done.copy().apply(undo)
    redo = take_back(undone, undo).effect
    assert same(done, undone.apply(redo))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_whatever_others_did_every_cell_has_one_living_grid(data: st.DataObject) -> None:
    state = town()
    effect = data.draw(steps(state))
    state.apply(effect)
    for _ in range(data.draw(st.integers(0, 4))):
        state.apply(data.draw(steps(state)))
    before = state.copy()
    taken = take_back(state, effect)
    state.apply(taken.effect)
    owners = {*state.labels.tolist()}
    assert all(state.live(one) for one in owners)
    grids = {n for n, unit in state.units.items() if unit.level == "grid" and state.live(n)}
    assert grids == owners
    assert all(state.live(state.units[n].parent or 0) for n in grids)
    assert taken.effect.rows <= effect.rows
    assert not any(before.is_locked(row) for move in taken.effect.moves for row in move.rows)


def test_cells_others_moved_since_stay_and_are_named() -> None:
    effect = moved(town(), [2, 3], 3)
    state = town().apply(effect)
    state.apply(moved(state, [2], 4))
    taken = take_back(state, effect)
    assert taken.rows == {2}
    assert drawn(state.apply(taken.effect)) == "114222333444"


def test_a_new_grid_others_gave_cells_to_is_not_retired() -> None:
    effect = made(town(), [0, 1])
    state = town().apply(effect)
    state.apply(moved(state, [3], 21))
    state.apply(take_back(state, effect).effect)
    assert drawn(state) == "111L22333444"
    assert state.live(21)


def test_a_grid_emptied_by_others_comes_back_with_the_cell_that_returns() -> None:
    effect = moved(town(), [0], 3)
    state = town().apply(effect)
    state.apply(moved(state, [1, 2], 2))
    assert not state.live(1)
    state.apply(take_back(state, effect).effect)
    assert drawn(state) == "122222333444"
    assert state.live(1)


def test_a_name_given_by_others_since_stays() -> None:
    effect = changed(town(), 1, name="甲", locked=True)
    state = town().apply(effect)
    state.apply(changed(state, 1, name="乙"))
    taken = take_back(state, effect)
    assert taken.units == (1,)
    unit = state.apply(taken.effect).units[1]
    assert (unit.name, unit.locked) == ("乙", False)


def test_a_name_another_grid_was_given_meanwhile_is_not_taken_from_it() -> None:
    effect = changed(town(), 1, name="甲", code="901")
    state = town().apply(effect)
    state.apply(changed(state, 2, name="网格1", code="001"))
    taken = take_back(state, effect)
    assert taken.units == (1,)
    unit = state.apply(taken.effect).units[1]
    assert (unit.name, unit.code) == ("甲", "901")


def test_a_grid_that_comes_back_to_find_its_name_taken_gets_a_number() -> None:
    effect = moved(town(), [0, 1, 2], 2)
    state = town().apply(effect)
    state.apply(changed(state, 2, name="网格1"))
    state.apply(take_back(state, effect).effect)
    assert [state.units[n].name for n in (1, 2)] == ["网格1（2）", "网格1"]


def test_what_others_locked_since_does_not_move() -> None:
    effect = moved(town(), [2, 3], 3)
    state = town().apply(effect)
    state.apply(locked(2))
    taken = take_back(state, effect)
    assert taken.rows == {2}
    assert drawn(state.copy().apply(taken.effect)) == "113222333444"
    state.apply(changed(state, 3, locked=True))
    assert take_back(state, effect).effect == Effect()


def test_what_is_locked_by_the_same_operation_moves_back_with_it() -> None:
    effect = moved(town(), [2], 3)
    whole = Effect(effect.shapes, changed(town(), 3, locked=True).units, effect.moves)
    state = town().apply(whole)
    assert drawn(state.apply(take_back(state, whole).effect)) == drawn(town())


def test_a_locked_community_keeps_its_cells_and_its_grids() -> None:
    crossing, hung = moved(town(), [5], 3), changed(town(), 1, parent=WEST)
    state = town().apply(crossing).apply(hung)
    state.apply(changed(state, WEST, locked=True))
    assert take_back(state, crossing).rows == {5}
    assert take_back(state, hung).units == (1,)
    inside = moved(town(), [8], 4)
    state = town().apply(inside)
    state.apply(changed(state, WEST, locked=True))
    assert not take_back(state, inside).rows


def test_a_lock_turned_round_since_stays() -> None:
    state = town().apply(locked(0, 1))
    state.locked.discard(0)
    taken = take_back(state, locked(0, 1))
    assert taken.rows == {0}
    assert not state.apply(taken.effect).locked


def test_a_cut_is_taken_back_whole() -> None:
    state = town().apply(CUT)
    taken = take_back(state, CUT)
    state.apply(taken.effect)
    assert not taken.cut
    assert state.shapes == {4: "aa", 5: "ba", 12: None}
    assert drawn(state) == "1112223334440"
    redo = take_back(state, taken.effect)
    assert drawn(state.apply(redo.effect)) == "1112223334441"
    assert state.shapes == {4: "ab", 5: "bb", 12: "ac"}


def test_a_cut_stays_where_the_piece_or_a_shape_beside_it_changed_since() -> None:
    given_away: Sketch = town().apply(CUT)
    given_away.apply(moved(given_away, [12], 3))
    cut_beside = town().apply(CUT).apply(Effect(shapes=(ShapeChange(5, "bb", "bc"),)))
    held = town().apply(CUT).apply(locked(12))
    for state in (given_away, cut_beside, held):
        taken = take_back(state, CUT)
        assert taken.cut
        assert taken.rows == {12}
        assert taken.effect == Effect()


def test_communities_emptied_by_an_undo_are_retired_and_come_back() -> None:
    state = town()
    effect = changed(state, 3, parent=EAST)
    state.apply(effect)
    state.apply(moved(state, [9, 10, 11], 1))
    assert not state.live(WEST)
    state.apply(take_back(state, effect).effect)
    assert state.live(WEST)
    assert state.units[3].parent == WEST
