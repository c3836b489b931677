"""What a draft changed, made on the edition in force, wherever that left the ground as it was."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from grids.division.cell_table import Codes, Flags
from grids.proposals.drafting.apart import tell_apart
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import Sketch
from grids.publication.carrying.conflicts import Conflict, What
from grids.publication.carrying.cuts import CarriedGround
from grids.publication.carrying.standing import NO_ONE, Standing
from grids.publication.carrying.units import Units, carry_units


@dataclass(frozen=True, eq=False)
class Carried:
    """The draft on the edition in force; `kept` rows it moved there too, `settled` rows the
    edition has moved as the draft wanted; `cuts` made again; `new` units; `conflicts`."""

    plan: Plan
    kept: Codes
    settled: Codes
    cuts: int
    new: tuple[UnitState, ...]
    conflicts: tuple[Conflict, ...]


def carry(standing: Standing, ground: CarriedGround) -> Carried:
    """The three states merged, cell by cell and unit by unit."""
    return _Merging(standing, ground).carried()


class _Merging:
    """Rows are those of the carried ground; codes those of `Standing`."""

    def __init__(self, standing: Standing, ground: CarriedGround) -> None:
        self.standing, self.ground = standing, ground
        self.whole = ground.ground.whole
        cells = np.where(ground.row < 0, np.int32(-1), standing.draft.ground.whole[ground.row])
        self.base = standing.coded(standing.before, cells)
        self.mine = standing.coded(standing.draft, ground.row)
        self.theirs = standing.coded(standing.now, self.whole)
        self.own = standing.now.own_community()[self.whole]
        self.units: Units = carry_units(standing, self.mine, self.own)
        self.numbers = self._numbers()

    def _numbers(self) -> Codes:
        """The number of each code, -1 for units that are no more."""
        found = np.full(max(self.standing.keys, default=NO_ONE) + 1, -1, np.int32)
        found[NO_ONE] = NOBODY
        for key, number in self.units.numbers.items():
            found[self.standing.codes[key]] = number
        return found

    def carried(self) -> Carried:
        moved = (self.ground.row >= 0) & (self.mine != self.base)
        free = moved & (self.theirs == self.base)
        both = moved & ~free & (self.mine != self.theirs)
        gone = free & (self.numbers[self.mine] < 0)
        strayed = free & ~gone & self._strays()
        kept = free & ~gone & ~strayed
        labels = self.numbers[np.where(kept, self.mine, self.theirs)]
        masks: tuple[tuple[What, Flags], ...] = (
            ("both", both), ("gone", gone), ("strayed", strayed),
        )  # fmt: skip
        conflicts = [one for what, mask in masks for one in self._told(what, mask)]
        plan = self._plan(labels)
        return Carried(
            plan=plan,
            kept=np.flatnonzero(kept).astype(np.int32),
            settled=np.flatnonzero(moved & (self.mine == self.theirs)).astype(np.int32),
            cuts=len(self.ground.ground.cuts.root),
            new=tuple(plan.units[n] for n in sorted(plan.units.keys() - self._known())),
            conflicts=(*conflicts, *self._lost(), *self.units.conflicts, *self._returned(plan)),
        )

    def _known(self) -> set[int]:
        return set(self.standing.now.units)

    def _strays(self) -> Flags:
        """(n,) whether a division would put the row into a grid of another community."""
        if self.standing.draft.consolidates:
            return np.zeros(len(self.mine), np.bool_)
        parents = np.zeros(max(self.units.states) + 1, np.int32)
        for number, unit in self.units.states.items():
            parents[number] = unit.parent or NOBODY
        goal = self.numbers[self.mine]
        return np.asarray((goal != NOBODY) & (parents[goal] != self.own))

    def _plan(self, labels: Codes) -> Plan:
        """Units without cells are retired, or forgotten where no edition knows them."""
        living = set(labels.tolist()) - {NOBODY}
        living |= {self.units.states[number].parent or NOBODY for number in living}
        states = {
            number: replace(unit, retired=number not in living)
            for number, unit in self.units.states.items()
            if number in living or number in self._known() or unit.place
        }
        after = Sketch(labels, states)
        tell_apart(Sketch(labels, dict(self.standing.now.units)), after)
        locked = self.ground.same & self.standing.draft.locked[self.ground.row]
        kind = self.standing.draft.kind
        return Plan(self.ground.ground, kind, after.units.values(), labels, locked)

    def _told(self, what: What, mask: Flags) -> Iterator[Conflict]:
        """The rows of a mask by the units the draft and the edition want them in."""
        rows = np.flatnonzero(mask)
        if not len(rows):
            return
        ends = np.stack([self.mine[rows], self.theirs[rows]])
        pairs, place = np.unique(ends, axis=1, return_inverse=True)
        for at, (mine, theirs) in enumerate(pairs.T.tolist()):
            own = rows[place.ravel() == at]
            names = self._name(1, mine), self._name(2, theirs)
            people = int(self.ground.ground.households[own].sum())
            yield Conflict(what, *names, tuple(own.tolist()), people)

    def _name(self, which: int, code: int) -> str:
        unit = self.standing.units[which].get(self.standing.keys.get(code, ""))
        return unit.name if unit else ""

    def _lost(self) -> Iterator[Conflict]:
        """Pieces of cuts that could not be made again and were in another grid than their cell."""
        draft = self.standing.draft
        for piece in self.ground.lost.tolist():
            root = int(draft.ground.whole[piece])
            mine, cell = (draft.units.get(int(draft.labels[row])) for row in (piece, root))
            if mine is not cell:
                yield Conflict("cut", mine.name if mine else "", cell.name if cell else "")

    def _returned(self, plan: Plan) -> Iterator[Conflict]:
        """Units the draft gave up and the edition gave ground to."""
        before, draft, _now = self.standing.units
        for key, unit in sorted(draft.items()):
            number = self.units.numbers.get(key)
            lived = key in before and not before[key].retired
            if unit.retired and lived and number in plan.units and not plan.units[number].retired:
                yield Conflict("returned", plan.units[number].name)
