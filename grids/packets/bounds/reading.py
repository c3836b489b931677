"""Reading what lies around the units of a plan, and describing each."""

from collections.abc import Iterator

import numpy as np
import shapely

from communities.basemap.around import (
    Box,
    Features,
    barriers_within,
    buildings_within,
    compounds_within,
)
from communities.basemap.models import BarrierClass
from communities.territory.models import Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject
from gis_core.shapes import Shapes, read_shapes, shape_array
from grids.packets.bounds.following import bounds_of, outlines_as_lines
from grids.packets.bounds.model import FourBounds, Guides, Neighbours
from grids.packets.surroundings import (
    communities_beyond,
    has_ground,
    outlines_in,
    window_around,
    zone_of,
)
from grids.proposals.drafting.effects import UnitState
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import LEVELS
from grids.proposals.models import Proposal

BEYOND = 0.05  # of the greater extent: so far around the units the base map is read


def read_bounds(proposal: Proposal, plan: Plan) -> dict[int, FourBounds]:
    """The four bounds of every community and grid that has ground, by its number in the plan.

    `plan` is a state of the proposal: `edition_of(proposal).plan` or `version_of(...)`'s.
    """
    srid = zone_of(plan)
    window = window_around(plan, BEYOND)
    guides = guides_within(proposal.county, proposal.edition, window, srid)
    outside = Neighbours(*communities_beyond(proposal, plan, window, srid))
    return {
        unit.number: bounds_of(shapes[row], guides, _neighbours(plan, units, shapes, row, outside))
        for units, shapes in (_drawn(plan, level, srid) for level in LEVELS)
        for row, unit in enumerate(units)
    }


def _drawn(plan: Plan, level: Level, srid: int) -> tuple[list[UnitState], Shapes]:
    """The units of a level that have ground, and their outlines in metres."""
    units = [unit for unit in plan.live(level) if has_ground(plan, unit)]
    return units, outlines_in(plan, units, srid)


def _neighbours(
    plan: Plan, units: list[UnitState], shapes: Shapes, row: int, outside: Neighbours
) -> Neighbours:
    """The other units of the level, and the communities beyond the plan."""
    rest = np.delete(np.arange(len(units)), row)
    names = [_called(plan, units[other], units[row]) for other in rest.tolist()]
    near = shapely.dwithin(shapes[rest], shapes[row], 100.0)
    kept = [name for name, close in zip(names, near.tolist(), strict=True) if close]
    return Neighbours([*kept, *outside.names], np.concatenate([shapes[rest[near]], outside.shapes]))


def _called(plan: Plan, other: UnitState, unit: UnitState) -> str:
    """A grid of another community goes by that community's name."""
    if other.level == Level.COMMUNITY or other.parent == unit.parent or other.parent is None:
        return other.name
    return plan.units[other.parent].name


def guides_within(county: Place, edition: Edition, window: Box, srid: int) -> Guides:
    """Everything a boundary may follow in a window (degrees), in metres of a zone; each multi-part
    line in its parts."""
    found = list(_parts(barriers_within(county, window, [*BarrierClass]), None))
    compounds = compounds_within(county, window)
    found += _parts(_as_lines(compounds), "compound")
    buildings = buildings_within(county, window)
    found += [one for one in _parts(_as_lines(buildings), "building") if one[1]]
    outline = read_shapes(boundaries_of(edition, Level.COUNTY))
    found += _parts(Features(["county"], ["县界"], outlines_as_lines(outline)), "county")
    shapes = reproject(shape_array(shape for *_, shape in found), GEOGRAPHIC, srid)
    return Guides([kind for kind, *_ in found], [name for _, name, _ in found], shapes)


def _as_lines(found: Features) -> Features:
    return Features(found.kinds, found.names, outlines_as_lines(found.shapes))


def _parts(found: Features, kind: str | None) -> Iterator[tuple[str, str, shapely.Geometry]]:
    for own, name, shape in zip(found.kinds, found.names, found.shapes, strict=True):
        for part in shapely.get_parts(shape):
            yield kind or own, name, part
