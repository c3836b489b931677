"""The ground of a draft as the browser takes it: one packet of figures, one of outlines."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, WEB_MERCATOR, reproject
from grids.division.cell_table import Floats
from grids.partitioning import Problem, Rules
from grids.proposals.drafting.ground import CONSOLIDATION, Ground
from layers.api.ground_names import Names
from layers.api.packets import Column, pack

CENTI, MILLI = 100, 1000  # cells are stored to the centimetre, borders to the millimetre


def ground_packet(ground: Ground, names: Names) -> bytes:
    """Counts, borders, and who is near which venue."""
    table = ground.table
    whole: dict[str, NDArray[Any]] = {
        "households": table.households,
        "estimated": table.estimated,
        "dwellings": table.dwellings,
        "population": table.population,
        "piece": ground.piece,
        "buildings": names.buildings,
        "compound": table.compound,
        "community": table.community,
        "subdistrict": ground.subdistrict,
        "barrier": table.barrier,
        "venue_row": _problem(ground, Level.GRID).sites,
    }
    columns = {
        **{name: Column(values) for name, values in whole.items()},
        **_points(ground),
        "number": Column(names.number, differences=True),
        "area": Column(table.area, CENTI),
        "perimeter": Column(table.perimeter, CENTI),
        "a": Column(table.edges[:, 0], differences=True),
        "b": Column(table.edges[:, 1], differences=True),
        "length": Column(table.length, MILLI),
        **_reach(ground),
    }
    return pack(_header(ground, names), columns)


def shapes_packet(ground: Ground) -> bytes:
    """Rings of corners in EPSG:3857 to the centimetre, not closed, the outer one first.

    Equal corners stay equal, so what is drawn has neither gaps nor overlaps. A piece that was
    taken back has no ring.
    """
    drawn = reproject(ground.shapes, GEOGRAPHIC, WEB_MERCATOR).copy()
    drawn[ground.gone] = None
    rings, row = shapely.get_rings(drawn, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    open_ends = np.append(ring[1:] == ring[:-1], False)
    origin = np.floor(xy.min(axis=0)) if len(xy) else np.zeros(2)
    corners = np.rint((xy[open_ends] - origin) * CENTI) / CENTI
    columns = {
        "rings": Column(np.bincount(row, minlength=ground.size)),
        "corners": Column(np.bincount(ring[open_ends], minlength=len(rings))),
        "x": Column(corners[:, 0], CENTI, differences=True),
        "y": Column(corners[:, 1], CENTI, differences=True),
    }
    return pack({"rows": ground.size, "origin": origin.tolist()}, columns)


def _header(ground: Ground, names: Names) -> dict[str, Any]:
    levels = (Level.COMMUNITY, Level.GRID)
    return {
        "rows": ground.size,
        "barriers": ground.table.barrier_names,
        "compounds": names.compounds,
        "communities": names.communities,
        "venues": names.venues,
        "on_foot": ground.sites.walks is not None,
        "farthest": _farthest(ground),
        "judging": {level.value: _judging(_problem(ground, level).rules) for level in levels},
    }


def _problem(ground: Ground, level: Level) -> Problem:
    """What a level is judged by, but for what its units hang together within."""
    return ground.measure(level, CONSOLIDATION).problem


def _judging(rules: Rules) -> dict[str, Any]:
    return {
        "min_households": rules.min_households,
        "max_households": rules.max_households,
        "service_radius": rules.service_radius,
        "forbidden_barriers": rules.forbidden_barriers,
        "barrier_weight": dict(rules.barrier_weight),
        "compound_weight": rules.compound_weight,
    }


def _points(ground: Ground) -> dict[str, Column]:
    """An inner point of every cell, EPSG:3857; a piece that was taken back lies in its cell's."""
    inner = shapely.point_on_surface(reproject(ground.shapes, GEOGRAPHIC, WEB_MERCATOR))
    found, row = shapely.get_coordinates(inner, return_index=True)
    place = np.full(ground.size, -1)
    place[row] = np.arange(len(row))
    xy = np.rint(found[np.where(place < 0, place[ground.whole], place)] * CENTI) / CENTI
    return {
        "x": Column(xy[:, 0], CENTI, differences=True),
        "y": Column(xy[:, 1], CENTI, differences=True),
    }


def _reach(ground: Ground) -> dict[str, Column]:
    """By cell the venues within the largest radius that is judged by, and metres to them."""
    metres = ground.sites.distances(ground.table.xy)
    row, venue = np.nonzero(metres <= _farthest(ground))
    near: Floats = np.ceil(np.round(metres[row, venue] * CENTI, 3)) / CENTI
    start = np.searchsorted(row, np.arange(ground.size + 1))
    return {
        "reach_start": Column(start, differences=True),
        "reach_venue": Column(venue),
        "reach_metres": Column(near, CENTI),
    }


def _farthest(ground: Ground) -> float:
    radii = (ground.grid_rules.service_radius, ground.community_rules.service_radius)
    return max((radius for radius in radii if radius is not None), default=0.0)
