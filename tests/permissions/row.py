"""One row of the matrix of routes: who is answered what, by one way of asking one address.

Who asks: every role in its own place of the county ("STM"), then

    elsewhere   every role that is held in a place, in the next community of the same county
    neighbour   every role there is, in the next county
    stranger    an account without any role
    nobody      without an account

A row names those who are let in; everybody else is told that there is nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gis_core.accounts.roles import Action
from tests.permissions.matrix import ROLES, roles_of

HELD_IN_PLACES = ["PLN", "STM", "COM", "GRF", "GRP", "UNT", "OFF", "VOL"]
OUTSIDE = ["neighbour", "stranger", "nobody"]
WHO = [*ROLES, "elsewhere", *OUTSIDE]
SIGNED_IN = " ".join(who for who in WHO if who != "nobody")
ANYONE = " ".join(WHO)
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """`answers` has everybody of `WHO`; `body` is made of what the stage holds.

    An argument of the route is what the stage has laid out by its name, or by the name `at` says,
    or the value in `values`. `tells`: secrets of other rows that are none here.
    """

    route: str
    method: str
    answers: dict[str, int]
    at: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    tells: tuple[str, ...] = ()
    body: Mapping[str, Any] | Callable[[Given], Any] = field(default_factory=dict)

    def __str__(self) -> str:
        told = [*self.at.values(), *self.values.values()]
        return " ".join([self.method, self.route + self.query, *told])

    def let_in(self, who: str) -> bool:
        """Whether this is somebody who is shown, or does, something here."""
        return self.answers[who] < 400 and not (who == "nobody" and self.answers[who] == 302)


def reads(route: str, who: Action | str, yes: int = 200, **more: Any) -> Row:
    """A row of an address that is looked at: `who` is an action of the matrix, or names of `WHO`.

    `others` says of single ones that they get another answer.
    """
    return _row(route, "get", who, yes, **more)


def sends(route: str, who: Action | str, yes: int = 302, **more: Any) -> Row:
    """A row of an address something is sent to."""
    return _row(route, more.pop("method", "post"), who, yes, **more)


def _row(
    route: str,
    method: str,
    who: Action | str,
    yes: int,
    others: Mapping[str, int] | None = None,
    **more: Any,
) -> Row:
    without_account = 401 if route.startswith("api:") or route == "tile" else 302
    answers = {**dict.fromkeys(WHO, 404), "nobody": without_account}
    answers |= dict.fromkeys(names_of(who), yes)
    for names, answer in (others or {}).items():
        answers |= dict.fromkeys(names.split(), answer)
    return Row(route, method, answers, **more)


def names_of(who: Action | str) -> set[str]:
    """Those of `WHO` who may do an action, or the ones that are named."""
    if not isinstance(who, Action):
        return set(who.split())
    everywhere = roles_of(who, "C") & set(HELD_IN_PLACES)
    return roles_of(who) | ({"elsewhere"} if everywhere else set())


def in_the_street(action: Action) -> str:
    """Who may do an action with what is the whole subdistrict's: no head of one community."""
    return " ".join(names_of(action) - {"COM"})
