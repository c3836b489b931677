"""The words around a packet's map: title, edition, mark, legend, scale, north and source."""

import math

from django.utils.translation import gettext as _

from gis_core.drawing.frame import Frame
from gis_core.drawing.furniture import north_arrow, scale_bar, text
from gis_core.drawing.labels import width_of
from grids.packets.drawing import strata
from grids.packets.drawing.ground import Caption, Side
from grids.packets.drawing.naming import Drawn
from grids.packets.drawing.scaling import UNIT_M

HEAD, ARROW = 46, 44
COLUMNS, STEP = 5, 22
MISSING_ENDS = 520  # units from the left: where the count of unnamed grids has ended
ROADS, WATERS = {"expressway", "arterial", "collector", "local"}, {"river", "canal"}
BAR = 150.0  # units: about as long is the scale bar

Entry = tuple[str, str]
"""A sign of 36 x 14 units and its words."""


def foot_below(legend: list[Entry]) -> int:
    """How high the words below the map are."""
    return 12 + STEP * -(-len(legend) // COLUMNS) + 34


def words_around(frame: Frame, caption: Caption, legend: list[Entry], missing: int) -> list[str]:
    """Everything but the map, and the line around it."""
    right, foot = frame.width, HEAD + frame.height
    box = f'fill="none" stroke="{strata.INK}" stroke-width="1.4"'
    last = foot + foot_below(legend) - 16
    denominator = round(1 / (frame.scale * UNIT_M))
    return [
        f'<rect x=".7" y="{HEAD}" width="{right - 1.4}" height="{frame.height}" {box}/>',
        text(2, 28, caption.title, _fitted(caption.title, 21, _room(frame, caption)), bold=True),
        text(right - 2, 20, caption.mark, 13.5, bold=True, anchor="end"),
        text(right - 2, 38, caption.edition, 11.5, anchor="end"),
        *_arrow(right),
        *_legend(foot + 12, legend),
        scale_bar(4, last - 12, frame.metres_per_pixel, BAR, 12),
        text(250, last, f"1:{denominator:,}", 12),
        text(
            right - 2,
            last,
            caption.source,
            _fitted(caption.source, 11, right - MISSING_ENDS),
            anchor="end",
        ),
        text(340, last, _missing(missing), 11) if missing else "",
    ]


def _room(frame: Frame, caption: Caption) -> float:
    """How wide the title may be beside the mark and the edition."""
    aside = max(width_of(caption.mark, 13.5), width_of(caption.edition, 11.5))
    return frame.width - aside - 24


def _fitted(words: str, size: float, room: float) -> float:
    """The size, or the lesser one in which the words have room."""
    return min(size, math.floor(10 * size * room / max(width_of(words, size), 1.0)) / 10)


def legend_of(around: Drawn, side: Side, *, moves: bool) -> list[Entry]:
    """What is on this map, the boundaries first."""
    kinds, grounds = set(around.barriers.kinds), set(around.ground.kinds)
    water = (kinds & WATERS) | (grounds & {"water"})
    entries = [
        (_line(strata.PLACE), _("本次范围界线"), True),
        (_line(strata.COMMUNITY), _("社区界线"), True),
        (_line(strata.GRID), _("网格界线"), True),
        (_area("url(#moved)", strata.INK), _moved_words(side), moves),
        (strata.venue(18, 7), _("服务阵地"), bool(around.venue_spots)),
        (_area(strata.BUILDING), _("房屋"), bool(len(around.buildings))),
        (_road("arterial"), _("道路"), bool(kinds & ROADS)),
        (_road("railway"), _("铁路"), "railway" in kinds),
        (_area(strata.GROUNDS["water"]), _("河流水面"), bool(water)),
        (_area(strata.GROUNDS["green"]), _("绿地"), "green" in grounds),
        (_road("wall"), _("围墙"), "wall" in kinds),
    ]  # fmt: skip
    return [(sign, words) for sign, words, shown in entries if shown]


def _moved_words(side: Side) -> str:
    return _("拟调整的地方") if side == Side.BEFORE else _("调整了归属的地方")


def _missing(count: int) -> str:
    return _("%(count)s 个网格太小，未注名称") % {"count": count}


def _arrow(right: float) -> list[str]:
    plate = (
        f'<rect x="{right - ARROW}" y="{HEAD + 6}" width="{ARROW - 6}" height="{ARROW + 10}" rx="3"'
        ' fill="#fff" fill-opacity=".85"/>'
    )
    return [plate, north_arrow(right - ARROW / 2 - 3, HEAD + 10)]


def _legend(top: float, entries: list[Entry]) -> list[str]:
    found = []
    wide = 776 / COLUMNS
    for number, (sign, words) in enumerate(entries):
        row, column = divmod(number, COLUMNS)
        x, y = 4 + column * wide, top + row * STEP
        found.append(f'<g transform="translate({x:.0f} {y:.0f})">{sign}</g>')
        found.append(text(x + 44, y + 11.5, words, 12))
    return found


def _line(stroke: strata.Stroke) -> str:
    band = (
        f'<path d="M0 7H36" stroke="{stroke.edge}" stroke-opacity=".55" stroke-width="8"/>'
        if stroke.edge
        else ""
    )
    dashes = f'stroke-dasharray="{stroke.dashes}"' if stroke.dashes else ""
    return (
        f'{band}<path d="M0 7H36" stroke="{stroke.colour}" stroke-width="{stroke.width}" {dashes}/>'
    )


def _area(fill: str, stroke: str = "") -> str:
    """The hatch of the map is in tenths of a unit, and so is its sign."""
    edge = f' stroke="{stroke}" stroke-width="12"' if stroke else ""
    return f'<rect transform="scale(.1)" width="360" height="140" fill="{fill}"{edge}/>'


def _road(kind: str) -> str:
    stroke = strata.ROADS[kind]
    edge = f'<path d="M0 7H36" stroke="{stroke.edge}" stroke-width="{stroke.width + 1.3}"/>'
    dashes = f' stroke-dasharray="{stroke.dashes}"' if stroke.dashes else ""
    line = f'<path d="M0 7H36" stroke="{stroke.colour}" stroke-width="{stroke.width}"{dashes}/>'
    upon = (
        f'<path d="M0 7H36" stroke="{stroke.upon}" stroke-width="{stroke.width - 1}"'
        ' stroke-dasharray="7 7"/>'
    )
    return (edge if stroke.edge else "") + line + (upon if stroke.upon else "")
