"""The units of a proposal that become places: where somebody may go."""

from django.db.models import QuerySet

from gis_core.accounts.models import Level
from grids.proposals.drafts.starting import UNDIVIDED
from grids.proposals.models import Proposal, ProposalUnit


def homes_in(proposal: Proposal) -> "QuerySet[ProposalUnit]":
    """The living units but those that only stand for ground without a grid."""
    living = ProposalUnit.objects.filter(proposal=proposal, retired=False).defer("geom")
    return living.exclude(level=Level.GRID, place__isnull=True, name__endswith=UNDIVIDED)
