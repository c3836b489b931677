"""What every place became: pairs of a place before and a place after, with what they share."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes, Counts, Floats
from grids.proposals.drafting.effects import UnitState
from grids.publication.codes import Called
from grids.publication.drafts import LEVELS, NOBODY, Draft
from grids.publication.models import Lineage, Publication

Kind = Lineage.Kind
Sums = dict[int, tuple[int, float]]
"""Households and area by unit."""


@dataclass(frozen=True)
class Share:
    """What unit `before` and unit `after` have in common; 0 stands for none."""

    before: int
    after: int
    households: int
    area: float


def shares_between(before: Codes, after: Codes, households: Counts, area: Floats) -> list[Share]:
    """Every pair of units that has cells in common; all arrays are (n,), by cell."""
    pairs, place = np.unique(np.stack([before, after]), axis=1, return_inverse=True)
    count = pairs.shape[1]
    people = np.bincount(place.ravel(), households, count).round().astype(int).tolist()
    ground = np.bincount(place.ravel(), area, count).tolist()
    return [
        Share(old, new, people[at], ground[at]) for at, (old, new) in enumerate(pairs.T.tolist())
    ]


def store_lineage(
    publication: Publication,
    draft: Draft,
    called: Mapping[int, Called],
    places: Mapping[int, UUID],
) -> None:
    """Write the lineage of every place of the proposal's ground."""
    rows = [
        row
        for level in LEVELS
        for row in _Telling(publication, draft, called, places, level).rows()
    ]
    Lineage.objects.bulk_create(rows)


class _Telling:
    """The lineage of one level."""

    def __init__(
        self,
        publication: Publication,
        draft: Draft,
        called: Mapping[int, Called],
        places: Mapping[int, UUID],
        level: Level,
    ) -> None:
        self.publication, self.draft, self.level = publication, draft, level
        self.called, self.places = called, places
        self.old, self.new = draft.units_before(level), draft.units_after(level)
        self.number_after = {one.place: number for number, one in self.new.items() if one.place}

        self.shares = self._shares()

    def rows(self) -> list[Lineage]:
        shares = list(self.shares)
        pairs = {(one.before, one.after) for one in shares}
        shares += [Share(n, NOBODY, 0, 0.0) for n in self._ended() if (n, NOBODY) not in pairs]
        shares += [Share(NOBODY, n, 0, 0.0) for n in self._begun() if (NOBODY, n) not in pairs]
        shares += [Share(*pair, 0, 0.0) for pair in self._continuing() if pair not in pairs]
        sums = [_sums(shares, side) for side in ("before", "after")]
        return [self._row(one, *sums) for one in shares if one.before or one.after]

    def _shares(self) -> list[Share]:
        """Pairs of places; what is none's on a side, or undivided, counts as nobody's."""
        plan = self.draft.after
        living = ~plan.ground.gone
        before = _only(self.draft.labels_before(self.level), self.old)
        after = _only(plan.level(self.level).labels, self.new)
        table = plan.ground.table
        return shares_between(
            before[living], after[living], table.households[living], table.area[living]
        )

    def _ended(self) -> list[int]:
        return [n for n, one in self.old.items() if one.place not in self.number_after]

    def _begun(self) -> list[int]:
        return [n for n, one in self.new.items() if one.place is None or not self._former(one)]

    def _former(self, unit: UnitState) -> int | None:
        return self.draft.number_before.get(unit.place or "")

    def _continuing(self) -> list[tuple[int, int]]:
        found = [(self._former(one), number) for number, one in self.new.items()]
        return [(old, number) for old, number in found if old]

    def _row(
        self,
        share: Share,
        before: dict[int, tuple[int, float]],
        after: dict[int, tuple[int, float]],
    ) -> Lineage:
        old, new = self.old.get(share.before), self.new.get(share.after)
        own, others = before.get(share.before), after.get(share.after)
        return Lineage(
            publication=self.publication,
            edition_id=self.publication.edition_id,
            level=self.level,
            kind=self._kind(share),
            before_id=old.place if old else None,
            after_id=self.places[share.after] if new else None,
            parent_before_id=self.draft.parent_before(str(old.place)) if old else None,
            parent_after_id=self._parent_after(new) if new else None,
            name_before=old.name if old else "",
            code_before=old.code if old else "",
            name_after=self.called[share.after].name if new else "",
            code_after=self.called[share.after].code if new else "",
            households=share.households,
            area_m2=share.area,
            households_share_before=_of(share.households, own and own[0]) if old else None,
            households_share_after=_of(share.households, others and others[0]) if new else None,
            area_share_before=_of(share.area, own and own[1]) if old else None,
            area_share_after=_of(share.area, others and others[1]) if new else None,
        )

    def _parent_after(self, unit: UnitState) -> UUID:
        if unit.level == Level.GRID and unit.parent is not None:
            return self.places[unit.parent]
        return self.draft.subdistrict_of(unit.number)

    def _kind(self, share: Share) -> str:
        if not share.after:
            return Kind.ABOLISHED
        if not share.before:
            return Kind.CREATED
        old, new = self.old[share.before], self.new[share.after]
        if old.place == new.place:
            return self._kind_of_same(old, new)
        if old.place in self.number_after:
            return Kind.MOVED if self._former(new) else Kind.SPLIT
        heirs = [one for one in self.shares if one.before == share.before and one.after]
        return Kind.MERGED if len(heirs) == 1 else Kind.SPLIT

    def _kind_of_same(self, old: UnitState, new: UnitState) -> str:
        if old.name != self.called[new.number].name:
            return Kind.RENAMED
        if self.draft.parent_before(str(old.place)) != self._parent_after(new):
            return Kind.REGROUPED
        return Kind.CONTINUED


def _only(labels: Codes, units: Mapping[int, UnitState]) -> Codes:
    """The labels that are places, nobody's for all others."""
    return np.where(np.isin(labels, list(units)), labels, NOBODY).astype(np.int32)


def _sums(shares: list[Share], side: str) -> Sums:
    """What the units of a side have in all."""
    found: Sums = {}
    for one in shares:
        households, area = found.get(getattr(one, side), (0, 0.0))
        found[getattr(one, side)] = households + one.households, area + one.area
    return found


def _of(part: float, whole: float | None) -> float | None:
    return part / whole if whole else None
