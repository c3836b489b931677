"""Open ground cut along a line: chords through one cell, and the pieces they part it into."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from communities.basemap.cells.rules import Floats, Geometries, Ints
from communities.basemap.cells.segments import decode_vertices, encode_vertices, polygon_edges
from grids.proposals.drafting.lines.crossings import Crossings
from grids.proposals.drafting.lines.measures import LEAST_PIECE_M2, LEAST_WIDTH_M, NODE_M

Chord = tuple[int, ...]
"""Vertices of a cut through one cell, from one node of its outline to another."""
Inserted = dict[tuple[int, int], list[int]]
"""New vertices within edges (low, high), from low to high."""

_ALONE_INSIDE = "1FF*0F***"  # runs through the inside and meets the outline in its ends only


@dataclass(frozen=True, eq=False)
class Pieces:
    """What chords make of a cell: polygons, and whether each lies in the region."""

    polygons: Geometries
    inside: list[bool]


def find_chords(
    line: shapely.LineString, polygon: shapely.Polygon, crossings: Crossings
) -> list[Chord]:
    """The stretches of a line through the inside of a polygon, between `crossings` with its edges.

    A stretch that meets the outline elsewhere too, as it may by a few centimetres after its ends
    went to nodes, is left out.
    """
    noded = insert_nodes(polygon, nodes_within(crossings, set(crossings.node.tolist())))
    points = shapely.get_coordinates(line)
    reached = np.append(0.0, np.hypot(*np.diff(points, axis=0).T).cumsum())
    found = []
    stops = list(zip(crossings.along.tolist(), crossings.node.tolist(), strict=True))
    for (start, first), (end, last) in pairwise(stops):
        between = (reached > start + NODE_M / 10) & (reached < end - NODE_M / 10)
        chord = _without_repeats([first, *encode_vertices(points[between]).tolist(), last])
        if len(chord) > 1 and shapely.relate_pattern(chord_line(chord), noded, _ALONE_INSIDE):
            found.append(chord)
    return found


def choose_chords(
    polygon: shapely.Polygon, chords: list[Chord], region: shapely.Geometry
) -> list[Chord]:
    """The chords worth cutting along: those that part ground inside the region from ground
    outside, into pieces that are large and wide enough. The others are left out one by one."""
    chosen = list(chords)
    while chosen:
        pieces = split(polygon, chosen, region)
        spare = _spare_chord(pieces, chosen)
        if spare is None:
            return chosen
        chosen.remove(spare)
    return chosen


def split(polygon: shapely.Polygon, chords: list[Chord], region: shapely.Geometry) -> Pieces:
    """The faces of a polygon, whose rings hold the chords' ends, between its chords."""
    start, end, _ = polygon_edges(np.array([polygon], dtype=object))
    ring = shapely.linestrings(np.stack([decode_vertices(start), decode_vertices(end)], axis=1))
    faces = shapely.polygonize([*ring, *map(chord_line, chords)])
    parts = np.asarray(shapely.get_parts(faces))
    parts = parts[shapely.contains(polygon, shapely.point_on_surface(parts))]
    share = shapely.area(shapely.intersection(parts, region)) / shapely.area(parts)
    return Pieces(parts, (share > 0.5).tolist())


def insert_nodes(polygon: shapely.Polygon, inserted: Inserted) -> shapely.Polygon:
    """The polygon with new vertices in its edges."""
    rings = [polygon.exterior, *polygon.interiors]
    drawn = [_insert(encode_vertices(shapely.get_coordinates(one)), inserted) for one in rings]
    return shapely.Polygon(drawn[0], drawn[1:])


def nodes_within(crossings: Crossings, wanted: set[int]) -> Inserted:
    """The wanted nodes that are new, by the edge they lie in, in order from low to high."""
    found: dict[tuple[int, int], set[int]] = {}
    rows = (crossings.low.tolist(), crossings.high.tolist(), crossings.node.tolist())
    for low, high, node in zip(*rows, strict=True):
        if node in wanted and node not in (low, high):
            found.setdefault((low, high), set()).add(node)
    return {edge: _from_low(edge[0], sorted(nodes)) for edge, nodes in found.items()}


def chord_line(chord: Chord) -> shapely.LineString:
    """A chord as a line, metres."""
    return shapely.LineString(decode_vertices(np.array(chord, np.int64)))


def _spare_chord(pieces: Pieces, chords: list[Chord]) -> Chord | None:
    """A chord that parts nothing or no two sides; else the longest of the least worthy piece."""
    beside = _beside(pieces, chords)
    for chord, around in zip(chords, beside, strict=True):
        if len({pieces.inside[piece] for piece in around}) < 2:
            return chord
    poor = [piece for piece, shape in enumerate(pieces.polygons) if not _worth(shape)]
    if not poor:
        return None
    least = min(poor, key=lambda piece: float(shapely.area(pieces.polygons[piece])))
    own = [chord for chord, around in zip(chords, beside, strict=True) if least in around]
    return max(own, key=lambda chord: float(chord_line(chord).length))


def _beside(pieces: Pieces, chords: list[Chord]) -> list[set[int]]:
    """The pieces on the two sides of each chord."""
    start, end, owner = polygon_edges(pieces.polygons)
    around: dict[tuple[int, int], set[int]] = {}
    for a, b, piece in zip(start.tolist(), end.tolist(), owner.tolist(), strict=True):
        around.setdefault((min(a, b), max(a, b)), set()).add(piece)
    return [around.get((min(one[:2]), max(one[:2])), set()) for one in chords]


def _worth(piece: shapely.Polygon) -> bool:
    wide = not shapely.is_empty(shapely.buffer(piece, -LEAST_WIDTH_M / 2))
    return bool(wide and piece.area >= LEAST_PIECE_M2)


def _insert(codes: Ints, inserted: Inserted) -> Floats:
    ring: list[int] = [int(codes[0])]
    for a, b in zip(codes[:-1].tolist(), codes[1:].tolist(), strict=True):
        between = inserted.get((min(a, b), max(a, b)), [])
        ring += (between if a < b else between[::-1]) + [b]
    return decode_vertices(np.array(ring, np.int64))


def _from_low(low: int, nodes: list[int]) -> list[int]:
    ends = decode_vertices(np.array([low, *nodes], np.int64))
    order = np.argsort(np.hypot(*(ends[1:] - ends[0]).T), kind="stable")
    return [nodes[place] for place in order.tolist()]


def _without_repeats(codes: list[int]) -> Chord:
    return tuple(code for place, code in enumerate(codes) if not place or code != codes[place - 1])
