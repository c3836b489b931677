"""Cells of one piece each: what was cut off is given away, what belongs together is joined."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from communities.basemap.cells.connectivity import connect, connect_alike, give_away
from communities.basemap.cells.rules import Floats, Ints
from communities.basemap.cells.segments import SharedEdges

LEAST_OPEN_CELL = 200.0
"""Square metres; a smaller piece of open ground beside buildings is given to a neighbour."""


def make_whole(
    shared: SharedEdges, label: Ints, standing: Ints, sizes: Floats, cluster: Ints
) -> Ints:
    """Labels of which each is connected.

    `label` of each piece is a footprint, or above those a seed of open ground; `standing` is the
    footprint on the piece or -1; footprints of one `cluster` end in one label.
    """
    component = connect_alike(shared, label)
    size = np.bincount(component, weights=sizes)
    main = np.full(int(label.max()) + 1, -1, dtype=np.int64)
    order = np.argsort(size[component], kind="stable")
    main[label[order]] = component[order]
    main[standing[standing >= 0]] = component[standing >= 0]
    small = (label >= len(cluster)) & (size[component] < LEAST_OPEN_CELL) & (len(cluster) > 0)
    label = give_away(label, (component != main[label]) | small, shared)
    return _join_parts(shared, label, cluster)


def _join_parts(shared: SharedEdges, label: Ints, cluster: Ints) -> Ints:
    """One label for all parts of a building, with what lies between them on the shortest way."""
    several = np.flatnonzero(np.bincount(cluster, minlength=1) > 1)
    if not len(several):
        return label
    count = int(label.max()) + 1
    inner = shared.second >= 0
    a, b = label[shared.first[inner]], label[shared.second[inner]]
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count)).tocsr()
    steps = [
        step
        for row in several
        for part in np.flatnonzero(cluster == row)[1:]
        for step in _way(graph, int(np.flatnonzero(cluster == row)[0]), int(part))
    ]
    joined = np.array(steps, dtype=np.int64).reshape(-1, 2)
    return connect(count, joined[:, 0], joined[:, 1])[label]


def _way(graph: coo_array, start: int, end: int) -> list[tuple[int, int]]:
    """Steps of a shortest way between two labels."""
    _, before = breadth_first_order(graph, start, directed=False)
    steps = []
    while end != start and before[end] >= 0:
        steps.append((int(before[end]), end))
        end = int(before[end])
    return steps
