"""Every arrow x every role x own and next county: only what the configuration says is possible.

Guards are left out here (each has its tests); what is asked is who may lead which way from where.
"""

from itertools import product

import pytest
from django.db import transaction

from communities.territory.services import create_place
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import PERMISSIONS, Role
from grids.proposals.models import Proposal
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.models import CaseEvent
from grids.review.moving.services import move
from grids.review.refusals import MovedOn, NotYours
from tests.drafts.town import begin
from tests.review.cast import Cast, lead, make_cast
from tests.world import appoint, make_world, person

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


class Undone(Exception):
    """Raised to take back what a try changed."""


@pytest.fixture
def unhindered(alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.review.moving.services.hindrances_of", lambda _: [])


@pytest.fixture
def people(cast: Cast) -> list[tuple[Role, bool, User]]:
    """Everybody: role, whether of the proposal's county, person."""
    strangers = make_cast(make_world("629932"))
    return [
        (role, own, (cast if own else strangers)[role])
        for own, role in product((True, False), Role)
    ]


def attempt(proposal: Proposal, transition: str, who: User) -> str:
    """What comes of it, and nothing stays of it."""
    try:
        with transaction.atomic():
            event = lead(proposal, transition, who)
            assert event.actor == who
            raise Undone
    except Undone:
        return "done"
    except NotYours as refusal:
        return refusal.code


def refusal(proposal: Proposal, transition: str, who: User) -> str:
    """Why it is refused before the contents are looked at."""
    with pytest.raises((NotYours, MovedOn)) as caught:
        move(proposal=proposal, transition=transition, person=who, seen_version=0, seen_hash="any")
    return str(caught.value.code)


def put(proposal: Proposal, step: str) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(status=step)


def test_the_default_gives_each_way_to_the_roles_written_here() -> None:
    given = {(arrow.key, role.value) for _, arrow in ARROWS for role in arrow.actors}
    assert given == {(key, role) for role, keys in WHO.items() if role for key in keys.split()}
    assert {arrow.key for _, arrow in ARROWS if not arrow.actors} == set(WHO[""].split())
    for _, arrow in ARROWS:
        assert set(arrow.actors) <= set(PERMISSIONS[arrow.action])


@pytest.mark.parametrize("kind", DEFAULTS)
def test_only_the_roles_of_an_arrow_lead_it_and_only_in_their_own_county(
    cast: Cast, people: list[tuple[Role, bool, User]], unhindered: None, kind: str
) -> None:
    proposal = begin(cast.world, kind, author=None)
    for arrow in DEFAULTS[kind].transitions:
        put(proposal, arrow.origin[0])
        for role, own, who in people:
            if not own or role not in arrow.actors:
                given = refusal(proposal, arrow.key, who)
                assert given == "not_your_part", (arrow.key, role, own)
        for step, role in product(arrow.origin, arrow.actors):
            put(proposal, step)
            assert attempt(proposal, arrow.key, cast[role]) == "done", (arrow.key, step)
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("kind", DEFAULTS)
def test_an_arrow_leads_only_from_its_own_steps(cast: Cast, kind: str) -> None:
    proposal = begin(cast.world, kind, author=None)
    for step in (*(step.key for step in DEFAULTS[kind].steps), "discarded"):
        put(proposal, step)
        for arrow in DEFAULTS[kind].transitions:
            for role in arrow.actors if step not in arrow.origin else ():
                assert refusal(proposal, arrow.key, cast[role]) == "moved_on"


def test_a_street_s_manager_has_no_part_in_the_next_street_s_case(
    cast: Cast, division: Proposal, unhindered: None
) -> None:
    county = cast.world.county
    street = create_place(
        level=Level.SUBDISTRICT, county=county, code=f"{county.code}002", name="东关街道"
    )
    other = person("other-street")
    appoint(other, Role.STREET_MANAGER, street)
    assert attempt(division, "ask_communities", other) == "not_your_part"
    for_all = person("county-street")
    appoint(for_all, Role.STREET_MANAGER, county)
    assert attempt(division, "ask_communities", for_all) == "done"
