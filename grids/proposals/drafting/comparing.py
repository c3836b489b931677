"""Two states over the same cells: which unit of the one is which of the other, what moved."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan


@dataclass(frozen=True)
class Pair:
    """A unit before and after, by number; None where it is new, or is no more."""

    before: int | None
    after: int | None


@dataclass(frozen=True)
class Flow:
    """Cells that are in another unit than before; `rows` their rows."""

    level: Level
    before: int
    after: int
    rows: tuple[int, ...]


def pair_units(before: Plan, after: Plan, level: Level, *, same_draft: bool) -> list[Pair]:
    """The living units of both states, each once, in the order of `after`, then those gone.

    In one draft numbers say who is who; in two it is the place a unit continues, and for new
    units to have most of their cells in common.
    """
    ours, theirs = ({unit.number for unit in plan.live(level)} for plan in (before, after))
    found = _by_number(ours & theirs) if same_draft else _by_place(before, after, level)
    if not same_draft:
        found |= _by_cells(before, after, level, ours - {*found.values()}, theirs - {*found})
    pairs = [Pair(found.get(number), number) for number in sorted(theirs)]
    return pairs + [Pair(number, None) for number in sorted(ours - {*found.values()})]


def flows(before: Plan, after: Plan, level: Level, pairs: Iterable[Pair]) -> list[Flow]:
    """The cells whose unit is another one, by the units they left and entered."""
    own, other = _labels(before, after, level)
    same = {(pair.before, pair.after) for pair in pairs} | {(NOBODY, NOBODY)}
    ends, place = np.unique(np.stack([own, other]), axis=1, return_inverse=True)
    return [
        Flow(level, left, entered, tuple(np.flatnonzero(place.ravel() == at).tolist()))
        for at, (left, entered) in enumerate(ends.T.tolist())
        if (left, entered) not in same
    ]


def moved_rows(before: Plan, after: Plan, levels: Iterable[Level]) -> Codes:
    """The cells that are in another unit of any of these levels, for two different drafts."""
    moved: set[int] = set()
    for level in levels:
        pairs = pair_units(before, after, level, same_draft=False)
        moved |= {row for flow in flows(before, after, level, pairs) for row in flow.rows}
    return np.array(sorted(moved), np.int32)


def _labels(before: Plan, after: Plan, level: Level) -> tuple[Codes, Codes]:
    """Both labels over the same rows. A piece that one state does not have is as its cell there;
    where two drafts cut the ground each in its own way, only whole cells are looked at."""
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    roots = before.ground.cuts.root, after.ground.cuts.root
    alike = all(one == other for one, other in zip(*roots, strict=False))
    rows = longer.whole if alike else longer.whole[: longer.size - len(longer.cuts.root)]
    return _of_rows(before, level, rows), _of_rows(after, level, rows)


def _of_rows(plan: Plan, level: Level, cells: Codes) -> Codes:
    """The unit of each row; `cells` (n,) is the cell it is, or is a piece of."""
    labels = plan.level(level).labels
    found: Codes = labels[cells]
    there = min(len(cells), plan.ground.size)
    kept = np.flatnonzero(~plan.ground.gone[:there])
    found[kept] = labels[kept]
    return found


def _by_number(numbers: set[int]) -> dict[int, int]:
    return {number: number for number in numbers}


def _by_place(before: Plan, after: Plan, level: Level) -> dict[int, int]:
    """The number before of each unit after that continues the same place."""
    known = {unit.place: unit.number for unit in before.live(level) if unit.place}
    return {unit.number: known[unit.place] for unit in after.live(level) if unit.place in known}


def _by_cells(
    before: Plan, after: Plan, level: Level, ours: set[int], theirs: set[int]
) -> dict[int, int]:
    """The number before of each unit after with which it shares more than half of both."""
    own, other = _labels(before, after, level)
    ends, counts = np.unique(np.stack([own, other]), axis=1, return_counts=True)
    sizes = np.bincount(own), np.bincount(other)
    return {
        new: old
        for (old, new), shared in zip(ends.T.tolist(), counts.tolist(), strict=True)
        if old in ours and new in theirs
        if 2 * shared > max(sizes[0][old], sizes[1][new])
    }
