"""Thin ground without buildings (medians, roundabouts, slips) joins a neighbour."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.connectivity import group_rows, sum_pairs
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import CellRules, Flags, Floats, Geometries, Ints
from communities.basemap.cells.segments import SharedEdges

OPENNESS = {
    "": 1.0,
    "local": 0.8,
    "wall": 0.8,
    "collector": 0.7,
    "arterial": 0.6,
    "canal": 0.6,
    "river": 0.5,
    "expressway": 0.4,
    "railway": 0.4,
}
"""A strip rather joins the neighbour across the lesser barrier, so that the greater one stays."""


@dataclass(frozen=True)
class Regions:
    """Pieces grouped to faces-to-be: `face` of each piece (-1 outside), `area` of each face."""

    face: Ints
    area: Ints


@dataclass(frozen=True)
class Ground:
    """The pieces themselves: `built` tells those under buildings, `openness` the worth of each
    shared edge to a strip that may join across it."""

    polygons: Geometries
    built: Flags
    shared: SharedEdges
    openness: Floats


def absorb_strips(
    regions: Regions, ground: Ground, rules: CellRules
) -> tuple[Regions, list[Finding]]:
    """Merge every strip into a neighbour of its area; gaps between areas into any neighbour.

    Repeated until nothing changes: what is still thin after a merge is looked at again.
    """
    regions = Regions(regions.face.copy(), regions.area)
    findings: list[Finding] = []
    settled: set[int] = set()
    while strips := _find_strips(regions, ground, rules, settled):
        borders = _sum_borders(regions.face, ground)
        takers = {strip: _find_taker(strip, regions.area, borders, set(strips)) for strip in strips}
        settled |= {strip for strip, taker in takers.items() if taker < 0}
        for strip, taker in _ready(takers, strips).items():
            findings.append(_tell(strips[strip], gap=regions.area[strip] < 0))
            regions.face[regions.face == strip] = taker
    return regions, findings


def _ready(takers: dict[int, int], strips: dict[int, shapely.Geometry]) -> dict[int, int]:
    """Strips whose taker stands firm; where there is none, the smallest strip alone."""
    joined = {strip: taker for strip, taker in takers.items() if taker >= 0}
    firm = {strip: taker for strip, taker in joined.items() if taker not in strips}
    if firm or not joined:
        return firm
    smallest = min(joined, key=lambda strip: (strips[strip].area, strip))
    return {smallest: joined[smallest]}


def _sum_borders(face: Ints, ground: Ground) -> dict[int, dict[int, float]]:
    """For each face its neighbours (-1: outside) and how long and open the border is."""
    shared = ground.shared
    one, other = face[shared.first], np.where(shared.second < 0, -1, face[shared.second])
    differs = one != other
    low, high, worth = sum_pairs(
        one[differs], other[differs], (shared.edges.lengths * ground.openness)[differs]
    )
    borders: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, length in zip(low.tolist(), high.tolist(), worth.tolist(), strict=True):
        borders[a][b] = length
        borders[b][a] = length
    return borders


def _find_strips(
    regions: Regions, ground: Ground, rules: CellRules, settled: set[int]
) -> dict[int, shapely.Geometry]:
    """Faces without buildings that a disc of the strip width fits in nowhere.

    Those that are wide enough are added to the `settled` ones and not looked at again.
    """
    face, strips = regions.face, {}
    occupied = np.zeros(len(regions.area), dtype=bool)
    occupied[face[ground.built & (face >= 0)]] = True
    rows = np.flatnonzero((face >= 0) & ~occupied[face])
    for name, members in group_rows(face, rows):
        if name in settled:
            continue
        whole = shapely.coverage_union_all(ground.polygons[members])
        width = rules.strip_width if regions.area[name] >= 0 else rules.area_gap
        if shapely.is_empty(shapely.buffer(whole, -width / 2)):
            strips[name] = whole
        else:
            settled.add(name)
    return strips


def _find_taker(
    strip: int, area: Ints, borders: dict[int, dict[int, float]], strips: set[int]
) -> int:
    """The neighbour with the longest open border, one that is no strip before one that is.

    A strip stays in its area; a gap between areas may join any, if areas enclose it.
    """
    near = borders[strip]
    gap = area[strip] < 0
    if gap and any(name < 0 or area[name] < 0 for name in near):
        return -1
    fit = [name for name in near if name >= 0 and (gap or area[name] == area[strip])]
    firm = [name for name in fit if name not in strips]
    return max(firm or fit, key=lambda name: (near[name], name), default=-1)


def _tell(whole: shapely.Geometry, *, gap: bool) -> Finding:
    point = shapely.point_on_surface(whole)
    code = "area_gap" if gap else "strip_absorbed"
    return found(code, area_m2=whole.area, at=(point.x, point.y))
