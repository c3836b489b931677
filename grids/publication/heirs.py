"""Which unit of a proposal goes on with those of each place of its edition: the one most of the
place's households go to, then of its ground. By it a home is suggested, staff is counted before
publishing, and whoever nobody decided about is carried over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.models import Proposal
from grids.publication.drafts import undivided
from grids.publication.lineage import shares_between
from grids.publication.models import Rehoming


@dataclass(frozen=True)
class Heirs:
    """`numbers` of the draft's units of a level by place, living and ended; `living` those that
    go on; `heir` of an ended number: the unit most of its households go to."""

    numbers: dict[UUID, int]
    living: frozenset[int]
    heir: dict[int, int]

    def of(self, place: UUID) -> int | None:
        """The unit that goes on with a place; None outside the draft, or for none."""
        number = self.numbers.get(place)
        if number is None or number in self.living:
            return number
        return self.heir.get(number)


def heirs_in(proposal: Proposal, plan: Plan, level: Level = Level.GRID) -> Heirs:
    """The heirs in a draft as it stands; with all its units living nothing is measured."""
    units = [unit for unit in plan.units.values() if unit.level == level]
    numbers = {UUID(unit.place): unit.number for unit in units if unit.place}
    living = frozenset(unit.number for unit in plan.live(level))
    ended = set(numbers.values()) - living
    return Heirs(numbers, living, _heirs(proposal, plan, level, numbers) if ended else {})


def heirs_of(proposal: Proposal, places: Collection[UUID]) -> dict[UUID, int]:
    """The unit that takes over most of each of these places, as the draft stands now; a place of
    which nothing goes to a unit has none."""
    if not places:
        return {}
    with reading(proposal.pk) as plan:
        found = [heirs_in(proposal, plan, level) for level in (Level.COMMUNITY, Level.GRID)]
    pairs = ((place, heirs.of(place)) for heirs in found for place in places)
    return {place: number for place, number in pairs if number is not None}


def decided(proposal: Proposal, kind: str) -> dict[str, int | None]:
    """Where somebody decided that a row goes, by its key: a number of the draft, None to end."""
    rows = Rehoming.objects.filter(proposal=proposal, kind=kind)
    return dict(rows.values_list("key", "unit__number"))


def _heirs(
    proposal: Proposal, plan: Plan, level: Level, numbers: dict[UUID, int]
) -> dict[int, int]:
    edition = plan_of_edition(proposal, ground_of(proposal))
    before = _codes(edition, level, numbers)[edition.labels][plan.ground.whole]
    after = _codes(plan, level)[plan.labels]
    there, cells = ~plan.ground.gone, plan.ground.table
    shares = shares_between(before[there], after[there], cells.households[there], cells.area[there])
    homes = {unit.number for unit in plan.live(level) if not undivided(unit)}
    order = sorted(shares, key=lambda one: (one.households, one.area, -one.after))
    return {one.before: one.after for one in order if one.before and one.after in homes}


def _codes(plan: Plan, level: Level, numbers: dict[UUID, int] | None = None) -> Codes:
    """By label of a plan the number of the unit of that level; with `numbers`, the number another
    plan has for the unit's place."""
    table = np.full(plan.next_number, NOBODY, np.int32)
    for label, unit in _of_labels(plan, level):
        table[label] = unit.number if numbers is None else _renumbered(unit, numbers)
    return table


def _of_labels(plan: Plan, level: Level) -> Iterable[tuple[int, UnitState]]:
    for unit in plan.units.values():
        if unit.level == level:
            yield unit.number, unit
        elif level == Level.COMMUNITY and unit.parent in plan.units:
            yield unit.number, plan.units[unit.parent]


def _renumbered(unit: UnitState, numbers: dict[UUID, int]) -> int:
    return numbers.get(UUID(unit.place), NOBODY) if unit.place else NOBODY
