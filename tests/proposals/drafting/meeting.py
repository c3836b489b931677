"""Two people at one draft of the small town: what each did, and what comes of it."""

from collections.abc import Iterable

from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.merging import Choice, Conflict, Past, find_conflicts, merge
from grids.proposals.drafting.sketch import Sketch
from tests.proposals.drafting.small_town import town

CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")


def after(*effects: Effect) -> Sketch:
    state = town()
    for effect in effects:
        state.apply(effect)
    return state


def pasts(effects: Iterable[Effect]) -> list[Past]:
    return [Past(version, effect) for version, effect in enumerate(effects, 1)]


def conflicts(mine: Effect, *theirs: Effect) -> tuple[Conflict, ...]:
    return find_conflicts(town(), after(*theirs), mine, pasts(theirs))


def outcome(mine: Effect, *theirs: Effect, choice: Choice = "mine") -> Sketch:
    """The town after theirs and mine, every conflict settled the same way."""
    present = after(*theirs)
    choices = {one.version: choice for one in conflicts(mine, *theirs)}
    return present.copy().apply(merge(town(), present, mine, pasts(theirs), choices))
