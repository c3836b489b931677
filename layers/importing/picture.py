"""A small picture of where the rows of a file lie: the county's outline and a sample of points."""

from collections.abc import Callable
from html import escape
from math import cos, radians
from pathlib import Path

import shapely

from communities.territory.models import County
from layers.importing.extents import county_outline
from layers.importing.report import Report

SIZE = 480
MARGIN = 24


def write_picture(report: Report, county: County | None, path: Path) -> None:
    """Write the picture as SVG; distances are true to scale at the middle latitude."""
    outline = county_outline(county) if county else None
    box = _frame(report, outline)
    if box is None:
        return
    west, south, east, north = box
    squeeze = cos(radians((south + north) / 2))
    scale = (SIZE - 2 * MARGIN) / max((east - west) * squeeze, north - south, 1e-9)

    def place(lon: float, lat: float) -> str:
        x, y = MARGIN + (lon - west) * squeeze * scale, MARGIN + (north - lat) * scale
        return f"{x:.1f} {y:.1f}"

    parts = [_polygons(outline, place)] if outline is not None else []
    parts += [_dot(place(*point)) for point in report.sample]
    title = f"{report.label} · {report.file_name}" + (f" · {county.name}" if county else "")
    extent = "{:.5f}, {:.5f} – {:.5f}, {:.5f}".format(*(report.extent or box))
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE + 40}" '
        f'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(parts)}"
        f'<text x="{MARGIN}" y="{SIZE + 12}">{escape(title)}</text>'
        f'<text x="{MARGIN}" y="{SIZE + 28}" fill="#555">{extent}</text></svg>\n',
        encoding="utf-8",
    )


def _frame(
    report: Report, outline: shapely.Geometry | None
) -> tuple[float, float, float, float] | None:
    boxes = [box for box in (report.extent, outline.bounds if outline else None) if box]
    if not boxes:
        return None
    columns = list(zip(*boxes, strict=True))
    return (min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3]))


def _polygons(outline: shapely.Geometry, place: Callable[[float, float], str]) -> str:
    simple = shapely.simplify(outline, max(outline.length / 2000, 1e-6))
    rings = [part.exterior for part in shapely.get_parts(simple)]
    path = "".join("M" + "L".join(place(*xy[:2]) for xy in ring.coords) + "Z" for ring in rings)
    return f'<path d="{path}" fill="#eef3f8" stroke="#2b5c8a" stroke-width="1.2"/>'


def _dot(at: str) -> str:
    x, y = at.split()
    return f'<circle cx="{x}" cy="{y}" r="1.4" fill="#b4462b" fill-opacity="0.7"/>'
