"""What else a change of units touches: venues now; apps register their own things.

Each finder tells what it finds of one kind; a kind nobody registered is not told of at all.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, cast

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _


class Affected(NamedTuple):
    """One thing: what it is called, and the unit it belongs to before and after."""

    name: str
    before: str
    after: str


Finder: TypeAlias = Callable[..., list[Affected]]
"""A function of (proposal, before, after): a `Proposal` and two `drafts.comparing.Side`."""

_paths: dict[str, str] = {}


def register_affected(label: str, path: str) -> None:
    """Say by dotted path who finds the things of one kind, `label` its name to be translated.

    Raises:
        ValueError: another does already.
    """
    if _paths.setdefault(label, path) != path:
        raise ValueError(f"two finders of {label}: {_paths[label]}, {path}")


def affected_by(proposal: Any, before: Any, after: Any) -> dict[str, list[Affected]]:
    """What each finder finds, by its label in the reader's language."""
    return {
        _(label): cast(Finder, import_string(path))(proposal, before, after)
        for label, path in _paths.items()
    }
