"""A county's own life-cycle out of the default: other days, papers and actors, steps left out.

The arrows are always the default's: what a county may change is said here, and whether the
outcome holds is for `checking`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from gis_core.accounts.roles import Role
from grids.review.lifecycle.definition import Definition, Step, Transition


@dataclass(frozen=True)
class StepChange:
    """What a county says of one step; `kept`: whether it is gone through (if it is optional)."""

    days: int
    working: bool
    papers: tuple[str, ...]
    kept: bool = True


@dataclass(frozen=True)
class Changes:
    """By key: of steps, and of arrows the roles that lead along them and of which departments."""

    steps: Mapping[str, StepChange] = field(default_factory=dict)
    actors: Mapping[str, tuple[Role, ...]] = field(default_factory=dict)
    departments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def change(default: Definition, changes: Changes) -> Definition:
    """The default with a county's changes; what nothing is said of stays as it is there."""
    found = Definition(
        tuple(_step(step, changes.steps.get(step.key)) for step in default.steps),
        tuple(
            replace(
                arrow,
                actors=changes.actors.get(arrow.key, arrow.actors),
                departments=changes.departments.get(arrow.key, arrow.departments),
            )
            for arrow in default.transitions
        ),
    )
    for step in default.steps:
        said = changes.steps.get(step.key)
        if step.optional and said is not None and not said.kept:
            found = leave_out(found, step.key)
    return found


def changes_in(definition: Definition, default: Definition) -> Changes:
    """What a county's definition says otherwise than the default, or the same."""
    steps = {}
    for step in default.steps:
        own = definition.step(step.key)
        said = own or step
        steps[step.key] = StepChange(said.days, said.working, said.papers, own is not None)
    known = {arrow.key for arrow in default.transitions}
    arrows = [arrow for arrow in definition.transitions if arrow.key in known]
    actors = {arrow.key: arrow.actors for arrow in arrows}
    return Changes(steps, actors, {arrow.key: arrow.departments for arrow in arrows})


def leave_out(definition: Definition, key: str) -> Definition:
    """Without a step: what led on from it leads on from where one came to it, and asks for what
    was asked for on the way there."""
    ways_in = [one for one in definition.transitions if one.target == key and key not in one.origin]
    before = tuple(dict.fromkeys(origin for one in ways_in for origin in one.origin))
    asked = tuple(dict.fromkeys(guard for one in ways_in for guard in one.guards))
    arrows = [
        _past(definition, arrow, key, before, asked)
        for arrow in definition.transitions
        if arrow.target != key
    ]
    steps = tuple(step for step in definition.steps if step.key != key)
    return Definition(steps, tuple(arrow for arrow in arrows if arrow.origin))


def _past(
    definition: Definition,
    arrow: Transition,
    key: str,
    before: tuple[str, ...],
    asked: Collection[str],
) -> Transition:
    if key not in arrow.origin:
        return arrow
    rest = tuple(origin for origin in arrow.origin if origin != key)
    if not definition.goes_on(arrow):
        return replace(arrow, origin=rest)
    guards = tuple(dict.fromkeys((*asked, *arrow.guards)))
    return replace(arrow, origin=tuple(dict.fromkeys((*rest, *before))), guards=guards)


def _step(step: Step, said: StepChange | None) -> Step:
    if said is None:
        return step
    return replace(step, days=said.days, working=said.working, papers=said.papers)
