"""What an import found: counts, reasons, guesses; the same for a dry run and a real one."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from gis_core.files.request import Header

KEPT_REFUSALS = 10_000


@dataclass(frozen=True)
class Refusal:
    """One refused row: its number in the file, from 1, and the reason for the reader."""

    row: int
    reason: str


@dataclass
class Changes:
    """What the import does to the rows that were there: counts of rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    absent: int = 0


@dataclass
class Report:
    """The findings of one import.

    `refusals` keeps the first `KEPT_REFUSALS` in full; `refused` counts all. `left_out` counts
    rows that are sound but not of this layer. `corrections` names open reports of faults about
    buildings of the file. `extent` is west, south, east, north, degrees.
    """

    layer: str
    label: str
    file_name: str
    sha256: str
    header: Header
    columns: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    loaded: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    distributions: dict[str, Counter[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    extent: tuple[float, float, float, float] | None = None
    sample: list[tuple[float, float]] = field(default_factory=list)
    changes: Changes | None = None
    county: UUID | None = None
    committed: bool = False
    seconds: float = 0.0

    @property
    def unused_columns(self) -> list[str]:
        """Columns of the file that fill no field."""
        return [name for name in self.header.columns if name not in self.columns.values()]

    def refuse(self, row: int, reason: str) -> None:
        """Count a refused row and keep its reason."""
        self.refused += 1
        if len(self.refusals) < KEPT_REFUSALS:
            self.refusals.append(Refusal(row, reason))

    def widen(self, west: float, south: float, east: float, north: float) -> None:
        """Take another batch into the extent."""
        old = self.extent or (west, south, east, north)
        self.extent = (
            min(old[0], west),
            min(old[1], south),
            max(old[2], east),
            max(old[3], north),
        )
