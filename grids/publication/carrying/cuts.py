"""The open ground a draft cut, on the cells of a later edition."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from grids.division.cell_table import Codes, Flags
from grids.partitioning.graph import sparse_matrix
from grids.proposals.drafting.cutting import ground_with
from grids.proposals.drafting.ground import Cuts, Ground
from grids.publication.carrying.following import Following


@dataclass(frozen=True, eq=False)
class CarriedGround:
    """The new ground with the cuts that could be made in it again.

    `row` (n,) the row of the old ground, pieces included, that each of its rows goes on with, -1
    for none; `same` (n,) as in `Following`; `lost` the old pieces that are none there.
    """

    ground: Ground
    row: Codes
    same: Flags
    lost: Codes


def carry_ground(old: Ground, new: Ground, following: Following) -> CarriedGround:
    """Cut the new ground as `old` was cut, wherever all that a cut reaches is as it was.

    A cut puts nodes into its neighbours, so cells that were changed beside each other are carried
    over together or not at all.
    """
    cuts, first = old.cuts, (old.uncut or old).size
    onward = following.onward(first)
    changed = sorted({row for row in cuts.shapes if row < first} | set(cuts.root))
    kept = _carried(old.uncut or old, changed, onward)
    pieces = [at for at in range(len(cuts.root)) if cuts.shapes[first + at] is not None]
    again = [at for at in pieces if cuts.root[at] in kept]
    lost = [first + at for at in pieces if cuts.root[at] not in kept]
    shapes = {int(onward[row]): cuts.shapes[row] for row in kept if row in cuts.shapes}
    shapes |= {new.size + k: cuts.shapes[first + at] for k, at in enumerate(again)}
    root = tuple(int(onward[cuts.root[at]]) for at in again)
    return CarriedGround(
        ground_with(new, Cuts(shapes, root)) if shapes else new,
        np.append(following.row, [first + at for at in again]).astype(np.int32),
        np.append(following.same, np.ones(len(again), np.bool_)),
        np.array(lost, np.int32),
    )


def _carried(uncut: Ground, changed: list[int], onward: Codes) -> set[int]:
    """The rows of `changed` (sorted) all of whose group, by common borders, is there as it was."""
    if not changed:
        return set()
    rows = np.array(changed, np.int32)
    edges = uncut.table.edges[np.isin(uncut.table.edges, rows).all(axis=1)]
    ends = np.searchsorted(rows, edges).astype(np.int32)
    matrix = sparse_matrix(len(rows), ends, np.ones(len(edges)))
    _count, group = connected_components(matrix, directed=False)
    broken = np.unique(group[onward[rows] < 0])
    return set(rows[~np.isin(group, broken)].tolist())
