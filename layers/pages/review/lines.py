"""The checklist as a page lists it: what holds the case up first, what is kept last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from grids.checklist.lines import Fault, Line, Outcome
from grids.checklist.waivers import subject_of
from layers.pages.review.changes import box_text

SHOWN = 6  # faults of one line that are listed without unfolding


@dataclass(frozen=True)
class FaultRow:
    """One fault with its place for the map, and as a waiver would name it."""

    fault: Fault
    box: str
    subject: str


@dataclass(frozen=True)
class LineRow:
    """One line with how it stands, in words that need no colour."""

    line: Line
    kind: str
    symbol: str
    standing: str
    faults: list[FaultRow]
    more: list[FaultRow]


@dataclass(frozen=True)
class Tally:
    """How many lines stand how."""

    blocking: int
    warnings: int
    no_data: int
    waived: int
    passed: int


ORDER = ("blocking", "warning", "no_data", "waived", "passed")
SYMBOLS = dict(zip(ORDER, "✕!?◇✓", strict=True))


def rows_of(lines: Iterable[Line]) -> list[LineRow]:
    """The lines in the order of how much they matter, else as the checklist has them."""
    return sorted(map(_row, lines), key=lambda row: ORDER.index(row.kind))


def tally_of(rows: Iterable[LineRow]) -> Tally:
    """The lines counted by how they stand."""
    counts = Counter(row.kind for row in rows)
    return Tally(*(counts[kind] for kind in ORDER))


def _row(line: Line) -> LineRow:
    kind = _kind(line)
    standing = {
        "blocking": _("未通过，须修复或豁免") if line.waivable else _("未通过，须修复"),
        "warning": _("提醒"),
        "no_data": _("无资料"),
        "waived": _("已豁免"),
        "passed": _("通过"),
    }[kind]
    faults = [FaultRow(fault, box_text(fault.box), subject_of(fault.unit)) for fault in line.faults]
    return LineRow(line, kind, SYMBOLS[kind], standing, faults[:SHOWN], faults[SHOWN:])


def _kind(line: Line) -> str:
    if line.blocks:
        return "blocking"
    return "warning" if line.outcome == Outcome.BROKEN else line.outcome.value
