"""What an operation changed, before and after: enough to redo it, to take it back, to replay all.

Cells are named by their row in the draft's cells (by number in the cell set, cut-off pieces after
them); units by their number in the draft, 0 for none.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

NOBODY = 0  # the number of no unit: cells that belong to none yet


@dataclass(frozen=True)
class UnitState:
    """A unit of a draft apart from its cells; `place` is the key of the place it continues."""

    number: int
    level: str
    name: str
    code: str = ""
    place: str | None = None
    parent: int | None = None
    locked: bool = False
    retired: bool = False


@dataclass(frozen=True)
class Move:
    """Cells that went from one unit to another."""

    rows: tuple[int, ...]
    before: int
    after: int


@dataclass(frozen=True)
class UnitChange:
    """A unit before and after; None before where it is new."""

    number: int
    before: UnitState | None
    after: UnitState | None


@dataclass(frozen=True)
class LockChange:
    """Cells that were locked, or set free."""

    rows: tuple[int, ...]
    locked: bool


@dataclass(frozen=True)
class ShapeChange:
    """A cell's shape (hex WKB, EPSG:4490) before and after; None where there is no such cell.

    `of` is the row a piece was cut off, None for what was no piece before.
    """

    row: int
    before: str | None
    after: str | None
    of: int | None = None


@dataclass(frozen=True)
class Effect:
    """Everything one operation changed; the parts are applied in the order of the fields."""

    shapes: tuple[ShapeChange, ...] = ()
    units: tuple[UnitChange, ...] = ()
    moves: tuple[Move, ...] = ()
    locks: tuple[LockChange, ...] = ()

    @property
    def rows(self) -> frozenset[int]:
        """The cells it touched."""
        moved = {row for move in self.moves for row in move.rows}
        locked = {row for lock in self.locks for row in lock.rows}
        return frozenset(moved | locked | {shape.row for shape in self.shapes})

    @property
    def numbers(self) -> frozenset[int]:
        """The units it touched, those that won or lost cells among them."""
        moved = {number for move in self.moves for number in (move.before, move.after)}
        return frozenset((moved | {change.number for change in self.units}) - {NOBODY})

    def inverse(self) -> "Effect":
        """What takes it back."""
        return Effect(
            shapes=tuple(
                ShapeChange(one.row, one.after, one.before, one.of) for one in self.shapes
            ),
            units=tuple(UnitChange(one.number, one.after, one.before) for one in self.units),
            moves=tuple(Move(one.rows, one.after, one.before) for one in self.moves),
            locks=tuple(LockChange(one.rows, not one.locked) for one in self.locks),
        )

    def to_json(self) -> dict[str, Any]:
        """As the log keeps it; empty parts are left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The effect a row of the log holds."""
        return cls(
            shapes=tuple(ShapeChange(**one) for one in data.get("shapes", ())),
            units=tuple(_unit_change(one) for one in data.get("units", ())),
            moves=tuple(
                Move(tuple(one["rows"]), one["before"], one["after"])
                for one in data.get("moves", ())
            ),
            locks=tuple(
                LockChange(tuple(one["rows"]), one["locked"]) for one in data.get("locks", ())
            ),
        )


def _unit_change(data: dict[str, Any]) -> UnitChange:
    before, after = data["before"], data["after"]
    return UnitChange(
        data["number"],
        UnitState(**before) if before else None,
        UnitState(**after) if after else None,
    )
