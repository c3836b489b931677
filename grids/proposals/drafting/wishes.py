"""What may stand in an operation: bounded lists, numbers that fit, names that can be printed."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

MOST_CELLS = 200_000  # more than any county has
MOST_UNITS = 5_000
LONGEST_NAME = 60
_LARGEST = 2**31 - 1


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("control characters")
    return text


class Strict(BaseModel):
    """Nothing is turned into what it is not, and nothing else may stand there."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Wish(Strict):
    """The part of a request that is one operation's own."""

    kind: str


Row = Annotated[int, Field(ge=0, le=_LARGEST)]
Number = Annotated[int, Field(ge=1, le=_LARGEST)]
Cells = Annotated[list[Row], Field(max_length=MOST_CELLS)]
SomeCells = Annotated[list[Row], Field(min_length=1, max_length=MOST_CELLS)]
Units = Annotated[list[Number], Field(max_length=MOST_UNITS)]
SomeUnits = Annotated[list[Number], Field(min_length=1, max_length=MOST_UNITS)]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME),
    AfterValidator(_printable),
]
Word = Annotated[str, StringConstraints(max_length=40), AfterValidator(_printable)]
