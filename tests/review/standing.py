"""Everybody who may come to a case, where each stands, and what the configuration lets them do.

Besides the cast of Qinghe county and of the next one: people at the wrong place inside the
county, at a place above or below the case's, without any role, with a role that has ended, has
not begun, or belongs to a closed account.

    +----------------+
    |    东关街道     |     the next street, with one community 河东
    +----------------+
    |  城关街道: the  |     `tests.world`
    |  case is here  |
    +----------------+
"""

import datetime
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pgtrigger
from django.utils import timezone

from communities.territory.models import Place
from communities.territory.services import create_place
from gis_core.accounts.models import Level, User
from gis_core.accounts.roles import PERMISSIONS, Action, Reach, Role
from grids.proposals.models import Proposal
from grids.review.lifecycle.definition import Transition
from tests.review.cast import COMMUNITY, GRID, STREET, Cast, make_cast
from tests.world import World, appoint, box, draw, make_world, person


class Where(Enum):
    """Where a role is held, as the case sees it."""

    STREET = "at the case's street"
    COUNTY = "at its county"
    INSIDE = "inside its street"
    BESIDE = "in the next street"
    ELSEWHERE = "in the next county"
    NOWHERE = "nowhere today"


@dataclass(frozen=True)
class Somebody:
    """A person with one role at most; `usual`: of the cast, where the role usually is."""

    user: User
    role: Role | None
    where: Where
    usual: bool = False

    def __str__(self) -> str:
        return f"{self.user} {self.where.value}"

    def reaches(self, action: Action, inside: tuple[Role, ...]) -> bool:
        """Whether the permission matrix lets them do this to the case; `inside`: the roles that
        are concerned from within its street."""
        far = PERMISSIONS[action].get(self.role) if self.role else None
        if far is None or self.where in (Where.ELSEWHERE, Where.NOWHERE):
            return False
        if far == Reach.COUNTY or self.where in (Where.STREET, Where.COUNTY):
            return True
        return self.where == Where.INSIDE and self.role in inside

    def sees(self, step: str) -> bool:
        """Whether the case exists for them: a draft for those who draw, what was sent for those
        it is about and those who judge it."""
        sent = step not in (Proposal.Status.DRAFT, Proposal.Status.DISCARDED)
        drafts = self.reaches(Action.VIEW_DRAFT, inside=())
        return drafts or (sent and self.reaches(Action.VIEW_CASE, inside=tuple(Role)))

    def answer(self, arrow: Transition, step: str) -> tuple[int, str]:
        """What comes of leading the case along an arrow from a step, all else being right."""
        concerned = (Role.COMMUNITY_HEAD, Role.FULL_TIME_OFFICER)
        if self.where == Where.NOWHERE and not self.user.is_active:
            return 401, "sign_in_required"
        if not self.sees(step):
            return 404, "not_found"
        if self.role not in arrow.actors or not self.reaches(arrow.action, concerned):
            return 403, "not_your_part"
        return (200, "") if step in arrow.origin else (409, "moved_on")


def everybody(cast: Cast) -> list[Somebody]:
    """All of them; the rows are written."""
    strangers = make_cast(make_world("629932"))
    own = [Somebody(user, role, _stands(role), True) for role, user in cast.people.items()]
    far = [Somebody(user, role, Where.ELSEWHERE, True) for role, user in strangers.people.items()]
    return [*own, *far, *_misplaced(cast.world), *_not_today(cast.world)]


def _stands(role: Role) -> Where:
    if role in STREET:
        return Where.STREET
    return Where.INSIDE if role in (*COMMUNITY, *GRID) else Where.COUNTY


def _misplaced(world: World) -> list[Somebody]:
    """Roles held above, below and beside where they usually are."""
    street, community = _next_street(world)
    places = {
        Where.BESIDE: (street, [Role.PLANNER, Role.STREET_MANAGER, Role.REVIEWER, Role.DECIDER]),
        Where.COUNTY: (world.county, [Role.PLANNER, Role.STREET_MANAGER, Role.COMMUNITY_HEAD]),
        Where.INSIDE: (world.xincheng, [Role.STREET_MANAGER, Role.COMMUNITY_HEAD, Role.DECIDER]),
        Where.STREET: (world.subdistrict, [Role.COMMUNITY_HEAD, Role.VOLUNTEER]),
    }
    found = [
        _come(f"{role.value} {where.value}", role, where, place)
        for where, (place, roles) in places.items()
        for role in roles
    ]
    head = _come("head beside", Role.COMMUNITY_HEAD, Where.BESIDE, community)
    return [*found, head, Somebody(person("nobody"), None, Where.NOWHERE)]


def _next_street(world: World) -> tuple[Place, Place]:
    """Another street of the county with a community, drawn in the edition in force."""
    code = f"{world.county.code}002"
    names = [(Level.SUBDISTRICT, code, "东关街道"), (Level.COMMUNITY, f"{code}001", "河东社区")]
    street, community = (
        create_place(level=level, county=world.county, code=code, name=name)
        for level, code, name in names
    )
    with pgtrigger.ignore("territory.Boundary:keep_published"):
        draw(world.edition, street, world.county, box(0, 1000, 2000, 2000))
        draw(world.edition, community, street, box(0, 1000, 2000, 2000))
    return street, community


def _not_today(world: World) -> list[Somebody]:
    """Those who lead cases, with a role that is over or to come, or a closed account."""
    today = timezone.localdate()
    periods: dict[str, dict[str, Any]] = {
        "over": {"until": today},
        "to come": {"since": today + datetime.timedelta(days=1)},
        "closed": {},
    }
    leading = {
        Role.STREET_MANAGER: world.subdistrict,
        Role.COMMUNITY_HEAD: world.changfu,
        **dict.fromkeys([Role.REVIEWER, Role.DEPARTMENT, Role.DECIDER], world.county),
    }
    found = []
    for role, place in leading.items():
        for name, period in periods.items():
            one = _come(f"{role.value} {name}", role, Where.NOWHERE, place, **period)
            one.user.is_active = name != "closed"
            one.user.save(update_fields=["is_active"])
            found.append(one)
    return found


def _come(name: str, role: Role, where: Where, place: Place, **period: Any) -> Somebody:
    user = person(name.replace(" ", "-").replace("'", ""))
    appoint(user, role, place, **period)
    return Somebody(user, role, where)
