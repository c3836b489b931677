"""Where most of an ending place's households go in a proposal: the home that is suggested."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from communities.territory.models import RuleSet
from grids.division.cell_table import HOUSEHOLD_COLUMNS
from grids.division.models import GridCell
from grids.proposals.models import Proposal, ProposalCell
from grids.publication.homes import homes_in


def heirs_of(proposal: Proposal, places: Collection[UUID]) -> dict[UUID, int]:
    """The number of the unit that takes over most of each place, by households, then by cells;
    a place of which nothing goes to a unit has none."""
    whole = ProposalCell.objects.filter(proposal=proposal, piece=0, unit__isnull=False)
    grids = GridCell.objects.filter(edition=proposal.edition_id, grid__in=places)
    inside = whole.filter(cell__grid_cells__in=grids)
    found = {
        **_most(proposal, inside, "cell__grid_cells__grid", "unit__number"),
        **_most(
            proposal,
            whole.filter(cell__community__in=places),
            "cell__community",
            "unit__parent__number",
        ),
    }
    homes = set(homes_in(proposal).values_list("number", flat=True))
    return {place: number for place, number in found.items() if number in homes}


def _most(proposal: Proposal, cells: Any, place: str, unit: str) -> dict[UUID, int]:
    """The unit of most of each place: the rows come with the smallest share first."""
    column = f"cell__{HOUSEHOLD_COLUMNS[RuleSet.HouseholdCount(proposal.rule_set.household_count)]}"
    rows = cells.values(before=F(place), after=F(unit)).annotate(
        households=Coalesce(Sum(column), 0), number=Count("pk")
    )
    return {row["before"]: row["after"] for row in rows.order_by("households", "number", "-after")}
