"""Which function answers to a guard, and what follows a transition.

Apps that stand above this one register theirs by dotted path when they are loaded. A guard or a
consequence that nobody registered stops the case: nothing goes on unchecked by accident.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from grids.review.moving.context import Moving


class Hindrance(NamedTuple):
    """Why a case may not go on: a code for programs, what and where and how to mend it; `at`:
    rule, unit, value, limit and box for programs, where there are such."""

    code: str
    message: str
    at: dict[str, Any] | None = None


Guard: TypeAlias = "Callable[[Moving], Sequence[Hindrance]]"
Consequence: TypeAlias = "Callable[[Moving, Values], None]"


class Values(NamedTuple):
    """What is said along with a move for what follows it."""

    in_force_from: date | None = None

    def to_json(self) -> dict[str, Any]:
        day = self.in_force_from
        return {"in_force_from": day.isoformat()} if day else {}


_OWN: dict[str, str] = {
    "papers": "grids.review.guarding.papers.papers_there",
    "comments_answered": "grids.review.guarding.comments.comments_answered",
    "unchanged": "grids.review.guarding.contents.unchanged",
    "current_edition": "grids.review.guarding.contents.current_edition",
    "confirmed": "grids.review.guarding.confirming.communities_confirmed",
}
_AWAITED = ("checklist", "notice_over", "objections_answered", "rehomed")
_guards: dict[str, str] = {}
_consequences: dict[str, str] = {}


def register_guard(name: str, path: str) -> None:
    """Say that `path`, a function of a `Moving`, answers to the guard `name` from now on.

    Raises:
        ValueError: another function has been registered for it.
    """
    if _guards.setdefault(name, path) != path:
        raise ValueError(f"two guards called {name}: {_guards[name]}, {path}")


def register_consequence(name: str, path: str) -> None:
    """Say that `path`, a function of a `Moving` and `Values`, is what `then=name` asks for.

    It runs in the transaction of the move; what it raises undoes the move.

    Raises:
        ValueError: another function has been registered for it.
    """
    if _consequences.setdefault(name, path) != path:
        raise ValueError(f"two consequences called {name}: {_consequences[name]}, {path}")


def guard_names() -> frozenset[str]:
    """The guards a life-cycle may ask for."""
    return frozenset({*_OWN, *_AWAITED, *_guards})


def guard_of(name: str) -> "Guard | None":
    """The function that answers to a guard, None where nobody registered one."""
    path = _guards.get(name) or _OWN.get(name)
    return import_string(path) if path else None


def consequence_of(name: str) -> "Consequence | None":
    """The function a transition asks for, None where nobody registered one."""
    path = _consequences.get(name)
    return import_string(path) if path else None
