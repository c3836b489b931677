"""Draw the first boundaries of a county that has no boundary files."""

from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection, transaction

from communities.territory.models import Boundary, County
from communities.territory.queries import rule_set_in_force
from communities.territory.rules import RuleKey
from gis_core.accounts.models import Level
from gis_core.crs import GEOGRAPHIC, reproject, working_srid
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Header
from layers.importing import outlining
from layers.importing.places import PlaceLoader, Row, create_county, edition_to_draw
from layers.importing.report import Report


@dataclass(frozen=True)
class Outline:
    """What was made: `communities` counts them, `households` lists theirs."""

    county: County
    created: bool
    households: list[int]


@transaction.atomic
def outline_county(*, code: str, name: str) -> Outline:
    """Create the county, or, once it has buildings or roads, draw its first boundaries.

    Raises:
        FileRefused: no name for a new county, an edition in force, or communities are drawn.
    """
    county = (
        County.objects.select_for_update(no_key=True).filter(code=code, abolished=False).first()
    )
    if county is None:
        if not name:
            raise FileRefused(FileFault.REQUEST, f"还没有县 {code}。请加 --name 名称。")
        return Outline(create_county(code, name), True, [])
    drawn = Boundary.objects.of_edition(edition_to_draw(county))
    if drawn.filter(level=Level.COMMUNITY).exists():
        raise FileRefused(FileFault.REQUEST, "本县已有社区边界，不再推定。")
    return Outline(county, False, _draw(county))


def _draw(county: County) -> list[int]:
    points, households = _buildings(county)
    lines, classes = _barriers(county)
    if not len(points) and not len(lines):
        raise FileRefused(FileFault.REQUEST, "还没有建筑和道路。请先导入 buildings 和 barriers。")
    srid = working_srid(float(shapely.get_x(shapely.centroid([*points, *lines][0]))))
    points, lines = (reproject(shapes, GEOGRAPHIC, srid) for shapes in (points, lines))
    outline = outlining.hull(np.array([*points, *lines], dtype=object))
    rules = rule_set_in_force(county).values_by_key()
    bounds = int(rules[RuleKey.COMMUNITY_MIN]), int(rules[RuleKey.COMMUNITY_MAX])
    parts = outlining.communities(
        outline, outlining.Barriers(lines, classes), points, households, bounds
    )
    shapes = reproject(np.array([outline, *parts], dtype=object), srid, GEOGRAPHIC)
    _store(county, shapes[0], shapes[1:])
    return [int(n) for n in outlining.count_households(parts, points, households)]


def _store(county: County, outline: shapely.Geometry, parts: outlining.Shapes) -> None:
    whole = shapely.multipolygons([outline])
    _load(Level.COUNTY, county, [Row(1, county.code, county.name, "", "", whole)])
    _load(Level.SUBDISTRICT, county, [Row(1, "", f"{county.name}街道（推定）", "", "", whole)])
    rows = [
        Row(at, "", f"第{at}片区（推定）", "", "", shapely.multipolygons(shapely.get_parts(part)))
        for at, part in enumerate(sorted(parts, key=_reading_order), start=1)
    ]
    _load(Level.COMMUNITY, county, rows)


def _load(level: Level, county: County, rows: list[Row]) -> None:
    header = Header(format="", layer="", rows=len(rows), columns=[], crs="", crs_how="")
    report = Report(layer="", label="", file_name="", sha256="", header=header)
    PlaceLoader(level, county, report).load(rows, remove_missing=False)
    if report.refused:
        raise FileRefused(FileFault.REQUEST, report.refusals[0].reason)


def _buildings(county: County) -> tuple[outlining.Shapes, outlining.Households]:
    rows = _ask(
        "SELECT ST_AsBinary(ST_PointOnSurface(geom)), coalesce(households_resident, dwellings, 0) "
        "FROM basemap_building WHERE county_id = %s ORDER BY id",
        county,
    )
    shapes = shapely.from_wkb(np.array([bytes(row[0]) for row in rows], dtype=object))
    return shapes, np.array([row[1] for row in rows], dtype=np.int64)


def _barriers(county: County) -> tuple[outlining.Shapes, outlining.Shapes]:
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
