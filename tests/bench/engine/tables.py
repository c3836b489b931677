"""The figures as Markdown tables, readable in a terminal too."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from tests.bench.engine.judging import PATIENCE, Row, best_peer, best_share, ours_of, shown

COLUMNS = (
    "cells", "who", "cut", "parts", "out of bounds", "torn", "along barriers",
    "compounds split", "needlessly", "CPU s", "peak MB",
    "÷ best feasible peer", "÷ best infeasible peer",
)  # fmt: skip
GROWTH = (
    "cells", "cut", "÷ best feasible peer", "who", "÷ best infeasible peer", "who",
    "along barriers", "best peer", "CPU s", "CPU µs / n log₂ n", "peak MB",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """All that was judged on one problem, and what players had to say."""

    cells: int
    rows: tuple[Row, ...]
    remarks: tuple[tuple[str, str], ...]


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """One Markdown table."""
    marks = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, marks, *lines))


def plays(size: Size) -> list[list[str]]:
    """A line for each kind of play, ours first, then by cut; last who could not play."""
    rows = sorted(shown(size.rows), key=lambda row: (row.player != "ours", row.cut))
    lines = [_play(size, row) for row in rows]
    for player, remark in size.remarks:
        lines.append([f"{size.cells:,}", f"{player}: {remark}", *[""] * (len(COLUMNS) - 2)])
    return lines


def _play(size: Size, row: Row) -> list[str]:
    return [
        f"{size.cells:,}", row.who, f"{row.cut:,.0f}", str(row.parts), str(row.out),
        str(row.torn), f"{row.barrier_share:.3f}", f"{row.split} / {row.compounds}",
        str(row.needlessly),
        f"{row.seconds:.1f}", f"{row.peak_mb:,.0f}",
        *(ratios(size, row) if row.player == "ours" else ("", "")),
    ]  # fmt: skip


def ratios(size: Size, row: Row) -> tuple[str, str]:
    """Our cut over that of the best feasible peer of about our time, and of any infeasible one."""
    return (
        _ratio(row, best_peer(size.rows, feasible=True, seconds=PATIENCE * row.seconds)),
        _ratio(row, best_peer(size.rows, feasible=False, seconds=math.inf)),
    )


def _ratio(row: Row, peer: Row | None) -> str:
    return "—" if peer is None else f"{row.cut / peer.cut:.3f}"


def growth(size: Size) -> list[str]:
    """The line of one size: our median seed against the best peers."""
    ours = ours_of(size.rows)
    row = next(one for one in ours if one.cut == median_low([each.cut for each in ours]))
    feasible = best_peer(size.rows, feasible=True, seconds=PATIENCE * row.seconds)
    infeasible = best_peer(size.rows, feasible=False, seconds=math.inf)
    share = best_share(size.rows)
    work = size.cells * math.log2(size.cells)
    return [
        f"{size.cells:,}", f"{row.cut:,.0f}",
        _ratio(row, feasible), feasible.who if feasible else "none",
        _ratio(row, infeasible), infeasible.who if infeasible else "none",
        f"{row.barrier_share:.3f}", f"{share.barrier_share:.3f}" if share else "—",
        f"{row.seconds:.1f}", f"{1e6 * row.seconds / work:.1f}", f"{row.peak_mb:,.0f}",
    ]  # fmt: skip
