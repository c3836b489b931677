"""A building astride a road or a boundary goes wholly to one side; the faces bend around it."""

from dataclasses import dataclass

import numpy as np
import shapely

from communities.basemap.cells.arrangement import Pieces
from communities.basemap.cells.clusters import Clusters
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import GRID_M, Floats, Ints


@dataclass(frozen=True)
class Settlement:
    """Street face of each piece after every building has been given to one; -1 is outside."""

    street: Ints
    findings: list[Finding]


def settle_buildings(
    pieces: Pieces, clusters: Clusters, street_area: Ints, building_ids: Ints
) -> Settlement:
    """Give each part of a cluster to the area, and in it the street face, that holds most of it."""
    built = np.flatnonzero(clusters.part >= 0)
    part, street, size = clusters.part[built], pieces.street[built], pieces.sizes[built]
    area = np.where(street >= 0, street_area[street], -1) if len(street_area) else street
    chosen = _choose(part, area, street, size)
    after = pieces.street.copy()
    after[built] = chosen[part]
    moved = np.bincount(part, weights=size * (street != chosen[part]), minlength=len(chosen))
    crossed = np.zeros(len(chosen), dtype=bool)
    home_area = np.where(chosen >= 0, street_area[chosen], -1) if len(street_area) else chosen
    worth = size > GRID_M * shapely.length(pieces.polygons[built])
    crossed[part[(area != home_area[part]) & worth]] = True
    after[(after >= 0) & (street_area[after] < 0) & (clusters.part >= 0)] = -1
    findings = _tell(pieces, clusters, built, moved, crossed, home_area < 0, building_ids)
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


def _tell(
    pieces: Pieces,
    clusters: Clusters,
    built: Ints,
    moved: Floats,
    crossed: np.ndarray,
    outside: np.ndarray,
    ids: Ints,
) -> list[Finding]:
    """What was moved, building by building; slivers as thin as the grid are not worth a word."""
    parts = clusters.part[built]
    edge = np.bincount(parts, weights=shapely.length(pieces.polygons[built]), minlength=len(moved))
    _, first = np.unique(parts, return_index=True)
    findings = []
    for part in np.flatnonzero(outside | (moved > GRID_M * edge)):
        x, y = shapely.get_coordinates(pieces.polygons[built[first[part]]])[0]
        here = ids[clusters.home == part]
        code = "astride_boundary" if crossed[part] else "astride_barrier"
        if outside[part]:
            code = "outside_areas"
        findings.append(found(code, buildings=here, area_m2=moved[part], at=(x, y)))
    return findings
