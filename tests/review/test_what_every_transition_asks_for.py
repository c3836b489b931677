"""What must be said along with every arrow, and what keeps its own people from leading it.

Over HTTP, by the one person the cast has for it; guards are left out, as each has its tests.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action, Role
from grids.proposals.models import Proposal
from grids.review.keeping import lifecycle_of
from grids.review.lifecycle.compulsory import BARS
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.lifecycle.definition import Bar, Transition
from grids.review.models import CaseEvent
from tests.drafts.town import begin
from tests.review.cast import Cast
from tests.review.moving import Mover, undone

DONE = (200, "")
FORGOTTEN: list[tuple[dict[str, Any], tuple[int, str]]] = [
    ({"seen_version": None}, (428, "version_missing")),
    ({"seen_hash": None}, (428, "version_missing")),
    ({"seen_version": 1}, (409, "moved_on")),
    ({"seen_hash": "0" * 64}, (409, "contents_changed")),
    ({"reason": " "}, (422, "reason_missing")),
    ({"password": ""}, (422, "wrong_password")),
]


@pytest.fixture
def mover(cast: Cast, unhindered: None, kind: str) -> Mover:
    return Mover(begin(cast.world, kind, author=None), cast.people.values())


def led(kind: str) -> list[Transition]:
    """Every arrow that somebody leads."""
    return [arrow for arrow in DEFAULTS[kind].transitions if arrow.actors]


def act(action: Action) -> Callable[[Proposal, User], object]:
    """Having led the case on by a right, some time ago."""

    def write(proposal: Proposal, who: User) -> object:
        return CaseEvent.objects.create(
            proposal=proposal,
            lifecycle=lifecycle_of(proposal),
            sequence=1,
            transition="before",
            action=action,
            actor=who,
            role=Role.PLANNER,
            version=0,
        )

    return write


def draw(proposal: Proposal, who: User) -> object:
    return Proposal.objects.filter(pk=proposal.pk).update(author=who)


# What counts as having drawn or reviewed has its tests in test_separation_of_duties.
DEEDS: list[tuple[Callable[[Proposal, User], object], Bar]] = [
    (draw, Bar.DREW),
    (act(Action.SUBMIT), Bar.SUBMITTED),
    (act(Action.NOTICE), Bar.REVIEWED),
    (act(Action.DECIDE), Bar.DECIDED),
]


@pytest.mark.parametrize("kind", DEFAULTS)
def test_nothing_is_led_without_what_its_arrow_asks_for(
    mover: Mover, cast: Cast, kind: str
) -> None:
    for arrow, (said, expected) in product(led(kind), FORGOTTEN):
        asked = {"reason": arrow.reason, "password": arrow.password}
        if all(asked.get(what, True) for what in said):
            mover.put(arrow.origin[0])
            given = mover.lead(arrow.key, cast[arrow.actors[0]], **said)
            assert given == expected, (arrow.key, said)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_whoever_did_one_thing_does_not_do_what_it_bars(
    mover: Mover, cast: Cast, kind: str
) -> None:
    for arrow, (do, bar) in product(led(kind), DEEDS):
        mover.put(arrow.origin[0])
        who = cast[arrow.actors[0]]
        with undone():
            do(mover.proposal, who)
            version = CaseEvent.objects.filter(proposal=mover.proposal).count()
            given = mover.lead(arrow.key, who, seen_version=version)
        barred = bar in BARS[arrow.action]
        assert given == ((403, f"separation_{bar}") if barred else DONE), (arrow.key, bar)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_a_request_sent_twice_leads_once(mover: Mover, cast: Cast, kind: str) -> None:
    for arrow in led(kind):
        mover.put(arrow.origin[0])
        who = cast[arrow.actors[0]]
        with undone():
            given = [mover.lead(arrow.key, who) for _ in range(2)]
            events = CaseEvent.objects.filter(proposal=mover.proposal).count()
        assert (given, events) == ([DONE, (409, "moved_on")], 1), arrow.key
