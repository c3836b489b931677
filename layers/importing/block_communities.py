"""Provisional communities of a county that has an outline and no communities of its own."""

import numpy as np
import shapely
from django.db import connection, transaction

from communities.territory.models import Boundary, County, Place
from communities.territory.queries import rule_set_in_force
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Header
from layers.importing import street_blocks
from layers.importing.place_rows import Row
from layers.importing.places import PlaceLoader, edition_to_draw
from layers.importing.report import Report
from layers.importing.requests import lock_county
from layers.importing.street_blocks import Households, Shapes

NO_OUTLINE = "本县还没有外廓。请先运行 outline_county，或导入县界和街道边界。"
OFFICIAL = "本县已有正式代码的社区，不再推定。"


@transaction.atomic
def outline_communities(*, code: str) -> list[int]:
    """Replace the county's provisional communities by street blocks; the households of each.

    Raises:
        FileRefused: no outline, official communities, or an edition in force.
    """
    county = lock_county(code)
    drawn = Boundary.objects.of_edition(edition_to_draw(county))
    communities = drawn.filter(level=Level.COMMUNITY)
    if communities.filter(place__code_status=Place.CodeStatus.OFFICIAL).exists():
        raise FileRefused(FileFault.REQUEST, OFFICIAL)
    outline = drawn.filter(level=Level.COUNTY).first()
    if outline is None or not drawn.filter(level=Level.SUBDISTRICT).exists():
        raise FileRefused(FileFault.REQUEST, NO_OUTLINE)
    return _draw(county, shapely.from_wkb(bytes(outline.geom.wkb)))


def _draw(county: County, outline: shapely.Geometry) -> list[int]:
    srid = working_srid(float(outline.centroid.x))
    points, households = _buildings(county)
    lines, classes = _barriers(county)
    barriers = street_blocks.Barriers(reproject(lines, GEOGRAPHIC, srid), classes)
    points = reproject(points, GEOGRAPHIC, srid)
    whole = reproject(np.array([outline], dtype=object), GEOGRAPHIC, srid)[0]
    rules = rule_set_in_force(county).values_by_key()
    bounds = int(rules[RuleKey.COMMUNITY_MIN]), int(rules[RuleKey.COMMUNITY_MAX])
    parts = street_blocks.communities(whole, barriers, points, households, bounds)
    _store(county, reproject(parts, srid, GEOGRAPHIC))
    return [int(n) for n in street_blocks.count_households(parts, points, households)]


def _store(county: County, parts: Shapes) -> None:
    rows = [
        Row(at, "", f"第{at}片区（推定）", "", "", shapely.multipolygons(shapely.get_parts(part)))
        for at, part in enumerate(sorted(parts, key=_reading_order), start=1)
    ]
    header = Header(format="", layer="", rows=len(rows), columns=[], crs="", crs_how="")
    report = Report(layer="", label="", file_name="", sha256="", header=header)
    PlaceLoader(Level.COMMUNITY, county, report).load(rows, remove_missing=True)
    if report.refused:
        raise FileRefused(FileFault.REQUEST, report.refusals[0].reason)


def _buildings(county: County) -> tuple[Shapes, Households]:
    rows = _ask(
        "SELECT ST_AsBinary(ST_PointOnSurface(geom)), coalesce(households_resident, dwellings, 0) "
        "FROM basemap_building WHERE county_id = %s ORDER BY id",
        county,
    )
    shapes = shapely.from_wkb(np.array([bytes(row[0]) for row in rows], dtype=object))
    return shapes, np.array([row[1] for row in rows], dtype=np.int64)


def _barriers(county: County) -> tuple[Shapes, Shapes]:
    rows = _ask(
        "SELECT ST_AsBinary(geom), barrier_class FROM basemap_barrier "
        "WHERE county_id = %s ORDER BY id",
        county,
    )
    shapes = shapely.from_wkb(np.array([bytes(row[0]) for row in rows], dtype=object))
    return shapes, np.array([row[1] for row in rows], dtype=object)


def _ask(question: str, county: County) -> list[tuple[bytes, int]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [county.pk])
        return list(cursor.fetchall())


def _reading_order(shape: shapely.Geometry) -> tuple[float, float]:
    point = shape.representative_point()
    return (-round(point.y, 2), point.x)
