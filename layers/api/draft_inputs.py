"""What may be sent to a draft; everything else is refused before any row is read."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from grids.proposals.models import Proposal

LARGEST_VERSION = 2**31 - 1


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters")
    return text


def _written(text: str) -> str:
    return "\n".join(_printable(line) for line in text.splitlines())


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_printable),
]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_written)
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60),
    AfterValidator(_printable),
]
Key = Annotated[str, StringConstraints(min_length=8, max_length=64), AfterValidator(_printable)]
Version = Annotated[int, Field(ge=0, le=LARGEST_VERSION)]


WindowName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_printable)]


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Source(Sent):
    """What a new draft begins with, instead of the edition in force."""

    alternative: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    draft: UUID | None = None
    snapshot: UUID | None = None


class NewDraft(Sent):
    kind: Proposal.Kind
    place: UUID
    title: Title
    reason: Reason = ""
    source: Annotated[Source | None, Field(alias="from")] = None


class DraftChange(Sent):
    title: Title | None = None
    reason: Reason | None = None


class OperationRequest(Sent):
    """An operation as the desk sends it; what may stand in `operation` is its kind's to say."""

    expected_version: Version | None = None
    operation: dict[str, Any]
    idempotency_key: Key
    tab: WindowName = ""
    resolutions: Annotated[
        dict[
            Annotated[str, StringConstraints(max_length=2000)],
            Literal["mine", "theirs", "both"],
        ],
        Field(max_length=1000),
    ] = {}


class CarryingRequest(Sent):
    """Which preview is agreed to: of this version, on this edition."""

    expected_version: Version | None = None
    edition: Annotated[int, Field(ge=1, le=LARGEST_VERSION)]


class NewSnapshot(Sent):
    name: Name


# “edition”, or a draft's key, and a version of it after “@”.
With = Annotated[
    str,
    StringConstraints(
        pattern=r"^(edition|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(@[0-9]{1,9})?)$"
    ),
    Query(alias="with"),
]
