"""Which grid of a draft goes on with the staff of each grid of its edition."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.starting import plan_of_edition
from grids.proposals.models import Proposal
from grids.publication.lineage import shares_between
from grids.publication.models import Rehoming


@dataclass(frozen=True)
class Heirs:
    """`numbers` of the draft's grids by place, living and ended; `living` those that go on;
    `heir` of an ended number: the grid most of its households go to."""

    numbers: dict[UUID, int]
    living: frozenset[int]
    heir: dict[int, int]

    def of(self, place: UUID) -> int | None:
        """The grid that goes on with a place's staff; None outside the draft, or for none."""
        number = self.numbers.get(place)
        if number is None or number in self.living:
            return number
        return self.heir.get(number)


def heirs_of(proposal: Proposal, plan: Plan) -> Heirs:
    """The heirs in a draft as it stands; with all its grids living nothing is measured."""
    grids = [unit for unit in plan.units.values() if unit.level == Level.GRID]
    numbers = {UUID(unit.place): unit.number for unit in grids if unit.place}
    living = frozenset(unit.number for unit in plan.live(Level.GRID))
    ended = set(numbers.values()) - living
    return Heirs(numbers, living, _heirs(proposal, plan, numbers, ended) if ended else {})


def _heirs(
    proposal: Proposal, plan: Plan, numbers: dict[UUID, int], ended: set[int]
) -> dict[int, int]:
    edition = plan_of_edition(proposal, ground_of(proposal))
    alike = {
        n: numbers.get(UUID(one.place), NOBODY) for n, one in edition.units.items() if one.place
    }
    table = np.zeros(edition.next_number, np.int32)
    for number, own in alike.items():
        table[number] = own
    before: Codes = table[edition.labels][plan.ground.whole]
    there = ~plan.ground.gone
    cells = plan.ground.table
    shares = shares_between(
        before[there], plan.labels[there], cells.households[there], cells.area[there]
    )
    order = sorted(shares, key=lambda one: (one.households, one.area, -one.after))
    return {one.before: one.after for one in order if one.before in ended and one.after != NOBODY}


def decided(proposal: Proposal, kind: str) -> dict[str, int | None]:
    """Where somebody decided that a row goes, by its key: a number of the draft, None to end."""
    rows = Rehoming.objects.filter(proposal=proposal, kind=kind)
    return dict(rows.values_list("key", "unit__number"))
