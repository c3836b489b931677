"""Components and longest shared borders among polygons that share edges."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from communities.basemap.cells.rules import Flags, Floats, Ints
from communities.basemap.cells.segments import SharedEdges


def group_rows(key: Ints, rows: Ints) -> Iterator[tuple[int, Ints]]:
    """The rows of each value of the key, in order of the values."""
    if not len(rows):
        return
    order = rows[np.argsort(key[rows], kind="stable")]
    names, starts = np.unique(key[order], return_index=True)
    yield from zip(names.tolist(), np.split(order, starts[1:]), strict=True)


def connect(count: int, a: Ints, b: Ints) -> Ints:
    """Component of each of `count` nodes joined by the pairs a, b."""
    links = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    _, component = connected_components(links, directed=False)
    return np.asarray(component, dtype=np.int64)


def connect_alike(shared: SharedEdges, label: Ints) -> Ints:
    """Component of each polygon, going only across edges between polygons of one label."""
    inner = shared.second >= 0
    a, b = shared.first[inner], shared.second[inner]
    alike = label[a] == label[b]
    return connect(len(label), a[alike], b[alike])


def sum_by(row: Ints, weight: Floats, count: int) -> Floats:
    """Sum of the weights of each of `count` rows; of no weights too."""
    return np.asarray(np.bincount(row, weights=weight, minlength=count), dtype=np.float64)


def sum_pairs(a: Ints, b: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Unordered pairs a < b, each once, with their summed weight."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    pairs, row = np.unique(np.column_stack((low, high)).reshape(-1, 2), axis=0, return_inverse=True)
    return pairs[:, 0], pairs[:, 1], sum_by(row.reshape(-1), weight, len(pairs))


def give_away(label: Ints, orphan: Flags, shared: SharedEdges) -> Ints:
    """Labels after every orphan polygon has joined the neighbour it shares most border with.

    Orphans without a settled neighbour wait for one; those that never get one keep their label.
    """
    inner = shared.second >= 0
    a, b, length = sum_pairs(shared.first[inner], shared.second[inner], shared.edges.lengths[inner])
    one, other = np.concatenate((a, b)), np.concatenate((b, a))
    length = np.concatenate((length, length))
    label, orphan = label.copy(), orphan.copy()
    while True:
        ready = orphan[one] & ~orphan[other]
        if not ready.any():
            return label
        order = np.lexsort((other[ready], -length[ready], one[ready]))
        taker, first = other[ready][order], one[ready][order]
        taken, at = np.unique(first, return_index=True)
        label[taken] = label[taker[at]]
        orphan[taken] = False
