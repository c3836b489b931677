"""What else must follow when places end and editions enter: told by the apps that know it."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias
from uuid import UUID

from django.utils.module_loading import import_string

from communities.territory.models import Place
from grids.publication.models import Publication


@dataclass(frozen=True)
class Homeless:
    """One row that hangs at a place which ends; `what` names it for the reader."""

    kind: str
    key: str
    place: UUID
    what: str


@dataclass(frozen=True)
class Rehomer:
    """How rows of one kind are found at places on a day, and how one moves from that day on.

    `move` is given the key and the place it goes to, None where it ends. `label` names the kind.
    Rows `by_lineage` need no decision: undecided they go where most households of their place go.
    """

    find: Callable[[Collection[UUID], datetime.date], list[Homeless]]
    move: Callable[[str, Place | None, datetime.date], None]
    label: str = ""
    by_lineage: bool = False


EntryStep: TypeAlias = Callable[[Publication], None]

_rehomers: dict[str, str] = {}
_entry_steps: list[str] = []


def register_rehoming(kind: str, path: str) -> None:
    """Say that the `Rehomer` at `path` knows the rows of `kind`."""
    _rehomers[kind] = path


def register_entry_step(path: str) -> None:
    """Say that `path`, an `EntryStep`, follows in the transaction that puts an edition in force."""
    if path not in _entry_steps:
        _entry_steps.append(path)


def rehomers() -> Mapping[str, Rehomer]:
    """All kinds that are known."""
    return MappingProxyType({kind: import_string(path) for kind, path in _rehomers.items()})


def entry_steps() -> list[EntryStep]:
    """What follows, in the order it was registered."""
    return [import_string(path) for path in _entry_steps]
