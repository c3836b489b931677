"""The model of Hess et al. 1965: every unit is assigned to a centre that lies in its own part.

    min  sum over i, j of h_i d_ij x_ij
    s.t. sum over j of x_ij = 1                     every unit i has one centre
         low x_jj <= sum over i of h_i x_ij <= high x_jj   a part keeps the bounds
         least <= sum over j of x_jj <= most        so many parts
         x_ij <= x_jj, and the part of j hangs together

with h_i households and d_ij the distance of unit i to unit j, x binary. The distance of a part is
that to its best unit, for a worse centre costs more.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.graph import Graph
from grids.partitioning.problem import Codes, Counts, Flags, Floats


@dataclass(frozen=True, eq=False)
class Hess:
    """One piece to divide: n units, any of which may be a centre.

    `start`, `ends` the borders that link, in CSR form; `cost` (n, n) households × distance of
    unit i to centre j; `near` (n, n) whether there is a way from i to j at all; a part holds
    `low` to `high` households; `parts` the least and the most of them.
    """

    start: Codes
    ends: Codes
    households: Counts
    cost: Floats
    near: Flags
    low: int
    high: int
    parts: tuple[int, int]

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.households)

    @property
    def step(self) -> float:
        """What two different values differ by at least: 1 when every cost is whole, else 0."""
        return float((self.cost == np.rint(self.cost)).all())

    def target_below(self, value: float) -> float:
        """A bound above this proves that nothing is better than `value`.

        Costs are added up in floating point: a thousandth (whole costs) or a part in a billion
        (others) is left for that.
        """
        if not np.isfinite(value):
            return np.inf
        return value - self.step + 1e-3 if self.step else value - 1e-9 * abs(value)


def hess_model(
    graph: Graph,
    households: Counts,
    distance: Floats,
    bounds: tuple[int, int],
    parts: tuple[int, int],
) -> Hess:
    """The model of a graph; `distance` (n, n) of units to centres, infinite: no way."""
    link = graph.link.astype(np.bool_)
    passed = np.concatenate([[0], np.cumsum(link)])
    near = np.isfinite(distance)
    parts = max(1, parts[0]), min(parts[1], len(households))
    low, high = tightened(int(households.sum()), bounds, parts)
    cost = households[:, None] * np.where(near, distance, 0.0)
    return Hess(
        start=passed[graph.start].astype(np.int32),
        ends=graph.ends[link],
        households=households,
        cost=np.ascontiguousarray(cost, np.float64),
        near=near,
        low=low,
        high=high,
        parts=parts,
    )


def tightened(total: int, bounds: tuple[int, int], parts: tuple[int, int]) -> tuple[int, int]:
    """Bounds that say the same but are as narrow as the total allows.

    A part holds at least what the others, all as large as may be, leave over, and the other way.
    """
    low, high = bounds
    return max(low, total - (parts[1] - 1) * high), min(high, total - (parts[0] - 1) * low)


def centres(model: Hess, label: Codes) -> tuple[Codes, float]:
    """The best unit of each part, the first of equals, and the value of the division."""
    found, value = [], 0.0
    for part in range(int(label.max()) + 1):
        units = np.flatnonzero(label == part)
        sums = np.where(
            model.near[np.ix_(units, units)].all(axis=0),
            model.cost[np.ix_(units, units)].sum(axis=0),
            np.inf,
        )
        found.append(int(units[sums.argmin()]))
        value += float(sums.min())
    return np.array(found, np.int32), value
