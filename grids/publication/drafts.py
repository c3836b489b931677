"""A proposal and the edition it stands on, side by side over the same cells."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from communities.territory.models import Boundary, Edition, Place
from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.grounds import ground_of
from grids.proposals.drafts.starting import UNDIVIDED, plan_of_edition
from grids.proposals.drafts.storing import read_plan
from grids.proposals.models import Proposal

LEVELS = (Level.COMMUNITY, Level.GRID)


@dataclass(frozen=True, eq=False)
class Draft:
    """What is to be published. `before` has the cells of the edition; the rows of `after` are
    the same, then the pieces cut off them."""

    proposal: Proposal
    before: Plan
    after: Plan

    @property
    def former(self) -> Edition:
        return self.proposal.edition

    def labels_before(self, level: Level) -> Codes:
        """(n,) the unit of `before` each row of `after` had; a piece that of its cell."""
        labels: Codes = self.before.level(level).labels[self.after.ground.whole]
        return labels

    def units_before(self, level: Level) -> dict[int, UnitState]:
        """The places of the edition, by number in `before`; also those without cells."""
        return {n: one for n, one in self.before.units.items() if one.level == level and one.place}

    def units_after(self, level: Level) -> dict[int, UnitState]:
        """The units that become places, by number: the living ones that are divided."""
        return {one.number: one for one in self.after.live(level) if not undivided(one)}

    @cached_property
    def places(self) -> dict[UUID, Place]:
        """Every place of the edition under the proposal's, by key."""
        return _places_of(self.before)

    @cached_property
    def known(self) -> dict[UUID, Place]:
        """Every place a unit continues, by key; also one that was abolished before."""
        return _places_of(self.after)

    @cached_property
    def number_before(self) -> dict[str, int]:
        """The number in `before` of each place of the edition, by the place's key as text."""
        return {one.place: number for number, one in self.before.units.items() if one.place}

    def parent_before(self, place: str) -> UUID | None:
        """The community a grid was in; the subdistrict of a community; None before it was."""
        if place not in self.number_before:
            return None
        unit = self.before.units[self.number_before[place]]
        if unit.level == Level.COMMUNITY:
            return self.boundaries[UUID(place)].parent_id
        above = self.before.units[unit.parent].place if unit.parent else None
        return UUID(above) if above else None

    @cached_property
    def boundaries(self) -> dict[UUID, Boundary]:
        """The boundary in the former edition of each place of `places`."""
        found = Boundary.objects.of_edition(self.former).filter(place__in=list(self.places))
        return {row.place_id: row for row in found}

    def subdistrict_of(self, community: int) -> UUID:
        """The subdistrict a community of `after` lies in: all its cells do."""
        row = int(self.after.rows_of(community)[0])
        return self.after.ground.subdistrict_ids[int(self.after.ground.subdistrict[row])]


def _places_of(plan: Plan) -> dict[UUID, Place]:
    keys = [unit.place for unit in plan.units.values() if unit.place]
    return {place.pk: place for place in Place.objects.filter(pk__in=keys)}


def undivided(unit: UnitState) -> bool:
    """Whether this only stands for ground that has no grid (`drafts.starting`)."""
    return unit.level == Level.GRID and unit.place is None and unit.name.endswith(UNDIVIDED)


def read_draft(proposal: Proposal) -> Draft:
    """The proposal as its rows have it; the caller holds its lock.

    It is read anew, not taken from the plans this process keeps: those are locked by their own
    lock, which must never be waited for with a row locked.
    """
    return Draft(proposal, plan_of_edition(proposal, ground_of(proposal)), read_plan(proposal))


__all__ = ["LEVELS", "NOBODY", "Draft", "read_draft", "undivided"]
