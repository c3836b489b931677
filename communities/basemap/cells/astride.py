"""A building astride a road or a boundary goes wholly to one side; the faces bend around it."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.arrangement import Pieces
from communities.basemap.cells.clusters import Clusters
from communities.basemap.cells.connectivity import sum_by
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import GRID_M, Flags, Floats, Ints


@dataclass(frozen=True)
class Settlement:
    """Street face of each piece after every building has been given to one; -1 is outside."""

    street: Ints
    findings: list[Finding]


@dataclass(frozen=True)
class _Moves:
    """For each part: square metres moved, whether it crossed a boundary, whether it is outside."""

    moved: Floats
    crossed: Flags
    outside: Flags


def settle_buildings(
    pieces: Pieces, clusters: Clusters, street_area: Ints, building_ids: Ints
) -> Settlement:
    """Give each part of a cluster to the area, and in it the street face, that holds most of it."""
    built = np.flatnonzero(clusters.part >= 0)
    part, street, size = clusters.part[built], pieces.street[built], pieces.sizes[built]
    area_of = np.append(street_area, -1)  # the last place is that of street -1
    chosen = _choose(part, area_of[street], street, size)
    home = area_of[chosen]
    after = pieces.street.copy()
    after[built] = np.where(home >= 0, chosen, -1)[part]
    # slivers as thin as the grid are not worth a word
    worth = 2 * size / shapely.length(pieces.polygons[built]) > GRID_M
    moved = sum_by(part, size * ((street != chosen[part]) & worth), len(chosen))
    crossed = np.zeros(len(chosen), dtype=bool)
    crossed[part[(area_of[street] != home[part]) & worth]] = True
    findings = _tell(pieces, clusters, _Moves(moved, crossed, home < 0), building_ids)
    return Settlement(after, findings)


def _choose(part: Ints, area: Ints, street: Ints, size: Floats) -> Ints:
    """Street face of each part: first the area with most of it, then the face within the area."""
    in_area = _sum_by(part, area, size)
    in_street = _sum_by(part, street, size)
    order = np.lexsort((-street, in_street, -area, in_area, part))
    last = np.flatnonzero(np.append(part[order][1:] != part[order][:-1], True))
    return street[order][last] if len(order) else np.empty(0, dtype=np.int64)


def _sum_by(part: Ints, key: Ints, size: Floats) -> Floats:
    """For each row the sum over all rows of the same part and key."""
    _, row = np.unique(np.column_stack((part, key)), axis=0, return_inverse=True)
    row = row.reshape(-1)
    return np.asarray(np.bincount(row, weights=size)[row]) if len(row) else size


def _tell(pieces: Pieces, clusters: Clusters, moves: _Moves, ids: Ints) -> list[Finding]:
    """What was moved, part by part."""
    built = np.flatnonzero(clusters.part >= 0)
    parts = clusters.part[built]
    _, first = np.unique(parts, return_index=True)
    findings = []
    for part in np.flatnonzero(moves.outside | (moves.moved > 0)):
        x, y = shapely.get_coordinates(pieces.polygons[built[first[part]]])[0]
        code = "astride_boundary" if moves.crossed[part] else "astride_barrier"
        if moves.outside[part]:
            code = "outside_areas"
        here = ids[clusters.standing[clusters.on == part]]
        findings.append(found(code, buildings=here, area_m2=moves.moved[part], at=(x, y)))
    return findings
