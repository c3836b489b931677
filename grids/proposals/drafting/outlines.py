"""Outlines of units: exact unions of their cells, made again only where cells came or went."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from gis_core.accounts.models import Level
from gis_core.shapes import shape_array
from grids.proposals.drafting.plan import Plan

DECIMALS = 7  # about a centimetre, for drawing only


def outline_of(plan: Plan, number: int) -> Any:
    """The polygon or multipolygon of a unit (EPSG:4490), None without cells; kept in the plan.

    A community is the union of its grids: they are exactly noded, being unions of cells.
    """
    if number not in plan.outlines:
        plan.outlines[number] = _dissolve(plan, number)
    return plan.outlines[number]


def _dissolve(plan: Plan, number: int) -> Any:
    if plan.units[number].level == Level.GRID:
        shapes = plan.ground.shapes[plan.rows_of(number)]
    else:
        inside = (outline_of(plan, grid.number) for grid in plan.children(number))
        shapes = shape_array(shape for shape in inside if shape is not None)
    return shapely.coverage_union_all(shapes) if len(shapes) else None


def features_of(plan: Plan, numbers: Iterable[int]) -> dict[str, Any]:
    """GeoJSON of these units in longitude and latitude; geometry null without cells."""
    features = [
        {
            "type": "Feature",
            "id": number,
            "geometry": geojson_of(outline_of(plan, number)),
            "properties": {"level": plan.units[number].level},
        }
        for number in sorted(numbers)
    ]
    return {"type": "FeatureCollection", "features": features}


def geojson_of(shape: Any) -> dict[str, Any] | None:
    """A polygon or multipolygon as GeoJSON, rounded to `DECIMALS`."""
    if shape is None or shape.is_empty:
        return None
    polygons = [_rings(polygon) for polygon in shapely.get_parts(shape)]
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: Any) -> list[Any]:
    rings = [polygon.exterior, *polygon.interiors]
    return [np.round(shapely.get_coordinates(ring), DECIMALS).tolist() for ring in rings]
