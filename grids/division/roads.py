"""The roads of a county as a network to walk on.

Every class of `BarrierClass` is either walked along, or closed, or neither: a wall stops nobody,
for where its gates are is not known. A river is crossed where a road crosses it, and only there.
"""

import numpy as np
import shapely

from communities.basemap.models import BarrierClass
from gis_core.shapes import Shapes
from grids.partitioning.walking import Network

WALKED = (BarrierClass.ARTERIAL, BarrierClass.COLLECTOR, BarrierClass.LOCAL)
CLOSED = (
    BarrierClass.EXPRESSWAY, BarrierClass.RAILWAY, BarrierClass.RIVER, BarrierClass.CANAL,
)  # fmt: skip
GRID_M = 0.01  # lines that cross share a node afterwards, to the centimetre


def road_network(lines: Shapes, classes: Shapes, limit: float) -> Network | None:
    """The network of the lines that can be walked; None where there are none.

    `lines` (l,) in metres of one zone, `classes` (l,) values of `BarrierClass`; nobody walks
    farther than `limit` metres.
    """
    noded = shapely.union_all(lines[np.isin(classes, WALKED)], grid_size=GRID_M)
    parts = shapely.get_parts(noded)
    xy, line = shapely.get_coordinates(parts, return_index=True)
    if not len(xy):
        return None
    # Complex numbers are sorted by x, then by y, as rows are, and far quicker.
    places, number = np.unique(np.ascontiguousarray(xy).view(np.complex128), return_inverse=True)
    nodes, number = places.view(np.float64).reshape(-1, 2), number.ravel().astype(np.int32)
    onward = line[1:] == line[:-1]
    edges = np.column_stack([number[:-1][onward], number[1:][onward]])
    length = np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T)
    return Network(nodes, edges, length, limit, lines[np.isin(classes, CLOSED)])
