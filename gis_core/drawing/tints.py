"""Pale colours for areas, none the same as a neighbour's."""

import shapely

from gis_core.shapes import Shapes

FILLS = ("#bfdbe8", "#f4dca6", "#cbe0b6", "#eac6cf", "#d2cbea", "#f3ccab", "#b7dfd0", "#dfd5bd")
COMMUNITY_LINE, GRID_LINE = "#2c3a4d", "#7d8996"


def colours(shapes: Shapes) -> list[int]:
    """A colour number for each area, the least used of those no neighbour has."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    met: list[set[int]] = [set() for _ in shapes]
    for one, other in zip(a.tolist(), b.tolist(), strict=True):
        if one != other:
            met[one].add(other)
    chosen: list[int] = [-1] * len(shapes)
    used = [0] * len(FILLS)
    for area in sorted(range(len(shapes)), key=lambda one: (-len(met[one]), one)):
        taken = {chosen[other] for other in met[area]}
        free = [one for one in range(len(FILLS)) if one not in taken] or list(range(len(FILLS)))
        chosen[area] = min(free, key=lambda one: (used[one], one))
        used[chosen[area]] += 1
    return chosen
