"""A grid as SVG: light enough for a slow line, and there without one; buildings can be touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np
import shapely

from communities.basemap.around import Features
from communities.basemap.models import Venue
from communities.territory.models import Boundary
from gis_core.drawing.frame import Frame
from gis_core.drawing.labels import LEADING, Label, Labels, longest_by_name
from gis_core.drawing.paths import TENTHS, compact_lines, compact_path
from gis_core.shapes import Shapes, shape_array

if TYPE_CHECKING:
    from layers.pages.member.ground import BuildingRow

ROAD_SIZE, GRID_SIZE = 21.0, 24.0
FINENESS = 0.4  # of a pixel
CLASSES = {
    "expressway": "road-1", "arterial": "road-1", "river": "water", "canal": "water",
    "railway": "rail", "collector": "road-2", "local": "road-3", "wall": "wall",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn, in degrees: the grid, its n buildings with their outlines, the barriers
    around it, the m grids beside it with theirs, the venues of its community."""

    grid: shapely.Geometry
    buildings: "Sequence[BuildingRow]"
    outlines: Shapes
    barriers: Features
    beside: Sequence[Boundary]
    areas: Shapes
    venues: Sequence[Venue]


def draw(frame: Frame, drawn: Drawn) -> str:
    """The inside of an `svg` element of the frame's size; colours come from the page's styles."""
    (grid,) = _pixels(frame, [drawn.grid])
    areas = _pixels(frame, drawn.areas)
    lines = _pixels(frame, drawn.barriers.shapes)
    parts = [
        _path("beside", compact_path(areas)),
        f'<path class="own" id="own-ground" transform="{TENTHS}" d="{compact_path([grid])}"/>',
        *_barriers(drawn.barriers.kinds, lines),
        *_buildings(drawn.buildings, _pixels(frame, drawn.outlines)),
        _path("own-line", compact_path([grid])),
        *_names(frame, drawn, areas, lines),
        *_venues(frame, drawn.venues),
    ]
    return "".join(parts)


def _pixels(frame: Frame, shapes: Iterable[shapely.Geometry]) -> Shapes:
    placed = shapely.transform(shape_array(shapes), frame.place)
    return np.asarray(shapely.simplify(placed, FINENESS))


def _path(kind: str, d: str) -> str:
    return f'<path class="{kind}" transform="{TENTHS}" d="{d}"/>' if d else ""


def _barriers(kinds: Sequence[str], lines: Shapes) -> Iterable[str]:
    """All of one look in one path, the widest roads last."""
    looks = [CLASSES.get(kind, "road-3") for kind in kinds]
    for look in ("water", "wall", "rail", "road-3", "road-2", "road-1"):
        own = [line for one, line in zip(looks, lines, strict=True) if one == look]
        yield _path(look, compact_lines(own))


def _buildings(rows: "Sequence[BuildingRow]", outlines: Shapes) -> Iterable[str]:
    """One path each, so that it can be touched."""
    yield f'<g class="buildings" transform="{TENTHS}">'
    for row, outline in zip(rows, outlines, strict=True):
        yield f'<path data-b="{row.pk}" d="{compact_path([outline])}"/>'
    yield "</g>"


def _names(frame: Frame, drawn: Drawn, areas: Shapes, lines: Shapes) -> Iterable[str]:
    """Roads along their lines, the widest first, then the grids beside; each only where there is
    room. Lanes that do not reach the grid, and walls, go without."""
    labels = Labels(frame.width, frame.height)
    sheet = shapely.box(0, 0, frame.width, frame.height)
    named = [
        (name, part)
        for kind, name, line in _by_width(frame, drawn, lines)
        for part in shapely.get_parts(shapely.intersection(line, sheet))
        if name and kind != "wall" and shapely.get_type_id(part) == 1
    ]
    for name, line in longest_by_name(named).items():
        yield _text("road-name", labels.along(name, line, ROAD_SIZE))
    for row, area in zip(drawn.beside, areas, strict=True):
        shown = shapely.intersection(area, sheet)
        if not shown.is_empty and shown.area > 1:
            yield _text("grid-name", labels.area([(row.place.name,)], shown, [GRID_SIZE, 18.0]))


def _by_width(frame: Frame, drawn: Drawn, lines: Shapes) -> list[tuple[str, str, shapely.Geometry]]:
    """Kind, name and line of what may be named."""
    (grid,) = _pixels(frame, [drawn.grid])
    near = shapely.dwithin(lines, grid, ROAD_SIZE)
    rows = zip(drawn.barriers.kinds, drawn.barriers.names, lines, near.tolist(), strict=True)
    kept = [(kind, name, line) for kind, name, line, close in rows if close or kind != "local"]
    order = list(CLASSES)
    return sorted(kept, key=lambda row: order.index(row[0]) if row[0] in order else len(order))


def _text(kind: str, label: Label | None) -> str:
    """A name; along a steep line it is written downwards, a letter a line."""
    if label is None:
        return ""
    turn = f' transform="rotate({label.angle} {label.x:.0f} {label.y:.0f})"' if label.angle else ""
    style = f'class="{kind}" font-size="{label.size:g}" text-anchor="middle"{turn}'
    step = label.size * LEADING
    first = label.y - (len(label.lines) - 1) * step / 2 + 0.36 * label.size
    return "".join(
        f'<text x="{label.x:.0f}" y="{first + row * step:.0f}" {style}>{escape(line)}</text>'
        for row, line in enumerate(label.lines)
    )


def _venues(frame: Frame, venues: Sequence[Venue]) -> Iterable[str]:
    for venue in venues:
        ((x, y),) = frame.place(np.array([[venue.geom.x, venue.geom.y]])).tolist()
        if 0 <= x <= frame.width and 0 <= y <= frame.height:
            title = escape(venue.name)
            yield (
                f'<g class="venue" transform="translate({x:.0f} {y:.0f})"><title>{title}</title>'
                '<circle r="15"/><path d="M0-10L3-3 10-3 4 2 6 9 0 5-6 9-4 2-10-3-3-3Z"/></g>'
            )
