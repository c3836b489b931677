"""A packet's map of one side: ground, units, what moves, names, and the words around it."""

from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from communities.basemap.around import Features
from gis_core.drawing.borders import edges_of
from gis_core.drawing.frame import Frame
from gis_core.drawing.labels import Labels
from gis_core.drawing.lettering import FONTS
from gis_core.shapes import Shapes, shape_array
from grids.packets.drawing import strata
from grids.packets.drawing.furniture import ARROW, HEAD, foot_below, legend_of, words_around
from grids.packets.drawing.ground import Around, Caption, Maps, Side, State, Units
from grids.packets.drawing.naming import Drawn, write_names
from grids.packets.drawing.scaling import UNIT_M, frame_for

FINENESS = 0.5  # units: smaller bends of a boundary are not drawn
WIDE_ROADS_AT = 6000.0  # the scale's denominator at which roads have their full width


def draw_map(maps: Maps, side: Side, caption: Caption) -> str:
    """One side as SVG, its size in millimetres; both sides are drawn in the same frame."""
    frame = frame_for(_extent(maps))
    state, around = _thinned(maps.state(side), frame), _drawn(maps.around, frame)
    moved = _clipped(_placed(maps.moved, frame), frame)
    labels = Labels(frame.width, frame.height)
    labels.keep_free(shapely.box(frame.width - ARROW, 0, frame.width, 1.3 * ARROW))
    names = write_names(labels, state, around, 1 / (frame.scale * UNIT_M))
    tinted = state.grids if maps.by_grid else state.communities
    body = [
        _base(around, tinted, frame),
        strata.hatched(moved) if len(moved) else "",
        *_borders(state),
        *(strata.venue(x, y) for x, y in around.venue_spots),
        *names.svg,
    ]
    legend = legend_of(around, side, moves=bool(len(moved)))
    words = words_around(frame, caption, legend, names.missing)
    return _whole(frame, HEAD + frame.height + foot_below(legend), caption, body, words)


def _whole(frame: Frame, high: int, caption: Caption, body: list[str], words: list[str]) -> str:
    size = 'width="{:.1f}mm" height="{:.1f}mm"'.format(
        *(1000 * UNIT_M * one for one in (frame.width, high))
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {frame.width} {high}"'
        f' role="img" aria-label={quoteattr(caption.title)}><title>{escape(caption.title)}</title>'
    )
    paper = f'<rect width="{frame.width}" height="{high}" fill="#fff"/>'
    ground = f'<g transform="translate(0 {HEAD})">{"".join(body)}</g>'
    return (
        f'{head}{strata.hatch()}{paper}<g font-family="{FONTS}">{ground}{"".join(words)}</g></svg>'
    )


def _base(around: Drawn, tinted: Units, frame: Frame) -> str:
    """Everything under the boundaries."""
    factor = float(np.clip(WIDE_ROADS_AT * frame.scale * UNIT_M, 0.45, 1.2))
    return "".join(
        [
            strata.filled(around.neighbours.shapes, strata.BEYOND),
            strata.fields(around.ground),
            strata.tints(tinted.shapes),
            strata.ground(around.ground),
            strata.barriers(around.barriers, factor),
            strata.buildings(around.buildings),
            strata.line(shapely.boundary(around.neighbours.shapes), "#8a8784", 1.2, "10 4 2 4"),
        ]
    )


def _borders(state: State) -> list[str]:
    """The lines of grids, communities and the whole, each where no greater one runs."""
    whole = edges_of(shape_array([shapely.coverage_union_all(state.communities.shapes)]))
    communities = edges_of(state.communities.shapes)
    grids = edges_of(state.grids.shapes)
    return [
        strata.border(shapely.line_merge(grids.difference(communities)), strata.GRID),
        strata.border(shapely.line_merge(communities.difference(whole)), strata.COMMUNITY),
        strata.border(whole, strata.PLACE),
    ]


def _extent(maps: Maps) -> tuple[float, float, float, float]:
    everything = np.concatenate([maps.before.communities.shapes, maps.after.communities.shapes])
    west, south, east, north = shapely.total_bounds(everything).tolist()
    return west, south, east, north


def _placed(shapes: Shapes, frame: Frame) -> Shapes:
    return np.asarray(shapely.transform(shapes, frame.place), dtype=object)


def _clipped(shapes: Shapes, frame: Frame) -> Shapes:
    return np.asarray(shapely.clip_by_rect(shapes, 0, 0, frame.width, frame.height), dtype=object)


def _thinned(state: State, frame: Frame) -> State:
    """In units, bends thinned along shared edges, so that both levels stay on the same lines."""
    grids = shapely.coverage_simplify(_placed(state.grids.shapes, frame), FINENESS)
    communities = shape_array(
        shapely.coverage_union_all(grids[state.parent == row])
        for row in range(len(state.communities.shapes))
    )
    return State(
        Units(state.communities.wordings, communities),
        Units(state.grids.wordings, shape_array(grids)),
        state.parent,
    )


def _drawn(around: Around, frame: Frame) -> Drawn:
    spots = shapely.get_coordinates(_placed(around.venues.shapes, frame))
    inside = ((spots > 8) & (spots < [frame.width - 8, frame.height - 8])).all(axis=1)
    return Drawn(
        neighbours=Units(
            around.neighbours.wordings, _clipped(_placed(around.neighbours.shapes, frame), frame)
        ),
        barriers=_features(around.barriers, frame),
        ground=_features(around.ground, frame),
        buildings=_clipped(_placed(around.buildings, frame), frame),
        venue_spots=[(x, y) for x, y in spots[inside].tolist()],
        venue_names=[around.venues.names[row] for row in np.flatnonzero(inside).tolist()],
    )


def _features(found: Features, frame: Frame) -> Features:
    """Those that lie on the map, clipped."""
    shapes = _clipped(_placed(found.shapes, frame), frame)
    kept = np.flatnonzero(~shapely.is_empty(shapes))
    names, kinds = ([of[row] for row in kept.tolist()] for of in (found.names, found.kinds))
    return Features(kinds, names, shapes[kept])
