"""Steps and transitions of a life-cycle, and how they are kept as JSON."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from gis_core.accounts.roles import Role


@dataclass(frozen=True)
class Step:
    """Where a proposal can be. `days`: how long it should stay there, 0 where nothing is said;
    `working`: counted in working days. `papers`: what must be there before it goes on."""

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

    `guards`: names of the checks that must pass; `bars`: what somebody may not have done to this
    proposal before (see `separation`); `reason`, `password`: must be given.
    """

    key: str
    label: str
    origin: tuple[str, ...]
    target: str
    actors: tuple[Role, ...]
    guards: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    reason: bool = False
    password: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """All steps in the order they are usually gone through, and all arrows between them."""

    steps: tuple[Step, ...]
    transitions: tuple[Transition, ...]

    def step(self, key: str) -> Step:
        """The step of this key. Raises KeyError."""
        return {step.key: step for step in self.steps}[key]

    def transition(self, key: str) -> Transition | None:
        """The arrow of this key, None where there is none."""
        return next((arrow for arrow in self.transitions if arrow.key == key), None)

    def leaving(self, key: str) -> Iterator[Transition]:
        """The arrows that lead away from a step."""
        return (arrow for arrow in self.transitions if key in arrow.origin)

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
    lists = {name: tuple(row[name]) for name in ("origin", "guards", "bars")}
    return Transition(**{**row, **lists, "actors": tuple(map(Role, row["actors"]))})
