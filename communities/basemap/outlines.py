"""An outline for a county whose boundaries nobody has handed over yet.

Real files often hold buildings and roads and nothing else. The concave hull of what stands there
is no legal boundary, but it lets the work begin; the edition it goes into says so.
"""

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from communities.basemap.models import Barrier, Building
from communities.territory.models import Boundary, County, Edition, Place
from communities.territory.queries import boundaries_of
from communities.territory.services import create_place, prepare_edition
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.shapes import Shapes, read_shapes

HULL_RATIO = 0.08  # 0 follows every bay, 1 is the convex hull
MARGIN_M = 12.0
STEP_M = 40.0
NOTE = "边界为建筑与道路的外包轮廓，非法定边界"


class OutlineRefused(ValueError):
    """There is nothing to draw an outline around, or there is an outline already."""


@transaction.atomic
def outline_county(*, county: County) -> Edition:
    """Prepare an edition with one subdistrict and one community around all that was imported.

    Raises:
        OutlineRefused: no buildings and no barriers, or communities exist already.
    """
    edition = prepare_edition(county=county, note=NOTE)
    if boundaries_of(edition, Level.COMMUNITY).exists():
        raise OutlineRefused("本县已有社区边界，不需要外包轮廓。")
    buildings = read_shapes(Building.objects.filter(county=county))
    barriers = read_shapes(Barrier.objects.filter(county=county))
    if not len(buildings) + len(barriers):
        raise OutlineRefused("没有建筑和道路。请先用 import_layer 导入 buildings 和 barriers。")
    outline = _stored(hull_around(np.concatenate([buildings, barriers])))
    subdistrict = _create(Level.SUBDISTRICT, county, f"{county.code}001", "城关街道")
    community = _create(Level.COMMUNITY, county, f"{county.code}001601", f"{county.name}社区")
    Boundary.objects.of_edition(edition).filter(level=Level.COUNTY).delete()
    _draw(edition, county, None, outline)
    _draw(edition, subdistrict, county, outline)
    _draw(edition, community, subdistrict, outline)
    return edition


def hull_around(shapes: Shapes) -> shapely.Geometry:
    """One polygon with a small margin around all `shapes` (degrees in, degrees out).

    Lines and walls are sampled every 40 m, so that a long straight road is not cut off.
    """
    srid = working_srid(float(shapely.bounds(shapes)[:, [0, 2]].mean()))
    drawn = shapely.segmentize(reproject(shapes, GEOGRAPHIC, srid), STEP_M)
    points = shapely.multipoints(shapely.get_coordinates(drawn))
    hull = shapely.concave_hull(points, ratio=HULL_RATIO)
    outline = shapely.buffer(shapely.union_all([hull, *shapely.buffer(drawn, 1.0)]), MARGIN_M)
    whole = max(shapely.get_parts(outline), key=shapely.area)
    smooth = shapely.simplify(shapely.Polygon(whole.exterior), 1.0)
    return reproject(np.array([smooth], dtype=object), srid, GEOGRAPHIC)[0]


def _create(level: Level, county: County, code: str, name: str) -> Place:
    place: Place = create_place(level=level, county=county, code=code, name=name, provisional=True)
    return place


def _stored(polygon: shapely.Geometry) -> MultiPolygon:
    return MultiPolygon(GEOSGeometry(memoryview(shapely.to_wkb(polygon))), srid=GEOGRAPHIC)


def _draw(edition: Edition, place: Place, parent: Place | None, geom: MultiPolygon) -> None:
    Boundary.objects.create(
        place=place,
        parent=parent,
        county=edition.county,
        level=place.level,
        editions=(edition.number, None),
        geom=geom,
    )
