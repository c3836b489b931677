"""Steps and transitions of a life-cycle, and how they are kept as JSON."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from gis_core.accounts.roles import Action, Role


class Bar(StrEnum):
    """What somebody may have done to a proposal that keeps them from leading it further."""

    DREW = "drew"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    DECIDED = "decided"


@dataclass(frozen=True)
class Step:
    """Where a proposal can be. `days`: how long it should stay there, 0 where nothing is said;
    `working`: counted in working days. `papers`: what must be there before it goes on.
    `optional`: a county may leave it out; `side`: off the usual way."""

    key: str
    label: str
    source: str
    days: int = 0
    working: bool = False
    papers: tuple[str, ...] = ()
    optional: bool = False
    side: bool = False


@dataclass(frozen=True)
class Transition:
    """One arrow: who leads from which steps to which.

    `action`: the right it takes; `actors`: the roles that have it, none where only the system
    goes this way. `guards`: names of the checks that must pass; `bars`: what the actor may not
    have done to this proposal before; `reason`, `password`: must be given. `binds`: what it
    says holds for the contents it was said of, and goes stale with them. `then`: what else
    happens in the same transaction (see `registry`). `departments`: the county departments that
    may, where not all of them may.
    """

    key: str
    label: str
    origin: tuple[str, ...]
    target: str
    action: Action
    actors: tuple[Role, ...]
    guards: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    reason: bool = False
    password: bool = False
    binds: bool = False
    then: str = ""
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """All steps in the order they are usually gone through, and all arrows between them."""

    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]

    def step(self, key: str) -> Step | None:
        """The step of this key, None where there is none."""
        return next((step for step in self.steps if step.key == key), None)

    def transition(self, key: str) -> Transition | None:
        """The arrow of this key, None where there is none."""
        return next((arrow for arrow in self.transitions if arrow.key == key), None)

    def leaving(self, key: str) -> Iterator[Transition]:
        """The arrows that lead away from a step."""
        return (arrow for arrow in self.transitions if key in arrow.origin)

    def departments(self, action: Action) -> frozenset[str]:
        """The departments that have this right, empty where it is not a matter of departments."""
        asked = (arrow for arrow in self.transitions if arrow.action == action)
        return frozenset(name for arrow in asked for name in arrow.departments)

    def goes_on(self, arrow: Transition) -> bool:
        """Whether the arrow leads along the usual way, neither off it nor back on it."""
        way = [step.key for step in self.steps if not step.side]
        if arrow.target not in way[1:]:
            return False
        to = way.index(arrow.target)
        return all(way.index(key) <= to for key in arrow.origin if key in way)

    def to_json(self) -> dict[str, Any]:
        """As a county keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What a county kept; raises KeyError, TypeError or ValueError where it is damaged."""
        return cls(
            tuple(Step(**{**row, "papers": tuple(row["papers"])}) for row in data["steps"]),
            tuple(_arrow(row) for row in data["transitions"]),
        )


def _arrow(row: dict[str, Any]) -> Transition:
    read = {
        "origin": tuple(row["origin"]),
        "guards": tuple(row["guards"]),
        "bars": tuple(map(Bar, row["bars"])),
        "actors": tuple(map(Role, row["actors"])),
        "action": Action(row["action"]),
        "departments": tuple(row.get("departments", ())),
    }
    return Transition(**{**row, **read})
