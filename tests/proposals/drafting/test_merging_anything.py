"""Whatever two people do at once: the draft stays whole, and what was chosen is kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.merging import Choice, Past, find_conflicts, merge
from grids.proposals.drafting.parting import missing
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafting.touching import touch
from tests.proposals.drafting.meeting import CHOICES, pasts
from tests.proposals.drafting.small_town import (
    same,
    town,
)
from tests.proposals.drafting.test_sketches import steps


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Sketch, Effect, list[Effect]]:
    """A state, what I do in it, and what others do in it meanwhile."""
    base = town()
    for _ in range(draw(st.integers(0, 2))):
        base.apply(draw(steps(base)))
    mine = draw(steps(base))
    state, theirs = base.copy(), []
    for _ in range(draw(st.integers(1, 3))):
        theirs.append(draw(steps(state)))
        state.apply(theirs[-1])
    return base, mine, theirs


@settings(max_examples=150, deadline=None)
@given(meetings(), st.lists(st.sampled_from(CHOICES), min_size=3, max_size=3))
def test_whatever_is_chosen_the_draft_stays_whole_and_the_choice_is_kept(
    meeting: tuple[Sketch, Effect, list[Effect]], choices: list[Choice]
) -> None:
    base, mine, theirs = meeting
    present = base.copy()
    for effect in theirs:
        present.apply(effect)
    found = find_conflicts(base, present, mine, pasts(theirs))
    chosen = {one.version: choices[one.version - 1] for one in found}
    state = present.copy().apply(merge(base, present, mine, pasts(theirs), chosen))

    owners = {*state.labels.tolist()}
    assert owners == {n for n, u in state.units.items() if u.level == "grid" and state.live(n)}
    assert all(state.live(state.units[n].parent or 0) for n in owners)
    living = [unit for n, unit in state.units.items() if state.live(n)]
    assert len({(one.level, one.parent, one.name) for one in living}) == len(living)
    if all(choice == "mine" for choice in chosen.values()):
        new = {one.number for one in mine.units if one.before is None}
        assert all(
            state.labels[row] == move.after or move.after in new
            for move in mine.moves
            for row in move.rows
        )
    if "mine" not in chosen.values():
        moves = state.labels != present.labels
        assert not any(moves[row] for row in present.locked)
        frozen = {n for n, unit in present.units.items() if unit.locked}
        assert not frozen & {*present.labels[moves].tolist(), *state.labels[moves].tolist()}
        disputed = {row for one in found for row in one.disputed}
        assert not any(moves[row] for row in disputed)
    if found and all(choice == "theirs" for choice in chosen.values()):
        units = {n for one in found for n in one.units}
        assert all((state.labels == n).tolist() == (present.labels == n).tolist() for n in units)


@settings(max_examples=100, deadline=None)
@given(meetings())
def test_what_merges_by_itself_is_the_same_in_either_order(
    meeting: tuple[Sketch, Effect, list[Effect]],
) -> None:
    base, mine, theirs = meeting
    other = theirs[0]
    first, second = base.copy().apply(mine), base.copy().apply(other)
    there = find_conflicts(base, second, mine, [Past(1, other)])
    back = find_conflicts(base, first, other, [Past(1, mine)])
    if missing(mine, second) != mine or missing(other, first) != other:
        return  # one of them has done part of what the other wants
    assert bool(there) == bool(back)
    if there or any(one.before is None for one in (*mine.units, *other.units)):
        return
    one = second.copy().apply(merge(base, second, mine, [Past(1, other)], {}))
    two = first.copy().apply(merge(base, first, other, [Past(1, mine)], {}))
    assert same(one, two)
    both = (touch(mine, base.units), touch(other, base.units))
    assert one.labels.tolist() == base.copy().apply(mine).apply(other).labels.tolist()
    assert not both[0].cells & both[1].cells or mine.moves == other.moves
