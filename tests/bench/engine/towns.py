"""PROBLEMs of made towns: their buildings through the cells of the product, the whole as one area.

    python -m tests.bench.engine.towns FOLDER --cells 2000 5000 20000 100000

Making 100,000 cells takes some nine CPU minutes, so problems are kept in a folder: the one given,
else `ENGINE_BENCH_CACHE`, else a temporary one. They are never committed.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from communities.basemap.cells import CellMap, CellSource, build_cells
from communities.basemap.cells.source import geometries
from fixtures.town import Town, make_town

BOUNDS = {"min_households": 300, "target_households": 400, "max_households": 500}
CELLS_PER_BUILDING = 1.08
ASKED = (1.1, 1.0, 1.05, 1.15, 1.2, 0.95, 1.25)  # times the buildings wanted
NEAR = 0.03
LAYOUT = 1  # raised whenever the same cells and seed would give another problem


def town_problem(cells: int, seed: int = 1) -> dict[str, Any]:
    """A PROBLEM document of about `cells` cells (a few per cent off), without parents or sites."""
    town = _town_of(round(cells / CELLS_PER_BUILDING), seed)
    return town_document(town, build_cells(cell_source(town)))


def cached_problem(cells: int, seed: int = 1, folder: Path | None = None) -> dict[str, Any]:
    """The same, kept in the cache folder."""
    path = (folder or cache_folder()) / f"town-{LAYOUT}-{cells}-{seed}.json"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(town_problem(cells, seed)), "utf-8")
        part.rename(path)
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def cache_folder() -> Path:
    """Where problems and peers are kept between runs."""
    given = os.environ.get("ENGINE_BENCH_CACHE")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / "wangge-engine-bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _town_of(buildings: int, seed: int) -> Town:
    """A town with nearly so many buildings: `make_town` meets a number by a quarter only."""
    best: Town | None = None
    for factor in ASKED:
        town = make_town(round(factor * buildings), seed)
        if best is None or _miss(town, buildings) < _miss(best, buildings):
            best = town
        if _miss(best, buildings) <= NEAR:
            break
    assert best is not None
    return best


def _miss(town: Town, buildings: int) -> float:
    return abs(len(town.buildings.floors) / buildings - 1)


def cell_source(town: Town) -> CellSource:
    """What the product gives the cell builder: communities, buildings, barriers, present grids."""
    return CellSource(
        areas=town.communities.geometry,
        area_ids=np.arange(len(town.communities.code)),
        buildings=town.buildings.geometry,
        building_ids=np.arange(len(town.buildings.floors)),
        compounds=town.buildings.compound,
        barriers=town.barriers.geometry,
        barrier_classes=geometries(town.barriers.barrier_class.tolist()),
        extra_lines=geometries(list(shapely.boundary(town.grids.geometry))),
    )


def town_document(town: Town, cells: CellMap) -> dict[str, Any]:
    """Cells as the product hands them to the engine, rounded as it stores them; no communities."""
    return {"units": _units(town, cells), "edges": _edges(cells), "rules": dict(BOUNDS)}


def _units(town: Town, cells: CellMap) -> list[dict[str, Any]]:
    housed = town.buildings.households_resident[cells.building_ids]
    people = town.buildings.population[cells.building_ids]
    columns = (
        shapely.get_coordinates(shapely.point_on_surface(cells.polygons)).round(2).tolist(),
        np.bincount(cells.building_cell, housed, len(cells)).astype(int).tolist(),
        np.bincount(cells.building_cell, people, len(cells)).tolist(),
        shapely.area(cells.polygons).round(2).tolist(),
        cells.borders.outer.round(2).tolist(),
        cells.compound.tolist(),
    )
    return [
        {
            "id": f"c{number}",
            "x": x,
            "y": y,
            "households": households,
            "population": population,
            "area": area,
            "outer": outer,
            "group": f"g{compound}" if compound >= 0 else None,
        }
        for number, ((x, y), households, population, area, outer, compound) in enumerate(
            zip(*columns, strict=True), 1
        )
    ]


def _edges(cells: CellMap) -> list[dict[str, Any]]:
    borders = cells.borders
    rows = zip(
        borders.a.tolist(),
        borders.b.tolist(),
        borders.length.round(3).tolist(),
        borders.barrier.tolist(),
        strict=True,
    )
    return [
        {"a": f"c{a + 1}", "b": f"c{b + 1}", "length": length, "barrier": barrier or None}
        for a, b, length, barrier in rows
    ]


def main() -> None:
    """Make the problems that are missing, smallest first."""
    parser = argparse.ArgumentParser("tests.bench.engine.towns")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--cells", type=int, nargs="+", default=[2000, 5000, 20000, 100000])
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    for cells in wanted.cells:
        document = cached_problem(cells, wanted.seed, wanted.folder)
        print(f"{cells}: {len(document['units'])} cells, {len(document['edges'])} borders")


if __name__ == "__main__":
    main()
