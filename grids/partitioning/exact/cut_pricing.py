"""The parts worth having at given prices, found by search under a bound from a table.

The table holds, for every state and every number of steps of households, the least a part may
still cost. Households are rounded to steps, so a part is asked for within the bounds widened by
what rounding may amount to; the search itself counts exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grids.partitioning.exact.cut_case import TOLERANCE, Case
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_frontier import Ways
from grids.partitioning.exact.cut_kernels import best_completions, list_parts
from grids.partitioning.problem import Counts, Flags, Floats

NOISE = 1e-3  # of the table, which is in single precision
FINEST, COARSEST, TABLE = 512, 64, 40_000_000  # steps of households; cells of a table
FINENESS = 20  # steps between the bounds, where there is room


@dataclass(frozen=True, eq=False)
class Steps:
    """Households in steps: `wide` of them each; `load` (n,) the steps of each node.

    `slack` (n + 1, 2): what the households of nodes from a layer on may be above, and below, their
    steps; `count`: steps in the table.
    """

    wide: float
    load: Counts
    slack: Floats
    count: int


@dataclass(frozen=True, eq=False)
class Prices:
    """What covering each node earns, `node` (n,), and what every part pays for being one."""

    node: Floats
    part: float

    def mixed(self, other: "Prices", share: float) -> "Prices":
        """`share` of these and the rest of the others."""
        node = share * self.node + (1 - share) * other.node
        return Prices(node, share * self.part + (1 - share) * other.part)

    def earned(self, case: Case) -> float:
        """What a division earns at least: all nodes, and the parts at their worst number."""
        return float(self.node.sum()) - self.part * (case.most if self.part > 0 else case.fewest)

    def reduced(self, case: Case, parts: Flags) -> Floats:
        """(c,) what each part costs at these prices."""
        return np.asarray(case.half_borders(parts) - parts @ self.node + self.part)


@dataclass(frozen=True, eq=False)
class Listing:
    """Parts (c, n) at most so dear; `complete`: there are no others; `floor`: none is cheaper."""

    parts: Flags
    complete: bool
    floor: float


def steps_for(case: Case, ways: Ways) -> Steps:
    """Steps as fine as the table may hold."""
    room = min(FINEST, TABLE // max(len(ways.child), 1))
    needed = FINENESS * case.high / max(case.high - case.low, 1)
    most = int(max(COARSEST, min(room, needed)))
    wide = max(1.0, case.high / (0.88 * most))  # the rest is for rounding up
    load = np.rint(case.households / wide).astype(np.int64)
    off = case.households - load * wide
    slack = np.zeros((case.size + 1, 2))
    slack[:-1, 0] = np.cumsum(np.maximum(off, 0)[::-1])[::-1]
    slack[:-1, 1] = np.cumsum(np.maximum(-off, 0)[::-1])[::-1]
    return Steps(wide, load, slack, min(most, int((case.high + slack[0, 1]) / wide) + 1))


class Pricing:
    """The table at some prices, and searches under it."""

    def __init__(
        self, case: Case, ways: Ways, steps: Steps, prices: Prices, effort: Effort
    ) -> None:
        self.case, self.ways, self.steps = case, ways, steps
        self.prices, self.effort = prices, effort
        self.table: NDArray[np.float32] = best_completions(
            ways.first, ways.child, ways.cost, prices.node, steps.load, steps.count
        )
        effort.spend(cells=self.table.size)
        self.floor = self._floor()

    def _floor(self) -> float:
        """No part is cheaper, whatever its true households."""
        case, steps = self.case, self.steps
        low = max(0, int(np.ceil((case.low - steps.slack[0, 0]) / steps.wide)))
        high = int(np.floor((case.high + steps.slack[0, 1]) / steps.wide))
        least = self.table[0, low : high + 1].min(initial=np.inf)
        return float(least) + self.prices.part - NOISE

    def cheap(self, limit: float, each: int, steps: int) -> Listing:
        """Parts of reduced cost at most `limit`: at most `each`, in so many steps, a first node."""
        rows = np.zeros((each, self.case.size), np.uint8)
        found: list[Flags] = []
        complete = True
        for first in range(self.case.size):
            if self.effort.is_spent:
                return Listing(np.concatenate([rows[:0] > 0, *found]), False, self.floor)
            whole, count = self._listed(first, limit, rows, steps)
            complete &= whole
            found.append(rows[:count].astype(np.bool_))
        parts = np.concatenate(found)
        floor = self.floor
        if complete:
            least = self.prices.reduced(self.case, parts).min(initial=np.inf)
            floor = max(floor, min(float(least), limit))
        return Listing(parts, complete, floor)

    def _listed(
        self, first: int, limit: float, rows: NDArray[np.uint8], steps: int
    ) -> tuple[bool, int]:
        """Fill `rows` with parts of which `first` is the first node: all of them?, how many."""
        case, ways = self.case, self.ways
        allowed = min(steps, self.effort.steps_left)
        efforts = np.array([allowed, 0])
        whole = list_parts(
            first, ways.first, ways.child, ways.cost, self.prices.node, case.households,
            self.table, case.bounds, case.others, self.steps.wide, self.steps.slack,
            limit - self.prices.part + TOLERANCE, NOISE,
            case.graph.start, case.graph.ends, case.graph.link, efforts, rows,
        )  # fmt: skip
        self.effort.spend(steps=allowed - max(int(efforts[0]), 0))
        return bool(whole), int(efforts[1])
