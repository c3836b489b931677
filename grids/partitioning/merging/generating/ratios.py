"""In which order nodes fill a knapsack: those that give most for their households first."""

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Counts, Flags


@compiled
def by_ratio(weight: Counts, households: Counts, allowed: Flags) -> Counts:
    """The nodes allowed, by price per household, compared in whole numbers."""
    order = np.flatnonzero(allowed)
    for place in range(1, len(order)):
        node = order[place]
        slot = place
        while slot > 0:
            other = order[slot - 1]
            if weight[other] * max(households[node], 1) <= weight[node] * max(households[other], 1):
                break
            order[slot] = other
            slot -= 1
        order[slot] = node
    return order
