"""Writing a finished set of cells: rows by COPY, and the outlines that follow from them."""

from collections import Counter
from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np
import shapely

from communities.basemap.cells import CellMap, Finding
from communities.basemap.models import Cell, CellBorder, CellBuilding, CellSet
from communities.basemap.tiling.reading import COUNT_FIELDS, Counts, County
from gis_core.copying import copy_rows, reserve_ids
from gis_core.crs import GEOGRAPHIC, reproject, transformer
from gis_core.shapes import Shapes, to_ewkb

EXAMPLES_KEPT = 50


def to_degrees(county: County, cells: CellMap) -> Shapes:
    """The cells as stored: equal vertices stay equal, so the coverage stays exact."""
    return reproject(cells.polygons, county.srid, GEOGRAPHIC)


def store_cells(cell_set: CellSet, county: County, cells: CellMap, shapes: Shapes) -> list[int]:
    """Write cells, their buildings and their borders; the new cells' keys, in order."""
    ids = reserve_ids(Cell, len(cells))
    copy_rows(Cell, _CELL_COLUMNS, _cell_rows(ids, cell_set, county, cells, shapes))
    copy_rows(
        CellBuilding,
        ("cell_id", "building_id"),
        (
            (ids[cell], building)
            for cell, building in zip(
                cells.building_cell.tolist(), cells.building_ids.tolist(), strict=True
            )
        ),
    )
    copy_rows(
        CellBorder,
        ("cell_set_id", "a_id", "b_id", "length_m", "barrier_class"),
        (
            (cell_set.pk, ids[a], ids[b], round(length, 3), f"{barrier}")
            for a, b, length, barrier in zip(
                cells.borders.a.tolist(),
                cells.borders.b.tolist(),
                cells.borders.length.tolist(),
                cells.borders.barrier.tolist(),
                strict=True,
            )
        ),
    )
    return ids


def summarise(county: County, findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as kept with the set: how often each, what moved, and where the first are."""
    project = transformer(county.srid, GEOGRAPHIC).transform
    counts: Counter[str] = Counter()
    examples = []
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= EXAMPLES_KEPT:
            place = project(finding.x, finding.y) if isfinite(finding.x) else None
            examples.append(_example(finding, place))
    return {"counts": dict(sorted(counts.items())), "examples": examples}


def _example(finding: Finding, place: tuple[float, float] | None) -> dict[str, Any]:
    return {
        "code": finding.code,
        "text": finding.text,
        "buildings": list(finding.buildings[:10]),
        "area_m2": round(finding.area_m2, 1),
        "lonlat": place and list(place),
    }


_CELL_COLUMNS = (
    "id", "county_id", "cell_set_id", "community_id", "compound_id", "number", "area_m2",
    "perimeter_m", "outer_m", "east_m", "north_m", *COUNT_FIELDS, "estimated_households", "geom",
)  # fmt: skip


def _cell_rows(
    ids: list[int], cell_set: CellSet, county: County, cells: CellMap, shapes: Shapes
) -> list[tuple[Any, ...]]:
    sums, estimated = _sum_counts(county, cells)
    places = shapely.get_coordinates(shapely.point_on_surface(cells.polygons)).round(2).tolist()
    area = shapely.area(cells.polygons).round(2).tolist()
    perimeter = shapely.length(cells.polygons).round(2).tolist()
    wkb = to_ewkb(shapes)
    return [
        (
            ids[row], cell_set.county_id, cell_set.pk, county.communities[community].place_id,
            compound if compound >= 0 else None, row + 1, area[row], perimeter[row],
            round(outer, 2), *places[row], *sums[row].tolist(), int(estimated[row]), wkb[row],
        )
        for row, (community, compound, outer) in enumerate(
            zip(
                cells.area.tolist(),
                cells.compound.tolist(),
                cells.borders.outer.tolist(),
                strict=True,
            )
        )
    ]  # fmt: skip


def _sum_counts(county: County, cells: CellMap) -> tuple[Counts, Counts]:
    """(n, 4) the sums of the buildings' figures by cell, and (n,) of their estimates."""
    place = np.searchsorted(county.source.building_ids, cells.building_ids)
    sums = np.zeros((len(cells), len(COUNT_FIELDS)), np.int64)
    np.add.at(sums, cells.building_cell, county.counts[place])
    estimated = np.zeros(len(cells), np.int64)
    np.add.at(estimated, cells.building_cell, county.estimated[place])
    return sums, estimated
