"""Both states of a case side by side: which unit is which, and what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gis_core.accounts.models import Level
from grids.proposals.drafting.comparing import Flow, Pair, flows, pair_units
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.plan import Plan

LEVELS = (Level.COMMUNITY, Level.GRID)


@dataclass(frozen=True, eq=False)
class Difference:
    """The edition's plan and the draft's; units paired and flows of cells by level."""

    before: Plan
    after: Plan
    pairs: Mapping[Level, Sequence[Pair]]
    flows: Mapping[Level, Sequence[Flow]]

    @property
    def every_flow(self) -> list[Flow]:
        """The flows of both levels, communities first."""
        return [flow for level in LEVELS for flow in self.flows[level]]

    @property
    def ground(self) -> Ground:
        """The ground of the side that has all pieces, whose rows the flows name."""
        return max((self.before, self.after), key=lambda plan: plan.ground.size).ground


def difference_of(before: Plan, after: Plan) -> Difference:
    """Pair the units of an edition and a draft of it."""
    pairs = {level: pair_units(before, after, level, same_draft=False) for level in LEVELS}
    moved = {level: flows(before, after, level, pairs[level]) for level in LEVELS}
    return Difference(before, after, pairs, moved)


def full_name(plan: Plan, number: int) -> str:
    """A unit's name, a grid's behind its community's."""
    if number == NOBODY:
        return "未划分"
    unit = plan.units[number]
    above = plan.units.get(unit.parent or NOBODY)
    return f"{above.name}·{unit.name}" if above else unit.name
