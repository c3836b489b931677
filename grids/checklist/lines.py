"""What the checklist says: one line per rule, and under it every unit that breaks the rule."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from gis_core.accounts.models import Level

ROUNDING = 1e-9


class Severity(StrEnum):
    """Whether a broken rule holds the case up or is only to be known."""

    BLOCKING = "blocking"
    WARNING = "warning"


class Outcome(StrEnum):
    """`NO_DATA` is never a pass: nobody could look."""

    PASSED = "passed"
    BROKEN = "broken"
    WAIVED = "waived"
    NO_DATA = "no_data"


class Box(NamedTuple):
    """Where on the map, in degrees (EPSG:4490)."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Waiver:
    """A rule somebody let a unit break, and why; `unit` is its number in the draft, None where
    the fault is no single unit's. Both outlive what is redrawn.

    `label`: what the rule is called; `what`, `value` and `limit`: the fault as it was told when
    it was waived.
    """

    key: str
    unit: int | None
    reason: str
    by: str = ""
    on: datetime.date | None = None
    label: str = ""
    what: str = ""
    value: float | None = None
    limit: float | None = None

    def covers(self, fault: "Fault") -> bool:
        """Whether the fault is on the same side of its limit, and no further from it, than the
        one that was waived."""
        own, now = _beyond(self.value, self.limit), _beyond(fault.value, fault.limit)
        if own is None or now is None:
            return True
        return own * now >= 0 and abs(now) <= abs(own) + ROUNDING


def _beyond(value: float | None, limit: float | None) -> float | None:
    return None if value is None or limit is None else value - limit


@dataclass(frozen=True)
class Fault:
    """One unit that breaks a rule, or could not be judged.

    `value` and `limit` are in the rule's measure. `blocking`: holds the case up until it is
    mended or waived. `unknown`: there is no data to judge this unit by.
    """

    text: str
    unit: int | None = None
    level: Level | None = None
    value: float | None = None
    limit: float | None = None
    box: Box | None = None
    blocking: bool = False
    unknown: bool = False
    waiver: Waiver | None = None

    @property
    def open(self) -> bool:
        """Broken, and nobody let it pass."""
        return not self.unknown and self.waiver is None


@dataclass(frozen=True)
class Line:
    """One rule as the reviewer reads it: what it asks, where that stands, who breaks it; `note`:
    what else is to be said of it."""

    key: str
    label: str
    text: str
    source: str
    limit: str
    severity: Severity
    waivable: bool
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    note: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the case cannot go on because of it."""
        return any(fault.open and fault.blocking for fault in self.faults)


def outcome_of(faults: tuple[Fault, ...] | None) -> Outcome:
    """What the faults of a rule come to; None where there is nothing to judge it by."""
    if faults is None or (faults and all(fault.unknown for fault in faults)):
        return Outcome.NO_DATA
    if any(fault.open for fault in faults):
        return Outcome.BROKEN
    if any(fault.unknown for fault in faults):
        return Outcome.NO_DATA
    return Outcome.WAIVED if faults else Outcome.PASSED


Given: TypeAlias = Mapping[tuple[str, int | None], Sequence[Waiver]]
"""The waivers given, the first first, by rule and unit."""


def with_waivers(key: str, faults: tuple[Fault, ...], waivers: Given) -> tuple[Fault, ...]:
    """The faults, each with the last waiver that covers it; what is unknown cannot be waived."""
    return tuple(
        fault if fault.unknown else replace(fault, waiver=_covering(key, fault, waivers))
        for fault in faults
    )


def _covering(key: str, fault: Fault, waivers: Given) -> Waiver | None:
    given = reversed(waivers.get((key, fault.unit), ()))
    return next((waiver for waiver in given if waiver.covers(fault)), None)
