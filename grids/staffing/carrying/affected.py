"""Whom a redrawing of grids touches: people and units of grids that end, and where they go."""

from django.utils import timezone

from grids.checklist.affected import Affected
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal
from grids.publication.heirs import decided, heirs_in
from grids.staffing.carrying.rehoming import COVERAGE, POSTING
from grids.staffing.queries import coverage_on, postings_on

NOWHERE = "—"


def affected_staff(proposal: Proposal, before: Side, after: Side) -> list[Affected]:
    """Everybody at a grid that is no more afterwards, with the grid they go to."""
    del before  # what a grid was is known by its place
    heirs, plan = heirs_in(proposal, after.plan), after.plan
    ended = {place: number for place, number in heirs.numbers.items() if number not in heirs.living}
    if not ended:
        return []
    today = timezone.localdate()
    postings = postings_on(proposal.county, today).filter(place__in=ended)
    coverage = coverage_on(proposal.county, today).filter(grid__in=ended)
    settled = {kind: decided(proposal, kind) for kind in (POSTING, COVERAGE)}
    rows = [(POSTING, row, row.place_id) for row in postings]
    rows += [(COVERAGE, row, row.grid_id) for row in coverage]  # type: ignore[misc]  # as above
    found = []
    for kind, row, place in rows:
        to = settled[kind].get(str(row.pk), heirs.of(place))
        name = plan.units[to].name if to in plan.units else NOWHERE
        found.append(Affected(str(row), plan.units[ended[place]].name, name))
    return found
