"""Where rows may lie, and whether they lie where they should."""

import numpy as np
import shapely

from communities.territory.models import Boundary, County
from gis_core.crs import Offset, offset_that_fits
from gis_core.geometry import CHINA_EXTENT
from layers.importing.report import Report

MARGIN_DEGREES = 0.5  # about 50 km: a neighbour's road may reach in, another city's may not

Extent = tuple[float, float, float, float]
_NAMES = {Offset.GCJ02: "gcj02（高德、腾讯）", Offset.BD09: "bd09（百度）"}


def county_outline(county: County) -> shapely.Geometry | None:
    """The county's boundary, the newest one drawn, or None."""
    found = Boundary.objects.filter(place=county.pk).order_by("-editions").first()
    return shapely.from_wkb(bytes(found.geom.wkb)) if found else None


def county_extent(county: County | None) -> Extent:
    """The rectangle rows of the county may lie in, degrees."""
    outline = county_outline(county) if county else None
    if outline is None:
        return CHINA_EXTENT
    west, south, east, north = outline.bounds
    margin = MARGIN_DEGREES
    return west - margin, south - margin, east + margin, north + margin


def warn_of_place(report: Report, county: County) -> None:
    """Say when rows lie outside the county, or would fit better without a service's offset."""
    outline = county_outline(county)
    if outline is None or not report.sample:
        return
    points = np.array(report.sample)
    shapely.prepare(outline)
    share = float(shapely.contains_xy(outline, *points.T).mean())
    if share < 0.99:  # a boundary's own inaccuracy puts a few outside
        report.warnings.append(f"约 {1 - share:.0%} 的图形在县界之外。请确认文件属于本县。")
    if "GCJ" in report.header.crs or "BD-09" in report.header.crs:
        return
    better = offset_that_fits(points, outline)
    if better is not None:
        report.warnings.append(
            f"坐标按 {_NAMES[better]} 还原后与县界吻合得更好，文件可能来自该地图。"
            f"如属实，请加 --crs {better} 重新导入；系统不会自行改动坐标。"
        )
