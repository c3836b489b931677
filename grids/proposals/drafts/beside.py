"""Two states of the same ground as a map draws them: outlines with figures, and what moved."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import shapely

from gis_core.accounts.models import Level
from grids.proposals.drafting.comparing import Flow, flows, pair_units
from grids.proposals.drafting.effects import NOBODY
from grids.proposals.drafting.outlines import geojson_of, outline_of
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.comparing import Side
from grids.proposals.drafts.telling import figures_of


def draw_beside(before: Side, after: Side) -> dict[str, Any]:
    """GeoJSON of both states' units with their figures, and of the ground that moved."""
    sides = {"before": before, "after": after}
    drawn = {
        key: {"label": side.title, "outlines": _collection(_units(side.plan))}
        for key, side in sides.items()
    }
    moved = [_moved(after.plan, before.plan, flow) for flow in moved_ground(before, after)]
    return {**drawn, "moved": _collection(moved)}


def moved_ground(before: Side, after: Side) -> list[Flow]:
    """The cells that are in another grid than before, by the grids they left and entered; then
    those whose grid is the same and went to another community."""
    grids, communities = (_flows(before, after, level) for level in (Level.GRID, Level.COMMUNITY))
    told = {row for flow in grids for row in flow.rows}
    rest = (
        replace(flow, rows=tuple(row for row in flow.rows if row not in told))
        for flow in communities
    )
    return [*grids, *(flow for flow in rest if flow.rows)]


def _flows(before: Side, after: Side, level: Level) -> list[Flow]:
    same = before.draft == after.draft
    pairs = pair_units(before.plan, after.plan, level, same_draft=same)
    return flows(before.plan, after.plan, level, pairs)


def _units(plan: Plan) -> Iterable[dict[str, Any]]:
    for level in (Level.COMMUNITY, Level.GRID):
        for unit in plan.live(level):
            above = plan.units.get(unit.parent or NOBODY)
            properties = {
                "level": unit.level,
                "name": unit.name,
                "code": unit.code,
                "parent": {"id": above.number, "name": above.name} if above else None,
                "figures": figures_of(plan, unit.number),
            }
            yield _feature(unit.number, outline_of(plan, unit.number), properties)


def _moved(plan: Plan, earlier: Plan, flow: Flow) -> dict[str, Any]:
    longer = max(plan.ground, earlier.ground, key=lambda ground: ground.size)
    shape = shapely.coverage_union_all(longer.shapes[list(flow.rows)])
    return _feature(flow.rows[0], shape, {"cells": len(flow.rows)})


def _feature(number: int, shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": number,
        "geometry": geojson_of(shape),
        "properties": properties,
    }


def _collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
