"""Real districts as sources for the cell builder."""

import zipfile
from pathlib import Path

import geopandas
import numpy as np
import shapely

from communities.basemap.cells import CellSource
from communities.basemap.cells.source import geometries

ARCHIVE = ("cn_osm_districts", "cn_osm_districts.gpkg.zip")
"""Where the districts lie in the folder of real data."""
CLASSES = {
    "motorway": "expressway",
    "trunk": "arterial",
    "primary": "arterial",
    "secondary": "arterial",
    "tertiary": "collector",
}
PATHS = ("footway", "steps", "path", "cycleway", "corridor", "pedestrian")


def load_district(
    archive: Path, name: str, *, paths: bool = False, communities: int = 1
) -> CellSource:
    """A district in its 3-degree zone; the area is the hull of what is there.

    `paths`: footways divide too (on an island without cars). `communities`: the hull is parted at
    random, so that boundaries run through whatever stands there.
    """
    buildings, edges = (_read(archive, name, layer) for layer in ("buildings", "road_edges"))
    epsg = 4534 + round(buildings.total_bounds[[0, 2]].mean() / 3) - 25
    edges["kind"] = edges.highway.str.extract(r"([a-z]+)", expand=False)
    edges = edges if paths else edges[~edges.kind.isin(PATHS)]
    walls = np.asarray(buildings.to_crs(epsg).geometry.array)
    roads = np.asarray(edges.to_crs(epsg).geometry.array)
    areas = _part(walls, roads, communities)
    return CellSource(
        areas=areas,
        area_ids=np.arange(1, len(areas) + 1),
        buildings=geometries(walls),
        building_ids=np.arange(1, len(walls) + 1),
        compounds=np.full(len(walls), -1),
        barriers=geometries(roads),
        barrier_classes=geometries([CLASSES.get(kind, "local") for kind in edges.kind]),
    )


def _read(archive: Path, name: str, layer: str) -> geopandas.GeoDataFrame:
    with zipfile.ZipFile(archive) as packed:
        inner = packed.namelist()[0]
    where = f"district = '{name}'"
    return geopandas.read_file(f"/vsizip/{archive}/{inner}", layer=layer, where=where)


def _part(walls: np.ndarray, roads: np.ndarray, communities: int) -> np.ndarray:
    points = shapely.get_coordinates(np.concatenate((walls, roads)))
    hull = shapely.convex_hull(shapely.multipoints(points)).buffer(5, quad_segs=2)
    if communities == 1:
        return geometries([hull])
    west, south, east, north = hull.bounds
    chance = np.random.default_rng(1)
    seeds = chance.uniform((west, south), (east, north), (communities, 2))
    parts = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=hull)
    areas = shapely.intersection(shapely.get_parts(parts), hull)
    return geometries(areas[shapely.area(areas) > 1])
