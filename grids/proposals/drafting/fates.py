"""What becomes of units between two states of the same ground: merged, split, moved, renamed,
abolished, new."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gis_core.accounts.models import Level
from grids.proposals.drafting.around import pieces_of
from grids.proposals.drafting.comparing import Pair, flows
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import padded

Kind = Literal["merged", "split", "abolished", "created", "renamed", "regrouped"]


@dataclass(frozen=True)
class Fate:
    """One thing that happens to units, by their numbers before and after.

    `households`: of the units it is about, after; of an abolished one, before.
    """

    kind: Kind
    level: Level
    before: tuple[int, ...]
    after: tuple[int, ...]
    households: int


@dataclass(frozen=True)
class Moved:
    """Cells that hang together and went from one unit to another; 0 is nobody's."""

    level: Level
    before: int
    after: int
    rows: tuple[int, ...]


def fates(before: Plan, after: Plan, level: Level, pairs: Sequence[Pair]) -> list[Fate]:
    """Everything that happens to the units of a level; `pairs` of `comparing.pair_units`.

    A unit goes over to another with more than half of its households. One that several go over
    to is merged; one out of which more than half of several units came is split.
    """
    shares = _shares(before, after, level)
    found = [*_merged(shares), *_split(shares), *_ends(pairs), *_kept(before, after, pairs)]
    return [
        Fate(kind, level, old, new, _households(before, after, old, new))
        for kind, old, new in found
    ]


def moved_pieces(before: Plan, after: Plan, level: Level, pairs: Iterable[Pair]) -> list[Moved]:
    """The ground that changed its unit, piece by piece, the one with most households first."""
    measure = max(before, after, key=lambda plan: plan.ground.size).ground.measure(
        level, after.kind
    )
    found = [
        Moved(level, flow.before, flow.after, tuple(piece.tolist()))
        for flow in flows(before, after, level, pairs)
        for piece in pieces_of(measure, np.array(flow.rows, np.int32))
    ]
    households = measure.problem.households
    return sorted(found, key=lambda one: (-int(households[list(one.rows)].sum()), one.rows[0]))


@dataclass(frozen=True)
class _Shares:
    """Which units before go over to which after, and out of which those came, by number."""

    over_to: dict[int, set[int]]
    out_of: dict[int, set[int]]


def _shares(before: Plan, after: Plan, level: Level) -> _Shares:
    """By households; of units without any, by cells."""
    own, other = before.level(level).labels, after.level(level).labels
    size = max(len(own), len(other))
    own, other = padded(own, size), padded(other, size)
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    known = (own != NOBODY) & (other != NOBODY)
    weight = longer.households[known] + 1.0 / (2 * size)
    ends, place = np.unique(np.stack([own, other])[:, known], axis=1, return_inverse=True)
    shared = np.bincount(place.ravel(), weight, ends.shape[1])
    left = np.bincount(own[known], weight)
    entered = np.bincount(other[known], weight)
    over_to, out_of = defaultdict(set), defaultdict(set)
    for (old, new), both in zip(ends.T.tolist(), shared.tolist(), strict=True):
        if 2 * both > left[old]:
            over_to[new].add(old)
        if 2 * both > entered[new]:
            out_of[old].add(new)
    return _Shares(over_to, out_of)


Found = tuple[Kind, tuple[int, ...], tuple[int, ...]]


def _merged(shares: _Shares) -> Iterator[Found]:
    for new, old in sorted(shares.over_to.items()):
        if len(old) > 1:
            yield "merged", tuple(sorted(old)), (new,)


def _split(shares: _Shares) -> Iterator[Found]:
    for old, new in sorted(shares.out_of.items()):
        if len(new) > 1:
            yield "split", (old,), tuple(sorted(new))


def _ends(pairs: Sequence[Pair]) -> Iterator[Found]:
    for pair in pairs:
        if pair.after is None and pair.before is not None:
            yield "abolished", (pair.before,), ()
        if pair.before is None and pair.after is not None:
            yield "created", (), (pair.after,)


def _kept(before: Plan, after: Plan, pairs: Sequence[Pair]) -> Iterator[Found]:
    """What goes on under another name, or in another community."""
    for pair in pairs:
        if pair.before is None or pair.after is None:
            continue
        old, new = before.units[pair.before], after.units[pair.after]
        if old.name != new.name:
            yield "renamed", (old.number,), (new.number,)
        if _known_as(before, old.parent) != _known_as(after, new.parent):
            yield "regrouped", (old.number,), (new.number,)


def _known_as(plan: Plan, number: int | None) -> str | None:
    unit = plan.units.get(number or NOBODY)
    return None if unit is None else unit.place or unit.name


def _households(before: Plan, after: Plan, old: tuple[int, ...], new: tuple[int, ...]) -> int:
    plan, numbers = (after, new) if new else (before, old)
    parts = (plan.part(number) for number in numbers)
    return sum(part.households for part in parts if part is not None)
