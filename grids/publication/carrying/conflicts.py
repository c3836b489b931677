"""What of a draft could not be carried over."""

from dataclasses import dataclass
from typing import Literal

What = Literal["both", "gone", "strayed", "cut", "name", "code", "parent", "returned"]
"""`both` moved the cells, each elsewhere; the unit they went to is `gone`; they would be in a grid
of another community (`strayed`); open ground could not be `cut` again; both gave the unit another
`name`, `code` or community (`parent`); a unit the draft gave up has won ground (`returned`)."""


@dataclass(frozen=True)
class Conflict:
    """`unit`: the one of the draft; `other`: what the edition has instead, "" for nothing; `rows`
    of the new ground, and the households there."""

    what: What
    unit: str
    other: str = ""
    rows: tuple[int, ...] = ()
    households: int = 0
