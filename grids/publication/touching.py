"""Which places a proposal touches: what two proposals must have in common to be in each other's
way."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from grids.division.models import GridCell
from grids.proposals.drafts.starting import UNDIVIDED
from grids.proposals.models import Proposal, ProposalCell, ProposalUnit
from grids.publication.names import names_in

_FIELDS = ("cell", "cell__community", "unit__place", "unit__parent__place", "unit__name")


def touched_by(proposal: Proposal) -> set[UUID]:
    """The grids and communities of its edition that win or lose ground by it, change their
    community, are called otherwise, or end; for ground that had no grid its community."""
    found = {*_by_ground(proposal), *_by_name(proposal)}
    return {key for key in found if key is not None}


def _by_ground(proposal: Proposal) -> Iterator[UUID | None]:
    cells = GridCell.objects.filter(
        edition=proposal.edition_id, cell__cell_set=proposal.cell_set_id
    )
    grid_of = dict(cells.values_list("cell", "grid"))
    rows: Any = ProposalCell.objects.filter(proposal=proposal, unit__isnull=False)
    for cell, community, grid, parent, name in rows.values_list(*_FIELDS).iterator():
        before = grid_of.get(cell)
        if parent != community:
            yield from (community, parent, before, grid)
        elif grid != before:
            yield from (before, grid)
        elif cell not in grid_of and not name.endswith(UNDIVIDED):
            yield community


def _by_name(proposal: Proposal) -> Iterator[UUID | None]:
    names = names_in(proposal.edition)
    units = ProposalUnit.objects.filter(proposal=proposal, place__isnull=False)
    for place, name, code, retired in units.values_list("place", "name", "code", "retired"):
        called = names.get(place)
        if retired or called is None or (name, code) != (called.name, called.code):
            yield place
