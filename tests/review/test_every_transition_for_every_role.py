"""Every arrow x every role x own and next county: only what the configuration says is possible.

Over HTTP, by everybody of `tests.review.standing`; what must be refused even to who came past
the scope, in this process. Guards are left out here (each has its tests); what is asked is who
may lead which way from where.
"""

from collections.abc import Iterable
from itertools import product

import pytest

from gis_core.accounts.roles import PERMISSIONS, Role
from grids.proposals.models import Proposal
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.lifecycle.definition import Transition
from grids.review.models import CaseEvent
from grids.review.refusals import MovedOn, NotYours
from tests.drafts.town import begin
from tests.review.cast import Cast
from tests.review.moving import Mover, undone
from tests.review.standing import Somebody, Where, everybody

ARROWS = [(kind, arrow) for kind, one in DEFAULTS.items() for arrow in one.transitions]

# Written out once more by hand: a role that gets a way by mistake shows here.
WHO = {
    "STM": "start_review consult assess_risk submit implement withdraw reopen ask_communities",
    "COM": "confirm object",
    "REV": "open_notice accept audit audit_again file activate return suspend resume review_again "
    "publish",
    "DPT": "find_lawful find_unlawful",
    "DEC": "approve refuse send_back revoke",
    "": "supersede enter",
}


@pytest.fixture
def mover(cast: Cast, people: list[Somebody], unhindered: None, kind: str) -> Mover:
    return Mover(begin(cast.world, kind, author=None), [one.user for one in people])


@pytest.fixture
def people(cast: Cast) -> list[Somebody]:
    return everybody(cast)


def tried(mover: Mover, arrow: Transition, step: str, people: Iterable[Somebody]) -> list[str]:
    """Whoever of these gets another answer than the configuration gives."""
    found = []
    mover.put(step)
    for who in people:
        expected = who.answer(arrow, step)
        with undone():
            given = mover.lead(arrow.key, who.user)
        if given != expected:
            found.append(f"{arrow.key} from {step} by {who}: {given}, not {expected}")
    return found


def concerns(who: Somebody, arrow: Transition) -> bool:
    """All the cast of the county; of the others, those with a role that leads this way."""
    own = who.usual and who.where != Where.ELSEWHERE
    return own or who.role is None or who.role in arrow.actors


def leads(who: Somebody, arrow: Transition) -> bool:
    """The one of the county's cast who has the role."""
    return who.usual and who.where != Where.ELSEWHERE and who.role in arrow.actors


def test_the_default_gives_each_way_to_the_roles_written_here() -> None:
    given = {(arrow.key, role.value) for _, arrow in ARROWS for role in arrow.actors}
    assert given == {(key, role) for role, keys in WHO.items() if role for key in keys.split()}
    assert {arrow.key for _, arrow in ARROWS if not arrow.actors} == set(WHO[""].split())
    for _, arrow in ARROWS:
        assert set(arrow.actors) <= set(PERMISSIONS[arrow.action])


@pytest.mark.parametrize("kind", DEFAULTS)
def test_everybody_leads_only_the_ways_the_configuration_gives_them(
    mover: Mover, people: list[Somebody], kind: str
) -> None:
    wrong = []
    for arrow in DEFAULTS[kind].transitions:
        first, *further = arrow.origin
        wrong += tried(mover, arrow, first, [one for one in people if concerns(one, arrow)])
        for step in further:
            wrong += tried(mover, arrow, step, [one for one in people if leads(one, arrow)])
    assert not wrong
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("kind", DEFAULTS)
def test_nobody_of_the_next_county_leads_any_way(
    mover: Mover, people: list[Somebody], kind: str
) -> None:
    strangers = [one for one in people if one.where == Where.ELSEWHERE]
    assert {one.role for one in strangers} == set(Role)
    for arrow, who in product(DEFAULTS[kind].transitions, strangers):
        mover.put(arrow.origin[0])
        with pytest.raises(NotYours):
            mover.lead_past_the_scope(arrow.key, who.user)


@pytest.mark.parametrize("kind", DEFAULTS)
def test_an_arrow_leads_only_from_its_own_steps(mover: Mover, cast: Cast, kind: str) -> None:
    steps = [*(step.key for step in DEFAULTS[kind].steps), Proposal.Status.DISCARDED]
    for step, arrow in product(steps, DEFAULTS[kind].transitions):
        mover.put(step)
        for role in arrow.actors if step not in arrow.origin else ():
            with pytest.raises(MovedOn) as caught:
                mover.lead_past_the_scope(arrow.key, cast[role])
            assert caught.value.code == "moved_on", (arrow.key, step)
