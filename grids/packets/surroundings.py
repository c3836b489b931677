"""The units of a plan in metres, and the communities that lie around them."""

from collections.abc import Iterable

import numpy as np
import shapely

from communities.basemap.around import Box
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.shapes import Shapes, read_shapes, shape_array
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.models import Proposal


def zone_of(plan: Plan) -> int:
    """The EPSG code of the zone the units of a plan lie in."""
    west, _south, east, _north = window_around(plan)
    return working_srid((west + east) / 2)


def window_around(plan: Plan, more: float = 0.0) -> Box:
    """The box around a plan's ground and `more` of its greater extent, in degrees."""
    west, south, east, north = shapely.total_bounds(plan.ground.shapes).tolist()
    more *= max(east - west, north - south)
    return west - more, south - more, east + more, north + more


def has_ground(plan: Plan, unit: UnitState) -> bool:
    return outline_of(plan, unit.number) is not None


def outlines_in(plan: Plan, units: Iterable[UnitState], srid: int) -> Shapes:
    """The outlines of units that have ground, in metres of a zone."""
    outlines = shape_array(outline_of(plan, unit.number) for unit in units)
    return reproject(outlines, GEOGRAPHIC, srid)


def communities_beyond(
    proposal: Proposal, plan: Plan, window: Box, srid: int
) -> tuple[list[str], Shapes]:
    """Names and outlines (metres) of communities in a window that are none of the plan's."""
    rows = boundaries_of(proposal.edition, Level.COMMUNITY)
    rows = rows.exclude(place__in=[unit.place for unit in plan.units.values() if unit.place])
    shapes, names = read_shapes(rows), [row.place.name for row in rows]
    near = np.flatnonzero(shapely.intersects(shapes, shapely.box(*window)))
    return [names[row] for row in near.tolist()], reproject(shapes[near], GEOGRAPHIC, srid)
