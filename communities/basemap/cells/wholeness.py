"""Cells of one piece each: what was cut off is given away, what belongs together is joined."""

import numpy as np

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
    footprint on the piece or -1; footprints of one `cluster` whose grounds touch end in one label.
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
    """One label for parts of one building whose grounds touch; parts farther apart stay apart."""
    count = max(int(label.max()) + 1, len(cluster))
    whole = np.append(cluster, np.arange(len(cluster), count))
    whole[len(cluster) :] += count
    inner = shared.second >= 0
    a, b = label[shared.first[inner]], label[shared.second[inner]]
    same = whole[a] == whole[b]
    return connect(count, a[same], b[same])[label]
