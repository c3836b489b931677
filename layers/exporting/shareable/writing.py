"""A shareable map as one HTML file, with Leaflet inside it."""

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import folium
import numpy as np
import shapely
from branca.element import Figure
from django.utils.translation import gettext as _

from communities.basemap.around import Box, Features
from gis_core.drawing.tints import FILLS, colours
from gis_core.shapes import Shapes
from layers.exporting.shareable.contents import (
    Layer,
    ShareableMap,
    bounded_areas,
    bounded_lines,
    window_of,
)

ROOT = Path(__file__).resolve().parents[3]
# Where the build of the front end puts Leaflet, and where npm does.
HOMES = (ROOT / "layers" / "static" / "built", ROOT / "node_modules" / "leaflet" / "dist")
STROKES = {"river": ("#7fb3d5", 5), "canal": ("#7fb3d5", 3), "railway": ("#3c3c3c", 2)}
ROADS = {"expressway": 5, "arterial": 4, "collector": 3, "local": 1.5}
ROAD, WALL = "#8f8676", ("#8d8578", 1)
MOST_NAMES = 60  # grids written on the map; of more, a name shows where one points
MOST_STREETS = 12
STYLE = """
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;font:15px/1.5 "Noto Sans CJK SC","Microsoft YaHei",
sans-serif;color:#1d2733}
header,footer{padding:8px 16px;background:#fff}
h1{font-size:19px;margin:0}p{margin:0}
.sketch{display:inline-block;border:1px solid #1d2733;padding:0 6px;margin-right:8px}
header{border-bottom:1px solid #d8d4cb}footer{order:1;border-top:1px solid #d8d4cb}
.folium-map.leaflet-container{position:relative;flex:1;min-height:240px;background:#f7f5f0}
.leaflet-control-scale-line:not(:first-child){display:none}
.leaflet-tooltip.unit-name,.leaflet-tooltip.street-name{background:none;border:0;box-shadow:none;padding:0;
font-weight:600;color:#111;text-shadow:0 0 3px #fff,0 0 3px #fff,0 0 3px #fff}
.leaflet-tooltip.street-name{font-weight:400;font-size:12px;color:#4d463b}
.leaflet-tooltip.unit-name:before,.leaflet-tooltip.street-name:before{display:none}
@media(max-width:600px){.leaflet-tooltip.street-name{display:none}
.leaflet-tooltip.unit-name{font-size:12px}}
"""
_MEANS_SOMETHING = str.maketrans({mark: f"&#{ord(mark)};" for mark in "`$\\{}%"})


class OfflineMap(folium.Map):
    """A map of folium that asks for Leaflet alone, which `write_map` puts into the file."""

    default_js = [("leaflet", "leaflet.js")]
    default_css = [("leaflet_css", "leaflet.css")]


def write_map(told: ShareableMap) -> bytes:
    """The file. Raises FileNotFoundError where Leaflet has not been installed."""
    drawn = OfflineMap(tiles=None, attributionControl=False, control_scale=True, zoom_snap=0.25)
    window = window_of(told.layers)
    if window is not None:
        for group in (_streets(told, window), *_groups(told.layers)):
            group.add_to(drawn)
        west, south, east, north = window
        drawn.fit_bounds([(south, west), (north, east)])
        folium.LayerControl(collapsed=False).add_to(drawn)
    figure = cast(Figure, drawn.get_root())
    figure.title = inert(told.title)
    figure.header.add_child(folium.Element(f"<style>{STYLE}</style>"), name="own_style")
    figure.html.add_child(folium.Element(_head(told)), name="head", index=0)
    figure.html.add_child(folium.Element(_foot(told)), name="foot")
    return _with_leaflet(figure.render()).encode("utf-8", "replace")


def inert(text: str) -> str:
    """Text that is only text in HTML, in a template of JavaScript and in one of Jinja."""
    return html.escape(text).translate(_MEANS_SOMETHING)


def _groups(layers: list[Layer]) -> Iterator[folium.FeatureGroup]:
    for layer in layers:
        shown = layer is layers[-1]
        group = folium.FeatureGroup(inert(layer.title), overlay=False, show=shown)
        named = len(layer.names) <= MOST_NAMES
        shapes = bounded_areas(layer.shapes)
        fills = [FILLS[number] for number in colours(shapes)]
        for name, shape, fill in zip(layer.names, shapes, fills, strict=True):
            _area(shape, name, fill, named=named, group=group)
        for ring in _rings_of_all(bounded_areas(layer.outlines)):
            _line(ring, "#111111", 3.5).add_to(group)
        yield group


