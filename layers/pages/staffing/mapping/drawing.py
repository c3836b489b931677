"""The map of staff as SVG: every grid a link, its class in tint and hatch, the chosen outlined."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from gis_core.drawing.borders import edges_of
from gis_core.drawing.frame import Frame, frame_of_degrees
from gis_core.drawing.furniture import north_arrow, scale_bar
from gis_core.drawing.labels import Labels
from gis_core.drawing.lettering import FONTS, INK, haloed
from gis_core.drawing.paths import open_path, path_of
from gis_core.drawing.tints import COMMUNITY_LINE, GRID_LINE
from gis_core.shapes import Shapes, shape_array
from layers.pages.staffing.mapping.colouring import Colouring
from layers.pages.staffing.mapping.ground import Ground
from layers.pages.templatetags.wording import local_name

WIDTH, HEIGHTS, MARGIN = 960, (360, 720), 14.0
FINENESS = 0.4  # pixels
CHOSEN = "#8a1046"
BIG, SMALL = (19.0, 16.0, 13.0), (14.0, 12.0, 10.5)
HATCHES = {
    "dots": '<circle cx="3" cy="3" r="1.3"/><circle cx="9" cy="9" r="1.3"/>',
    "lines": '<path d="M-1 13L13 -1M-1 1L1 -1M11 13L13 11"/>',
    "cross": '<path d="M0 0L12 12M12 0L0 12"/>',
}


@dataclass(frozen=True)
class Sign:
    """What a grid says when it is read out, where it leads, and what stands in it."""

    words: str
    href: str
    marks: tuple[tuple[str, ...], ...]


def draw_staff(
    ground: Ground,
    colouring: Colouring,
    signs: Sequence[Sign],
    chosen: Collection[UUID],
    title: str,
) -> str:
    """The map with every grid of `ground`; `signs` in its order."""
    frame = _frame(ground)
    grids = _placed(ground.shapes, frame)
    outlines = _placed(ground.outlines, frame)
    labels = Labels(frame.width, frame.height)
    labels.keep_free(shapely.box(frame.width - 46, 0, frame.width, 70))
    picked = [row for row, one in enumerate(ground.rows) if one.grid.pk in chosen]
    called = [((local_name(one),),) for one in ground.communities]
    head = (
        f'<svg class="staff-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} '
        f'{frame.height}" role="group" aria-label={quoteattr(title)} font-family="{FONTS}">'
    )
    body = [
        hatching(),
        f'<rect width="{frame.width}" height="{frame.height}" fill="#fff"/>',
        *(
            _grid(shape, colouring, row, signs[row], dim=bool(picked) and row not in picked)
            for row, shape in enumerate(grids)
        ),
        _edges(grids, GRID_LINE, 1.0),
        _edges(outlines, COMMUNITY_LINE, 2.4),
        *(_outlined(grids[row]) for row in picked),
        *_names(labels, grids, [sign.marks for sign in signs], SMALL),
        *_names(labels, outlines, called, BIG, bold=True),
        north_arrow(frame.width - 24, 14),
        scale_bar(14, frame.height - 22, frame.metres_per_pixel, 160, 13),
    ]
    return f"{head}{''.join(body)}</svg>"


def hatching() -> str:
    """The patterns of the classes; used by the map and by the legend beside it."""
    patterns = (
        f'<pattern id="staff-{name}" width="12" height="12" patternUnits="userSpaceOnUse">'
        f'<g fill="{INK}" fill-opacity=".55" stroke="{INK}" stroke-opacity=".4">{drawn}</g>'
        "</pattern>"
        for name, drawn in HATCHES.items()
    )
    return f"<defs>{''.join(patterns)}</defs>"


def _frame(ground: Ground) -> Frame:
    west, south, east, north = shapely.total_bounds(ground.outlines).tolist()
    return frame_of_degrees((west, south, east, north), WIDTH, HEIGHTS, MARGIN)


def _placed(shapes: Shapes, frame: Frame) -> Shapes:
    """In pixels, bends thinned along shared edges."""
    placed = np.asarray(shapely.transform(shapes, frame.place), dtype=object)
    return shape_array(shapely.coverage_simplify(placed, FINENESS)) if len(placed) else placed


def _grid(shape: object, colouring: Colouring, row: int, sign: Sign, *, dim: bool) -> str:
    shade = colouring.legend[colouring.of[row]]
    d = path_of(shape)
    opacity = ' fill-opacity=".3"' if dim else ""
    hatch = f'<path d="{d}" fill="url(#staff-{shade.hatch})"{opacity}/>' if shade.hatch else ""
    return (
        f"<a href={quoteattr(sign.href)} aria-label={quoteattr(sign.words)}>"
        f"<title>{escape(sign.words)}</title>"
        f'<path d="{d}" fill="{shade.tint}"{opacity}/>{hatch}</a>'
    )


def _edges(shapes: Shapes, colour: str, width: float) -> str:
    parts = shapely.get_parts(edges_of(shapes))
    d = "".join(open_path(shapely.get_coordinates(part)) for part in parts)
    style = f'fill="none" stroke="{colour}" stroke-width="{width}"'
    return f'<path class="staff-line" d="{d}" {style}/>'


def _outlined(shape: object) -> str:
    """A white rim and a dark one inside it: seen on any tint and in any print."""
    d = path_of(shape)
    return "".join(
        f'<path class="staff-line" d="{d}" fill="none" stroke="{colour}" stroke-width="{width}"'
        ' stroke-linejoin="round"/>'
        for colour, width in (("#fff", 7), (CHOSEN, 4))
    )


def _names(
    labels: Labels,
    shapes: Shapes,
    wordings: Sequence[tuple[tuple[str, ...], ...]],
    sizes: tuple[float, ...],
    *,
    bold: bool = False,
) -> list[str]:
    """The names there is room for."""
    found = [
        labels.area(tries, shape, sizes, bold=bold)
        for tries, shape in zip(wordings, shapes, strict=True)
    ]
    return [f'<g class="staff-label">{haloed(label)}</g>' for label in found if label is not None]
