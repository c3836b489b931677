"""Asking again whether it is really the person who signed in, before what cannot be undone.

The password always, and a code of every second factor the person has set. Factors are registered
by dotted path, so that a county can add its own (a card, a message) beside the one here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

from gis_core.accounts.models import User


@dataclass(frozen=True)
class Factor:
    """A second factor: whether a person has it, and whether a code is right, which spends it."""

    is_set: Callable[[User], bool]
    accepts: Callable[[User, str], bool]


_paths: list[str] = ["gis_core.accounts.second_factor.FACTOR"]


def register_factor(path: str) -> None:
    """Say that the `Factor` at `path` is asked of everybody who has set it."""
    if path not in _paths:
        _paths.append(path)


def factors_of(person: User) -> list[Factor]:
    """The factors a person has set."""
    known: list[Factor] = [import_string(path) for path in _paths]
    return [factor for factor in known if factor.is_set(person)]


def doubt_of(person: User, password: str, code: str = "") -> str:
    """Why this may not be the person: “wrong_password” or “wrong_code”; empty where it is.

    The account must still be one that may sign in. A code is spent in the caller's transaction.
    """
    if not (person.is_active and password and person.check_password(password)):
        return "wrong_password"
    refused = any(not factor.accepts(person, code) for factor in factors_of(person))
    return "wrong_code" if refused else ""
