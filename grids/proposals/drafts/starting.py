"""The first state of a draft: the units of an edition, and whose each cell is."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from uuid import UUID

import numpy as np

from communities.territory.models import Boundary, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from grids.division.cell_table import Codes
from grids.division.models import GridCell
from grids.proposals.drafting.effects import NOBODY, UnitState
from grids.proposals.drafting.ground import Ground
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.grounds import communities_under
from grids.proposals.models import Proposal

UNDIVIDED = "（未划分）"


def plan_of_edition(proposal: Proposal, ground: Ground) -> Plan:
    """The draft as its edition has it: communities by code, then grids, then what has no grid."""
    communities = _units(communities_under(proposal.edition, proposal.place), {}, 1)
    numbers = {unit.place: unit.number for unit in communities}
    grids = _units(_grids(proposal.edition, proposal.place), numbers, len(communities) + 1)
    labels = _labels(ground, proposal.edition, grids)
    rest = _undivided(ground, communities, labels, len(communities) + len(grids) + 1)
    units = _with_cells([*communities, *grids, *rest], labels)
    return Plan(ground, proposal.kind, units, labels, np.zeros(ground.size, np.bool_))


def _grids(edition: Edition, place: Place) -> list[Boundary]:
    communities = communities_under(edition, place).values("place")
    return list(boundaries_of(edition, Level.GRID).filter(parent__in=communities))


def _units(
    boundaries: Iterable[Boundary], parents: dict[str | None, int], first: int
) -> list[UnitState]:
    return [
        UnitState(
            number=number,
            level=boundary.level,
            name=boundary.place.name,
            code=boundary.place.code,
            place=str(boundary.place_id),
            parent=parents.get(str(boundary.parent_id)),
        )
        for number, boundary in enumerate(boundaries, start=first)
    ]


def _labels(ground: Ground, edition: Edition, grids: list[UnitState]) -> Codes:
    """(n,) the grid each cell has in the edition; nobody's where it has none."""
    cells = GridCell.objects.filter(edition=edition, grid__in=[unit.place for unit in grids])
    grid_of: dict[int, UUID] = dict(cells.values_list("cell", "grid"))
    numbers = {UUID(unit.place): unit.number for unit in grids if unit.place}
    found = [numbers.get(grid_of.get(key), NOBODY) for key in ground.table.ids.tolist()]  # type: ignore[arg-type]  # None is no grid's
    return np.array(found, np.int32)


def _undivided(
    ground: Ground, communities: list[UnitState], labels: Codes, first: int
) -> list[UnitState]:
    """A grid for the cells of each community that are in none; `labels` is filled in."""
    units, numbers = [], count(first)
    codes = {str(key): code for code, key in enumerate(ground.table.community_ids)}
    for community in communities:
        bare = (ground.table.community == codes.get(str(community.place), -1)) & (labels == NOBODY)
        if bare.any():
            name = f"{community.name}{UNDIVIDED}"
            unit = UnitState(next(numbers), Level.GRID, name, parent=community.number)
            labels[bare] = unit.number
            units.append(unit)
    return units


def _with_cells(units: list[UnitState], labels: Codes) -> list[UnitState]:
    """The units, those that have no cell in this cell set being retired from the beginning."""
    found = set(np.unique(labels).tolist())
    found |= {unit.parent for unit in units if unit.number in found}
    return [replace(unit, retired=unit.number not in found) for unit in units]