def _area(shape: Any, name: str, fill: str, *, named: bool, group: folium.FeatureGroup) -> None:
    """A grid with its name, which stands on the largest of its pieces."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    for row, part in enumerate(parts):
        area = folium.Polygon(
            _rings(part), color="#2b2b2b", weight=1.5, dash_array="6 3",
            fill_color=fill, fill_opacity=0.5, class_name="grid",
        )  # fmt: skip
        if named and row == 0:
            _write_on(area, name, "unit-name")
        else:
            folium.Tooltip(inert(name)).add_to(area)
        area.add_to(group)


def _streets(told: ShareableMap, window: Box) -> folium.FeatureGroup:
    """Roads, railways, waters and walls; the longest that have a name say it."""
    found = bounded_lines(told.around, window)
    group = folium.FeatureGroup(_("道路河流"), control=True)
    telling = _telling(found)
    for row, (kind, shape) in enumerate(zip(found.kinds, found.shapes, strict=True)):
        colour, weight = STROKES.get(kind) or ((ROAD, ROADS[kind]) if kind in ROADS else WALL)
        for number, part in enumerate(shapely.get_parts(shape)):
            line = _line(_points(part), colour, weight, opacity=0.7)
            if row in telling and number == 0:
                _write_on(line, found.names[row], "street-name")
            line.add_to(group)
    return group


def _line(
    points: list[tuple[float, float]], colour: str, weight: float, opacity: float = 1.0
) -> folium.PolyLine:
    """A line that does not answer the pointer."""
    return folium.PolyLine(  # type: ignore[no-untyped-call]
        points, color=colour, weight=weight, opacity=opacity, interactive=False
    )


def _telling(found: Features) -> set[int]:
    """The rows that say their names: the longest, each name once."""
    longest = np.argsort(-shapely.length(found.shapes), kind="stable").tolist()
    rows: dict[str, int] = {}
    for row in longest:
        if found.names[row]:
            rows.setdefault(found.names[row], row)
    return set(list(rows.values())[:MOST_STREETS])


def _write_on(shape: Any, name: str, kind: str) -> None:
    """A name that always stands on its shape."""
    folium.Tooltip(
        inert(name), sticky=False, permanent=True, direction="center", className=kind
    ).add_to(shape)


def _points(line: Any) -> list[tuple[float, float]]:
    """Latitude and longitude to 0.1 m."""
    return [(lat, lon) for lon, lat in np.round(shapely.get_coordinates(line), 6).tolist()]


def _rings(area: Any) -> list[list[tuple[float, float]]]:
    return [_points(ring) for ring in (area.exterior, *area.interiors)]


def _rings_of_all(shapes: Shapes) -> Iterator[list[tuple[float, float]]]:
    for part in shapely.get_parts(shapes):
        yield from _rings(part)


def _head(told: ShareableMap) -> str:
    return f"<header><h1>{inert(told.title)}</h1></header>"


def _foot(told: ShareableMap) -> str:
    sketch = inert(_("示意图，不作为划界依据"))
    said = " · ".join(
        inert(text)
        for text in (_("粗线为社区界，虚线为网格界"), told.edition, told.day, told.source)
    )
    return f'<footer><p><span class="sketch">{sketch}</span>{said}</p></footer>'


def _with_leaflet(page: str) -> str:
    """The page with Leaflet in place of the two links to it; its pictures are not used."""
    script = _read("leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "")
    style = _read("leaflet.css").replace("url(images/", "none;--unused:(")
    links = {
        '<script src="leaflet.js"></script>': f"<script>{script}</script>",
        '<link rel="stylesheet" href="leaflet.css"/>': f"<style>{style}</style>",
    }
    for link, inside in links.items():
        if page.count(link) != 1:
            raise ValueError(
                _("folium 写出的页面与预期不同，找不到：%s。请核对 folium 的版本。") % link
            )
        page = page.replace(link, inside)
    return page


def _read(name: str) -> str:
    for home in HOMES:
        if (home / name).is_file():
            return (home / name).read_text(encoding="utf-8")
    raise FileNotFoundError(_("缺少 %s。请在程序目录运行 npm ci 和 npm run build。") % name)
