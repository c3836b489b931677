"""Effects make one state of another, and the difference of two states is such an effect."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grids.proposals.drafting.effects import Effect, Move, ShapeChange
from grids.proposals.drafting.sketch import Sketch, difference
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


@st.composite
def walks(draw: st.DrawFn, most: int = 6) -> list[Effect]:
    """Some operations one after the other, from the town on."""
    state, effects = town(), []
    for _ in range(draw(st.integers(0, most))):
        effect = draw(steps(state))
        state.apply(effect)
        effects.append(effect)
    return effects


@st.composite
def steps(draw: st.DrawFn, state: Sketch) -> Effect:
    """What may be asked for in this state: nothing locked moves, nobody is called as another."""
    rows = draw(st.sets(st.integers(0, 11), min_size=1, max_size=5)) - state.locked
    grids = sorted(n for n, unit in state.units.items() if unit.level == "grid" and state.live(n))
    number = draw(st.sampled_from(grids))
    kinds = ["rename", "hang", *(["move", "make", "lock"] if rows else [])]
    kind = draw(st.sampled_from(kinds))
    if kind == "move":
        return moved(state, rows, number)
    if kind == "make":
        parent = draw(st.sampled_from([EAST, WEST]))
        return made(state, rows, parent, name=f"新{max(state.units) + 1}")
    if kind == "rename":
        return changed(state, number, name=draw(st.sampled_from("甲乙丙")) + str(number))
    if kind == "hang":
        return changed(state, number, parent=draw(st.sampled_from([EAST, WEST])))
    return locked(*sorted(rows))


def test_a_move_and_its_lock_are_the_difference_they_make() -> None:
    before = town()
    effect = Effect(moves=(Move((0, 1), 1, 2),), locks=locked(0).locks)
    assert difference(before, before.copy().apply(effect)) == effect


def test_the_last_cell_retires_the_grid_and_the_last_grid_the_community() -> None:
    state = town().apply(moved(town(), range(6), 3))
    assert drawn(state) == "333333333444"
    assert [n for n in state.units if not state.live(n)] == [EAST, 1, 2]
    state.apply(moved(state, [5], 2))
    assert state.live(EAST)
    assert state.live(2)
    assert not state.live(1)


def test_a_piece_cut_off_is_a_new_row_of_nobody_until_it_is_given_away() -> None:
    state = town().apply(Effect(shapes=(ShapeChange(4, "aa", "ab"), ShapeChange(12, None, "ac"))))
    assert drawn(state) == "1112223334440"
    assert state.exists(12)
    assert not state.exists(13)
    state.rewind([Effect(shapes=(ShapeChange(4, "aa", "ab"), ShapeChange(12, None, "ac")))])
    assert not state.exists(12)
    assert state.shapes == {4: "aa", 12: None}


@settings(max_examples=60, deadline=None)
@given(walks())
def test_rewinding_comes_back_to_where_it_began(effects: list[Effect]) -> None:
    state = town()
    for effect in effects:
        state.apply(effect)
    assert same(town(), state.rewind(reversed(effects)))


@settings(max_examples=60, deadline=None)
@given(walks())
def test_one_difference_stands_for_many_steps(effects: list[Effect]) -> None:
    state = town()
    for effect in effects:
        state.apply(effect)
    whole = difference(town(), state)
    assert same(town().apply(Effect.from_json(whole.to_json())), state)
    assert same(state.copy().rewind([whole]), town())
    assert len({row for move in whole.moves for row in move.rows}) == int(
        np.sum(state.labels != town().labels)
    )
