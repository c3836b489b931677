"""Buildings that cannot be separated: overlapping, duplicate and contained footprints."""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array

from communities.basemap.cells.arrangement import Pieces
from communities.basemap.cells.connectivity import connect, connect_alike
from communities.basemap.cells.findings import Finding, found
from communities.basemap.cells.rules import GRID_M, Ints

SAME_SHARE = 0.95
"""Two footprints are the same building drawn twice when they share this much of their union."""


@dataclass(frozen=True)
class Clusters:
    """Buildings grouped by overlap, and the connected parts the groups consist of.

    `part` is the row of the part of each piece (-1 on open ground), `cluster` the cluster of each
    part, `home` the part each building mostly stands on (-1: it vanished on the grid); `on`,
    `standing` are all pairs of a part and the row of a building that stands on it.
    """

    part: Ints
    cluster: Ints
    home: Ints
    on: Ints
    standing: Ints
    findings: list[Finding]


def cluster_buildings(pieces: Pieces, building_ids: Ints) -> Clusters:
    """Group buildings that share ground; a shared sliver as thin as the grid groups nothing."""
    covered, cover = _drop_slivers(pieces, len(building_ids))
    first = np.full(len(pieces.polygons), -1, dtype=np.int64)
    first[covered[::-1]] = cover[::-1]
    cluster = connect(len(building_ids), first[covered], cover)
    of_piece = np.append(cluster, -1)[first]
    part, part_cluster = _number_parts(pieces, of_piece)
    home = _find_homes(pieces, part, covered, cover, len(building_ids))
    pairs = np.unique(np.column_stack((part[covered], cover)), axis=0)
    findings = _name_overlaps(pieces, covered, cover, building_ids)
    findings += _name_parts(part_cluster, home, cluster, building_ids)
    return Clusters(part, part_cluster, home, pairs[:, 0], pairs[:, 1], findings)


def _drop_slivers(pieces: Pieces, buildings: int) -> tuple[Ints, Ints]:
    """Pairs of piece and building; a piece no wider than the grid stays with the larger one."""
    size = np.bincount(pieces.cover, weights=pieces.sizes[pieces.covered], minlength=buildings)
    width = 2 * pieces.sizes / shapely.length(pieces.polygons)
    order = np.lexsort((pieces.cover, -size[pieces.cover], pieces.covered))
    covered, cover = pieces.covered[order], pieces.cover[order]
    again = np.zeros(len(covered), dtype=bool)
    again[1:] = covered[1:] == covered[:-1]
    kept = ~(again & (width[covered] <= GRID_M))
    return covered[kept], cover[kept]


def _number_parts(pieces: Pieces, of_piece: Ints) -> tuple[Ints, Ints]:
    """Part of each piece (connected by edges within its cluster) and cluster of each part."""
    component = connect_alike(pieces.shared, of_piece)
    built = of_piece >= 0
    names, first, part = np.unique(component[built], return_index=True, return_inverse=True)
    numbered = np.full(len(of_piece), -1, dtype=np.int64)
    numbered[built] = part.reshape(-1)
    return numbered, of_piece[built][first] if len(names) else np.empty(0, dtype=np.int64)


def _find_homes(pieces: Pieces, part: Ints, covered: Ints, cover: Ints, buildings: int) -> Ints:
    """The part that holds most of each building."""
    home = np.full(buildings, -1, dtype=np.int64)
    if not len(cover):
        return home
    shape = (buildings, int(part.max()) + 1)
    held = coo_array((pieces.sizes[covered], (cover, part[covered])), shape=shape).tocsr().tocoo()
    order = np.lexsort((-held.col, held.data))
    home[held.row[order]] = held.col[order]
    return home


def _name_overlaps(pieces: Pieces, covered: Ints, cover: Ints, ids: Ints) -> list[Finding]:
    """One finding for each pair of buildings that share ground."""
    on = coo_array(
        (np.sqrt(pieces.sizes[covered]), (cover, covered)), shape=(len(ids), len(pieces.polygons))
    ).tocsr()
    common = (on @ on.T).tocoo()
    size = common.tocsr().diagonal()
    findings = []
    upper = common.row < common.col
    for a, b, area in zip(common.row[upper], common.col[upper], common.data[upper], strict=True):
        same = area >= SAME_SHARE * (size[a] + size[b] - area)
        code = "duplicate_buildings" if same else "overlapping_buildings"
        at = shapely.get_coordinates(pieces.polygons[on[[a], :].indices[0]])[0]
        findings.append(found(code, buildings=(ids[a], ids[b]), area_m2=area, at=(at[0], at[1])))
    return findings


def _name_parts(part_cluster: Ints, home: Ints, cluster: Ints, ids: Ints) -> list[Finding]:
    """Clusters that consist of several parts, and buildings that vanished on the grid."""
    several = np.bincount(part_cluster, minlength=len(ids)) > 1
    findings = [
        found("building_in_parts", buildings=ids[cluster == row]) for row in np.flatnonzero(several)
    ]
    vanished = np.flatnonzero(home < 0)
    return findings + [
        found("invalid_building", detail="小于一毫米", buildings=[ids[row]]) for row in vanished
    ]
