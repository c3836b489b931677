"""A draft's state from its rows: as it is, or as it was at an earlier version."""

import numpy as np

from communities.territory.models import Boundary
from communities.territory.queries import boundaries_of, places_under
from gis_core.accounts.models import Level
from grids.division.cell_table import CellTable, Codes, Flags, read_cell_table
from grids.proposals.consulting.state import DraftState, rewound
from grids.proposals.drafting.effects import NOBODY, Effect, UnitState
from grids.proposals.models import Operation, Proposal, ProposalCell, ProposalUnit


def read_state(proposal: Proposal, version: int | None = None) -> DraftState:
    """The draft at this version, the present one unless another is given."""
    table = _table(proposal)
    unit, locked = _cells(proposal, table)
    state = DraftState(table, unit, locked, _units(proposal))
    if version is None or version >= proposal.version:
        return state
    later = Operation.objects.filter(proposal=proposal, version__gt=version).order_by("version")
    effects = [Effect.from_json(row) for row in later.values_list("effect", flat=True)]
    return rewound(state, effects)


def communities_of(proposal: Proposal) -> dict[str, Boundary]:
    """The communities of the draft's edition under its place, by key."""
    places = places_under([proposal.place_id])
    found = boundaries_of(proposal.edition, Level.COMMUNITY).filter(place__in=places)
    return {str(boundary.place_id): boundary for boundary in found}


def _table(proposal: Proposal) -> CellTable:
    table = read_cell_table(proposal.cell_set, proposal.rule_set)
    mine = communities_of(proposal)
    rows = [row for row, key in enumerate(table.community_ids) if str(key) in mine]
    return table.of(np.isin(table.community, rows)).recoded()


def _cells(proposal: Proposal, table: CellTable) -> tuple[Codes, Flags]:
    """(n,) number of each cell's unit and whether it is locked, in the order of the table."""
    rows = ProposalCell.objects.filter(proposal=proposal, piece=0)
    found = {
        cell: (number or NOBODY, locked)
        for cell, number, locked in rows.values_list("cell_id", "unit__number", "locked")
    }
    pairs = [found.get(key, (NOBODY, False)) for key in table.ids.tolist()]
    unit = np.array([number for number, _ in pairs], np.int32)
    return unit, np.array([locked for _, locked in pairs], np.bool_)


def _units(proposal: Proposal) -> dict[int, UnitState]:
    rows = ProposalUnit.objects.filter(proposal=proposal).select_related("parent").defer("geom")
    return {
        row.number: UnitState(
            number=row.number,
            level=row.level,
            name=row.name,
            code=row.code,
            place=str(row.place_id) if row.place_id else None,
            parent=row.parent.number if row.parent else None,
            locked=row.locked,
            retired=row.retired,
        )
        for row in rows
    }
