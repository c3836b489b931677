"""What the map of a notice draws: outlines of units before and after, moved ground, main roads."""

from typing import Any

import numpy as np
import shapely

from communities.basemap.around import barriers_within
from communities.basemap.models import BarrierClass
from communities.territory.models import Place
from gis_core.accounts.models import Level
from gis_core.shapes import Shapes, shape_array
from grids.proposals.drafting.comparing import moved_rows
from grids.proposals.drafting.outlines import outline_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import LEVELS, Side

FINENESS = 2e-5  # degrees, some two metres: enough for a sketch map of a county
DECIMALS = 5
LINES = (
    BarrierClass.EXPRESSWAY,
    BarrierClass.RAILWAY,
    BarrierClass.RIVER,
    BarrierClass.ARTERIAL,
    BarrierClass.COLLECTOR,
)


def public_outlines(county: Place, before: Side, after: Side) -> dict[str, Any]:
    """Rings in longitude and latitude; streets of the county where the units lie."""
    sides = {"before": before.plan, "after": after.plan}
    drawn = {
        side: {level.value: _units(plan, level) for level in LEVELS} for side, plan in sides.items()
    }
    return {**drawn, "moved": _moved(before.plan, after.plan), "lines": _lines(county, after.plan)}


def _units(plan: Plan, level: Level) -> list[dict[str, Any]]:
    """Name and outline of the units that have ground, shared edges thinned together."""
    units = [unit for unit in plan.live(level) if outline_of(plan, unit.number) is not None]
    shapes = shape_array(outline_of(plan, unit.number) for unit in units)
    thin = shapely.coverage_simplify(shapes, FINENESS) if len(shapes) else shapes
    return [
        {"name": unit.name, "polygons": _polygons(shape)}
        for unit, shape in zip(units, thin, strict=True)
    ]


def _moved(before: Plan, after: Plan) -> list[Any]:
    """The ground that comes to another grid, or with its grid to another community."""
    longer = max(before.ground, after.ground, key=lambda ground: ground.size)
    rows = moved_rows(before, after, LEVELS)
    return _polygons(shapely.coverage_union_all(longer.shapes[rows])) if len(rows) else []


def _lines(county: Place, plan: Plan) -> list[dict[str, Any]]:
    """Main roads, railways and rivers: what people find their way by."""
    shapes = [outline_of(plan, unit.number) for unit in plan.live(Level.COMMUNITY)]
    here = shape_array(shape for shape in shapes if shape is not None)
    if not len(here):
        return []
    west, south, east, north = shapely.total_bounds(here).tolist()
    found = barriers_within(county, (west, south, east, north), LINES)
    clipped = shapely.clip_by_rect(_thin(found.shapes), west, south, east, north)
    return [
        {"class": kind, "name": name, "paths": paths}
        for kind, name, line in zip(found.kinds, found.names, clipped, strict=True)
        if (paths := [_points(part) for part in shapely.get_parts(line)])
    ]


def _thin(lines: Shapes) -> Shapes:
    return shape_array(shapely.simplify(lines, FINENESS))


def _polygons(shape: Any) -> list[Any]:
    """The rings of each polygon, the outer first, unclosed."""
    return [
        [_points(ring)[:-1] for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.get_parts(shape)
        if not polygon.is_empty
    ]


def _points(line: Any) -> list[Any]:
    return list(np.round(shapely.get_coordinates(line), DECIMALS).tolist())
