"""What the cell builder needs of one county, read in one go, in metres of its zone."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import QuerySet
from numpy.typing import NDArray

from communities.basemap.cells import CellSource
from communities.basemap.models import Barrier, Building, CountSource
from communities.territory.models import Boundary, Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.shapes import read_shapes, shape_array

Counts = NDArray[np.int64]

COUNT_FIELDS = ("dwellings", "households_registered", "households_resident", "population")


@dataclass(frozen=True, eq=False)
class County:
    """One county ready to be tiled.

    `source.area_ids` are rows of `communities`; `counts` (b, 4) are the buildings' figures in
    the order of COUNT_FIELDS, `estimated` (b,) their households where these are estimates.
    """

    srid: int
    source: CellSource
    communities: list[Boundary]
    counts: Counts
    estimated: Counts


class NothingToTile(ValueError):
    """The county has no communities yet; the text says how to bring them in."""


def read_county(edition: Edition) -> County:
    """Communities, buildings, barriers and grid outlines of an edition's county.

    Raises:
        NothingToTile: the edition holds no community boundaries.
    """
    communities = list(boundaries_of(edition, Level.COMMUNITY))
    if not communities:
        raise NothingToTile("本县还没有社区边界。请先用 import_layer communities 导入社区。")
    areas = read_shapes(boundaries_of(edition, Level.COMMUNITY))
    srid = working_srid(float(shapely.bounds(areas)[:, [0, 2]].mean()))
    buildings = Building.objects.filter(county=edition.county_id).order_by("pk")
    counts, estimated = _counts(buildings)
    barriers = Barrier.objects.filter(county=edition.county_id).order_by("pk")
    grids = shapely.boundary(read_shapes(boundaries_of(edition, Level.GRID)))
    source = CellSource(
        areas=reproject(areas, GEOGRAPHIC, srid),
        area_ids=np.arange(len(areas)),
        buildings=reproject(read_shapes(buildings), GEOGRAPHIC, srid),
        building_ids=np.array(buildings.values_list("pk", flat=True), np.int64),
        compounds=np.array(
            [compound or -1 for compound in buildings.values_list("compound_id", flat=True)],
            np.int64,
        ),
        barriers=reproject(read_shapes(barriers), GEOGRAPHIC, srid),
        barrier_classes=shape_array(list(barriers.values_list("barrier_class", flat=True))),
        extra_lines=reproject(np.asarray(grids), GEOGRAPHIC, srid),
    )
    return County(srid, source, communities, counts, estimated)


def _counts(buildings: "QuerySet[Building]") -> tuple[Counts, Counts]:
    rows = list(buildings.values_list(*COUNT_FIELDS, "count_source"))
    counts = np.array([[count or 0 for count in row[:4]] for row in rows], np.int64).reshape(-1, 4)
    guessed = np.array([row[4] in (CountSource.ESTIMATE, CountSource.SMALL_AREA) for row in rows])
    return counts, np.where(guessed, counts[:, 2], 0) if rows else counts[:, 2]
