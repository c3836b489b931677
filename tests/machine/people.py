"""The people of the machine: for every role two, and three who make trouble.

Jack has every role of the county there is, as happens where people are few; the next county's
manager has them all there; and somebody has none.
"""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from tests.review.cast import COMMUNITY, STREET, Cast, make_cast
from tests.world import World, appoint, make_world, person


def everybody(world: World) -> tuple[Cast, list[User]]:
    """The cast of the county, and all people: the cast, a second one, and the three."""
    cast = make_cast(world)
    second = [_appointed(world, f"second-{role.value}", [role]) for role in Role]
    jack = _appointed(world, "jack", list(Role))
    beyond = _appointed(make_world("629932"), "beyond", list(Role))
    return cast, [*cast.people.values(), *second, jack, jack, beyond, person("nobody")]


def _appointed(world: World, name: str, roles: list[Role]) -> User:
    who = person(name)
    for role in roles:
        inside = world.changfu if role in COMMUNITY else world.county
        appoint(who, role, world.subdistrict if role in STREET else inside)
    return who


class Clock:
    """A clock that is set forward by days."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = datetime.timedelta()
        real: Callable[[], datetime.datetime] = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def pass_days(self, days: int) -> None:
        self.ahead += datetime.timedelta(days=days)
