"""What may be sent to a case; everything else is refused before any row is read."""

import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from layers.api.draft_inputs import LARGEST_VERSION, Name, Reason, Sent, Version

Said = Annotated[Reason, StringConstraints(min_length=1, max_length=2000)]
Sentence = Annotated[Reason, StringConstraints(max_length=400)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z_.]{1,60}$")]
Subject = Annotated[Reason, StringConstraints(max_length=120)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,64}$")]
Number = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _recent(day: datetime.date) -> datetime.date:
    if not 1949 <= day.year <= 2200:
        raise ValueError("year")
    return day


Day = Annotated[datetime.date, AfterValidator(_recent)]


class PaperBody(Sent):
    kind: Annotated[Name, StringConstraints(max_length=30)]
    day: Day
    number: Annotated[Reason, StringConstraints(max_length=60)] = ""
    note: Sentence = ""


class MoveBody(Sent):
    transition: Word
    seen_version: Version | None = None
    seen_hash: Hash | None = None
    reason: Reason = ""
    password: Annotated[str, StringConstraints(max_length=200)] = ""
    code: Annotated[str, StringConstraints(max_length=20)] = ""
    papers: Annotated[list[PaperBody], Field(max_length=20)] = []
    in_force_from: Day | None = None


class CommentBody(Sent):
    """A new comment, or with `thread` an answer to one."""

    text: Said
    thread: Key | None = None
    settles: bool = False
    unit: Number | None = None
    geometry: dict[str, Any] | None = None


class ConditionBody(Sent):
    text: Said
    reason: Said


class WaiverBody(Sent):
    """`subject`: the number of the unit in the draft, empty for the plan as a whole."""

    rule: Word
    subject: Subject = ""
    reason: Said
    seen_hash: Hash | None = None
