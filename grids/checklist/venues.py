"""The venues a change of units touches."""

from collections.abc import Sequence

import numpy as np
import shapely

from communities.basemap.models import Venue
from gis_core.accounts.models import Level
from gis_core.shapes import points_at
from grids.checklist.affected import Affected
from grids.proposals.drafting.comparing import pair_units
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

LEVELS = (Level.COMMUNITY, Level.GRID)


def affected_venues(proposal: Proposal, before: Side, after: Side) -> list[Affected]:
    """The venues that stand in another community or grid afterwards."""
    venues = Venue.objects.filter(county=proposal.county_id).order_by("pk")
    return moved([(one.name, one.geom.coords) for one in venues], before, after)


def moved(
    points: Sequence[tuple[str, tuple[float, float]]], before: Side, after: Side
) -> list[Affected]:
    """Which of these points, named and given as longitude and latitude, lie in another community
    or grid afterwards."""
    places = points_at(at for _name, at in points)
    tree = shapely.STRtree(after.plan.ground.shapes)
    venue, row = tree.query(places, predicate="intersects")
    same = {level: _same(before, after, level) for level in LEVELS}
    found = []
    for one in np.unique(venue).tolist():
        at = int(row[venue == one].min())
        own, other = (_units_at(side.plan, at) for side in (before, after))
        if any((own[level], other[level]) not in same[level] for level in LEVELS):
            names = (_named(before.plan, own), _named(after.plan, other))
            found.append(Affected(points[one][0], *names))
    return found


def _same(before: Side, after: Side, level: Level) -> set[tuple[int | None, int | None]]:
    same = before.draft == after.draft
    pairs = pair_units(before.plan, after.plan, level, same_draft=same)
    return {(pair.before, pair.after) for pair in pairs} | {(NOBODY, NOBODY)}


def _units_at(plan: Plan, row: int) -> dict[Level, int]:
    """The community and the grid of a cell; nobody's where the state does not know the piece."""
    return {
        level: int(plan.level(level).labels[row]) if row < len(plan.labels) else NOBODY
        for level in LEVELS
    }


def _named(plan: Plan, units: dict[Level, int]) -> str:
    names = [plan.units[number].name for number in units.values() if number != NOBODY]
    return " · ".join(names) or "—"
