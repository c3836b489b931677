"""Where the open orders are: the county's grids as an SVG, darker where there are more.

The number stands in every grid that has any, so that nothing is told by colour alone.
"""

from collections.abc import Mapping
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

import shapely
from django.utils.translation import gettext as _

from communities.territory.models import Edition
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.drawing.borders import edges_of
from gis_core.drawing.frame import Frame, frame_of_degrees
from gis_core.drawing.paths import TENTHS, compact_lines, compact_path
from gis_core.drawing.tints import COMMUNITY_LINE, GRID_LINE
from gis_core.shapes import Shapes, read_shapes, shape_array

SHADES = ("#ffffff", "#fde5cf", "#f9c08f", "#ee9350", "#c9601c")
DARK = 4  # from this shade on letters are white
WIDTH, HEIGHTS, MARGIN = 720, (320, 620), 8.0


def shade_of(count: int, most: int) -> int:
    """Which of the shades a number has; none for 0, the last for the most."""
    if not count:
        return 0
    steps = len(SHADES) - 1
    return max(1, -(-count * steps // max(most, steps)))


def draw_heat(edition: Edition, counts: Mapping[UUID, int], link: str) -> str:
    """An SVG of the edition's grids; `link` + key is where a grid with orders leads."""
    rows = boundaries_of(edition, Level.GRID)
    grids = read_shapes(rows)
    if not len(grids):
        return ""
    frame = frame_of_degrees(tuple(shapely.total_bounds(grids)), WIDTH, HEIGHTS, MARGIN)
    placed = _placed(grids, frame)
    named = list(rows.values_list("place_id", "place__name"))
    most = max(counts.values(), default=0)
    body = ""
    for shape, (key, name) in zip(placed, named, strict=True):
        count = counts.get(key, 0)
        drawn = _grid(shape, name, count, shade_of(count, most))
        body += f"<a href={quoteattr(f'{link}{key}')}>{drawn}</a>" if count else drawn
    communities = _placed(read_shapes(boundaries_of(edition, Level.COMMUNITY)), frame)
    edges = compact_lines(shapely.get_parts([edges_of(communities)]))
    return (
        f'<svg class="heat" viewBox="0 0 {frame.width} {frame.height}" role="group" '
        f"aria-label={quoteattr(_('各网格未结工单数'))}>{body}"
        f'<path d="{edges}" transform="{TENTHS}" fill="none" stroke="{COMMUNITY_LINE}" '
        f'stroke-width="18" pointer-events="none"/></svg>'
    )


def _placed(shapes: Shapes, frame: Frame) -> Shapes:
    return shape_array(shapely.transform(shapes, frame.place))


def _grid(shape: shapely.Geometry, name: str, count: int, shade: int) -> str:
    """One area that says its name and number."""
    words = escape(_("%(name)s：%(count)s 件") % {"name": name, "count": count})
    area = (
        f'<path d="{compact_path([shape])}" transform="{TENTHS}" fill="{SHADES[shade]}" '
        f'stroke="{GRID_LINE}" stroke-width="8"/>'
    )
    if not count:
        return f"<g><title>{words}</title>{area}</g>"
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist()
    colour = "#ffffff" if shade >= DARK else "#1d2733"
    place = f'x="{x:.0f}" y="{y + 5:.0f}" fill="{colour}"'
    return f'<title>{words}</title>{area}<text {place} aria-hidden="true">{count}</text>'
