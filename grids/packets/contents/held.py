"""What people said and held in a case, as its papers tell it."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Said:
    """One contribution to a thread of comments."""

    text: str
    author: str
    role: str
    at: datetime
    settles: bool


@dataclass(frozen=True)
class Thread:
    """A comment with its answers; `about`: the unit or place it is pinned to."""

    number: int
    about: str
    said: tuple[Said, ...]
    open: bool


@dataclass(frozen=True)
class ObjectionSaid:
    """What the public said and what was answered; empty where nothing may be shown yet."""

    number: int
    text: str
    outcome: str
    answer: str


@dataclass(frozen=True)
class NoticeHeld:
    """A public notice: where, when and how, and what came of it."""

    title: str
    office: str
    channel: str
    opens_on: date
    closes_on: date
    days: int
    day_kind: str
    state: str
    note: str
    map_review_number: str
    content_hash: str
    received: int
    adopted: int
    not_adopted: int
    owed: int
    objections: tuple[ObjectionSaid, ...]


@dataclass(frozen=True)
class PaperHeld:
    """A document on record."""

    kind: str
    number: str
    day: date
    note: str


@dataclass(frozen=True)
class WaiverGiven:
    """A rule that need not be kept in one place, and why; `holds`: given of these contents."""

    rule: str
    label: str
    subject: str
    reason: str
    by: str
    at: datetime
    holds: bool


@dataclass(frozen=True)
class ConditionSet:
    """What an approval asks for, and how it was met, empty where it is not yet."""

    text: str
    reason: str
    by: str
    met: str


@dataclass(frozen=True)
class Event:
    """One transition of the case."""

    sequence: int
    label: str
    actor: str
    role: str
    reason: str
    at: datetime
    content_hash: str


@dataclass(frozen=True)
class StepOfWay:
    """One step of the case's life-cycle; `days`: how long it should take, 0 where nothing is
    said; `state`: whether the case has gone through it, is at it, or has it before it."""

    label: str
    days: int
    working: bool
    papers: tuple[str, ...]
    state: str
