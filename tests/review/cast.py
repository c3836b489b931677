"""The people of a case, one for each role, and leading it as they do.

In Qinghe county everybody acts where the role is held: county offices in the county, the street's
in 城关街道, the community's and the grid's in 长富路. In the next county the same again.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.models import CaseEvent
from grids.review.moving.context import Moving
from grids.review.moving.services import move
from grids.review.papers import PaperSaid
from grids.review.queries import case_of
from grids.review.registry import Hindrance, Values
from tests.world import LONG_AGO, World, appoint, person

STREET = (Role.PLANNER, Role.STREET_MANAGER)
COMMUNITY = (Role.COMMUNITY_HEAD,)
GRID = (Role.FULL_TIME_OFFICER, Role.PART_TIME_OFFICER, Role.VOLUNTEER, Role.COVERING_UNIT)


@dataclass(frozen=True)
class Cast:
    """One person for each role in one county."""

    world: World
    people: dict[Role, User]

    def __getitem__(self, role: Role) -> User:
        return self.people[role]


def make_cast(world: World) -> Cast:
    """Somebody for every role; nobody has two."""
    people = {}
    for role in Role:
        people[role] = person(f"{role.value}-{world.county.code}")
        of = {"department": "司法局"} if role == Role.DEPARTMENT else {}
        appoint(people[role], role, _where(world, role), **of)
    return Cast(world, people)


def _where(world: World, role: Role) -> Any:
    if role in STREET:
        return world.subdistrict
    if role in COMMUNITY:
        return world.changfu
    return world.grids[0] if role in GRID else world.county


def lead(proposal: Proposal, transition: str, who: User, **said: Any) -> CaseEvent:
    """Lead a case on from what it is at this moment, saying all that may be asked for."""
    case = case_of(Proposal.objects.get(pk=proposal.pk))
    seen = {"seen_version": case.version, "seen_hash": case.contents}
    words = {"reason": "按会议意见", "password": f"{who.username}-password-1"}
    return move(proposal=proposal, transition=transition, person=who, **{**seen, **words, **said})


def papers_of(proposal: Proposal) -> list[PaperSaid]:
    """All papers the present step asks for."""
    case = case_of(Proposal.objects.get(pk=proposal.pk))
    step = case.definition.step(case.proposal.status)
    return [
        PaperSaid(kind, LONG_AGO, "清民发〔2026〕1号") for kind in (step.papers if step else ())
    ]


def nothing_hinders(moving: Moving) -> list[Hindrance]:
    """What stands in for the guards of apps above this one."""
    return []


def nothing_follows(moving: Moving, values: Values) -> None:
    """What stands in for publishing."""


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The life-cycle by itself, whatever the apps above it have registered."""
    here = f"{__name__}.nothing_hinders"
    guards = dict.fromkeys(("notice_over", "objections_answered", "rehomed"), here)
    guards["checklist"] = "grids.checklist.guarding.blocking_rules_kept"
    monkeypatch.setattr("grids.review.registry._guards", guards)
    follows = {"publish": f"{__name__}.nothing_follows"}
    monkeypatch.setattr("grids.review.registry._consequences", follows)
