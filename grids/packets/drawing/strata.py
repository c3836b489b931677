"""The layers of a packet's map, each as SVG, one path for each colour. All shapes are in units."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from communities.basemap.around import Features
from gis_core.drawing.paths import TENTHS, compact_lines, compact_path
from gis_core.drawing.tints import FILLS, colours
from gis_core.shapes import Shapes, shape_array

LEAST_BUILDING = 0.8  # square units: a smaller one cannot be seen
GROUNDS = {"farmland": "#f8f5e9", "green": "#cfe3c1", "square": "#eee6da", "water": "#c6dff0"}
BUILDING, BEYOND = "#b4aca0", "#f5f4f1"
INK = "#111111"


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: its edge below, if any, the line, and what is dashed upon it."""

    width: float
    colour: str
    edge: str = ""
    dashes: str = ""
    upon: str = ""


ROADS = {
    "river": Stroke(6.0, "#a5cbe4"),
    "canal": Stroke(3.5, "#a5cbe4"),
    "local": Stroke(2.2, "#ffffff", edge="#c4beb2"),
    "collector": Stroke(4.0, "#ffffff", edge="#aca596"),
    "arterial": Stroke(5.5, "#ffffff", edge="#938b7b"),
    "expressway": Stroke(7.0, "#fff3cf", edge="#857c6a"),
    "railway": Stroke(2.4, "#3c3c3c", upon="#ffffff"),
    "wall": Stroke(0.7, "#8d8578", dashes="2 1.5"),
}
PLACE = Stroke(3.2, INK, edge="#b9a3cc", dashes="18 4 2.5 4 2.5 4")
COMMUNITY = Stroke(2.2, INK, dashes="13 4 2.5 4")
GRID = Stroke(1.0, "#2b2b2b", dashes="6 3")
BAND = 9.0  # the pale band along the outline of the whole


def fields(found: Features) -> str:
    """What lies under the tints."""
    return _grounds(found, ("farmland",))


def ground(found: Features) -> str:
    """What lies upon the tints: greens, squares and water."""
    return _grounds(found, ("green", "square", "water"))


def _grounds(found: Features, wanted: tuple[str, ...]) -> str:
    kinds = np.array(found.kinds, dtype=object)
    return "".join(filled(found.shapes[kinds == kind], GROUNDS[kind]) for kind in wanted)


def buildings(shapes: Shapes) -> str:
    """Footprints that are large enough to be seen."""
    seen = shapes[shapely.area(shapes) >= LEAST_BUILDING]
    return filled(shapely.simplify(seen, 0.3), BUILDING)


def barriers(found: Features, factor: float) -> str:
    """Roads, railways, rivers and walls; edges first, so that crossings are open."""
    kinds = np.array(found.kinds, dtype=object)
    drawn = [
        (stroke, thin)
        for kind, stroke in ROADS.items()
        if len(thin := shapely.simplify(found.shapes[kinds == kind], 0.3))
    ]
    edges = [
        line(shapes, stroke.edge, factor * stroke.width + 1.3)
        for stroke, shapes in drawn
        if stroke.edge
    ]
    return "".join([*edges, *(_surface(stroke, shapes, factor) for stroke, shapes in drawn)])


def _surface(stroke: Stroke, shapes: Shapes, factor: float) -> str:
    width = stroke.width if stroke.upon else factor * stroke.width
    upon = line(shapes, stroke.upon, width - 1.0, "7 7") if stroke.upon else ""
    return line(shapes, stroke.colour, width, stroke.dashes) + upon


def tints(shapes: Shapes) -> str:
    """Areas in pale colours, neighbours in different ones."""
    chosen = np.array(colours(shapes), np.int32)
    return "".join(
        filled(shapes[chosen == number], FILLS[number], opacity=0.7)
        for number in np.unique(chosen).tolist()
    )


def border(edges: Any, stroke: Stroke) -> str:
    """A boundary, with its band where it has one."""
    shapes = shape_array([edges])
    band = line(shapes, stroke.edge, BAND, opacity=0.55) if stroke.edge else ""
    return band + line(shapes, stroke.colour, stroke.width, stroke.dashes)


def hatched(shapes: Shapes) -> str:
    """The ground that changes hands: hatched and outlined, to be seen without colours too."""
    whole = shape_array([shapely.union_all(shapes)])
    path = compact_path(whole)
    outline = f'fill="none" stroke="{INK}" stroke-width="9"'
    return (
        f'<g transform="{TENTHS}"><path d="{path}" fill="url(#moved)"/>'
        f'<path d="{path}" {outline}/></g>'
    )


def hatch(tenths: float = 10.0) -> str:
    """The pattern of `hatched`; `tenths` to the unit where it is used."""
    step, width = 8.0 * tenths, 0.6 * tenths
    return (
        f'<defs><pattern id="moved" width="{step:g}" height="{step:g}"'
        ' patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M0 0V{step:g}" stroke="{INK}" stroke-width="{2 * width:g}"/></pattern></defs>'
    )


def venue(x: float, y: float, reach: float = 6.0) -> str:
    """A star."""
    turns = np.pi * np.arange(10) / 5
    radius = reach * np.where(np.arange(10) % 2, 0.42, 1.0)
    points = np.column_stack([x + radius * np.sin(turns), y - radius * np.cos(turns)])
    corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in points.tolist())
    return f'<polygon points="{corners}" fill="#b3261e" stroke="#fff" stroke-width="1"/>'


def filled(shapes: Iterable[Any], colour: str, opacity: float = 1.0) -> str:
    """Areas in one colour as one path."""
    path = compact_path(shapes)
    faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    return f'<path transform="{TENTHS}" d="{path}" fill="{colour}"{faint}/>' if path else ""


def line(
    shapes: Iterable[Any], colour: str, width: float, dashes: str = "", opacity: float = 1.0
) -> str:
    """Lines in one colour as one path."""
    path = compact_lines(shapes)
    more = [f'stroke-dasharray="{_tenfold(dashes)}"'] if dashes else []
    more += [f'stroke-opacity="{opacity:g}"'] if opacity < 1 else []
    style = f'fill="none" stroke="{colour}" stroke-width="{10 * width:g}" stroke-linejoin="round"'
    return f'<path transform="{TENTHS}" d="{path}" {" ".join([style, *more])}/>' if path else ""


def _tenfold(dashes: str) -> str:
    return " ".join(f"{10 * float(one):g}" for one in dashes.split())
