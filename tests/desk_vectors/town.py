"""A town of jittered cells with everything the figures depend on, made without a database.

Two subdistricts of three communities each, side by side; compounds, some torn by a community's
border; a river through the second community, streets, cells where nobody lives; venues
reached on foot, and cells from which none is.
"""

from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_core.crs import GEOGRAPHIC, reproject
from grids.division.cell_table import CellTable, Codes, Floats
from grids.division.roads import road_network
from grids.division.sites import Sites
from grids.division.walks import Walks
from grids.partitioning import Rules
from grids.partitioning.problem import Counts
from grids.proposals.drafting.ground import Ground
from tests.world import ORIGIN, WORKING

ACROSS, UP, SIDE = 18, 9, 100.0
RIVER = 4  # the column east of it
COMMUNITIES, SUBDISTRICTS, COMPOUNDS, VENUES = 6, 2, 14, 5
BARRIERS = ("arterial", "local", "river")
GRID_RULES = Rules(
    min_households=300, max_households=500, target_households=400.0, service_radius=300.0,
    forbidden_barriers=("river",), barrier_weight={"arterial": 0.15, "river": 0.1},
)  # fmt: skip
COMMUNITY_RULES = Rules(min_households=700, max_households=1200, service_radius=600.0)


def make_ground(seed: int = 4) -> Ground:
    """ACROSS x UP quadrilaterals, row 0 in the south-west."""
    rng = np.random.default_rng(seed)
    polygons = _polygons(rng)
    table = _table(polygons, rng)
    community_side = np.arange(COMMUNITIES) // (COMMUNITIES // SUBDISTRICTS)
    return Ground(
        table=table,
        piece=np.zeros(table.size, np.int32),
        shapes=reproject(polygons, WORKING, GEOGRAPHIC),
        subdistrict=community_side[table.community].astype(np.int32),
        subdistrict_ids=tuple(UUID(int=100 + row) for row in range(SUBDISTRICTS)),
        subdistrict_codes=tuple(f"62993100{row + 1}" for row in range(SUBDISTRICTS)),
        built=table.households > 0,
        footprints=lambda rows: np.empty(len(rows), dtype=object),
        sites=_sites(rng),
        grid_rules=GRID_RULES,
        community_rules=COMMUNITY_RULES,
    )


def _polygons(rng: np.random.Generator) -> "shapely.Geometry":
    x, y = np.meshgrid(np.arange(ACROSS + 1.0), np.arange(UP + 1.0))
    corner = np.stack([x, y], axis=-1) + rng.uniform(-0.3, 0.3, (UP + 1, ACROSS + 1, 2))
    xy = ORIGIN + corner * SIDE
    rings = [xy[:-1, :-1], xy[:-1, 1:], xy[1:, 1:], xy[1:, :-1]]
    return shapely.polygons(np.stack(rings, axis=2).reshape(-1, 4, 2))


def _table(polygons: "shapely.Geometry", rng: np.random.Generator) -> CellTable:
    size = ACROSS * UP
    column = np.arange(size) % ACROSS
    households: Counts = rng.integers(0, 60, size) * (rng.random(size) < 0.8)
    edges, length, barrier = _borders(polygons, column, rng)
    return CellTable(
        ids=np.arange(size, dtype=np.int64) + 1,
        xy=shapely.get_coordinates(shapely.point_on_surface(polygons)).round(2),
        households=households,
        estimated=households // 3,
        dwellings=households + 2,
        population=households * 3,
        area=shapely.area(polygons).round(2),
        perimeter=shapely.length(polygons).round(2),
        community=(column * COMMUNITIES // ACROSS).astype(np.int32),
        community_ids=tuple(UUID(int=row + 1) for row in range(COMMUNITIES)),
        compound=_compounds(size, rng),
        compound_ids=tuple(range(1, COMPOUNDS + 1)),
        edges=edges,
        length=length,
        barrier=barrier,
        barrier_names=BARRIERS,
    )


def _compounds(size: int, rng: np.random.Generator) -> Codes:
    """Blocks of two by two cells."""
    compound = np.full(size, -1, np.int32)
    for code in range(COMPOUNDS):
        at = int(rng.integers(UP - 1)) * ACROSS + int(rng.integers(ACROSS - 1))
        compound[[at, at + 1, at + ACROSS, at + ACROSS + 1]] = code
    return compound


def _borders(
    polygons: "shapely.Geometry", column: NDArray[Any], rng: np.random.Generator
) -> tuple[Codes, Floats, Codes]:
    """Sides shared; one in ten runs along a street for half its way, and half not."""
    found = []
    for a in range(len(column)):
        for b in (a + 1, a + ACROSS):
            if b >= len(column) or (b == a + 1 and column[b] == 0):
                continue
            metres = float(shapely.length(shapely.intersection(polygons[a], polygons[b])))
            river = b == a + 1 and column[b] == RIVER
            kind = 2 if river else int(rng.choice([-1, 0, 1], p=[0.6, 0.1, 0.3]))
            halves = not river and rng.random() < 0.1
            found += [(a, b, metres / 2, -1), (a, b, metres / 2, 1)] if halves else [
                (a, b, metres, kind)
            ]  # fmt: skip
    ends = np.array([row[:2] for row in found], np.int32)
    length = np.array([row[2] for row in found]).round(3)
    return ends, length, np.array([row[3] for row in found], np.int32)


def _sites(rng: np.random.Generator) -> Sites:
    """Venues on two streets from west to east, which one street from south to north joins."""
    xy = (ORIGIN + rng.uniform([0, 0], [ACROSS * SIDE, UP * SIDE], (VENUES, 2))).round(2)
    lines = [[(-50, 220), (1850, 220)], [(-50, 610), (1850, 610)], [(400, 0), (400, 900)]]
    roads = shapely.linestrings(np.array(lines) + ORIGIN)
    network = road_network(roads, np.array(["local"] * len(lines), object), 600.0)
    assert network is not None
    ids = tuple(str(row + 1) for row in range(VENUES))
    return Sites(ids, tuple(f"阵地{key}" for key in ids), xy, Walks(network, xy))
