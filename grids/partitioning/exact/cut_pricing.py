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
from grids.partitioning.exact.cut_kernels import HAIR, best_completions, list_parts
from grids.partitioning.problem import Counts, Flags, Floats

NOISE = 1e-3  # of the table, which is in single precision
FINEST, COARSEST, TABLE = 512, 32, 64_000_000  # steps of households; cells of a table
MOST_PARTS = 300_000  # in one listing
ROOM, WIDTHS = 0.88, 12  # share of the steps for the maximum; widths tried
FINENESS = 20  # steps between the bounds, where there is room


@dataclass(frozen=True, eq=False)
class Steps:
    """Households in steps: `wide` of them each; `load` (n,) the steps of each node.

    `slack` (n + 1, 2): what the households of a part may be above, and below, its steps, counting
    nodes from a layer on; `count`: steps in the table.
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
    """Steps as fine as the table may hold, of the width that rounds best."""
    room = min(FINEST, TABLE // max(len(ways.child), 1))
    needed = FINENESS * case.high / max(case.high - case.low, 1)
    most = int(max(COARSEST, min(room, needed)))
    least = max(1.0, case.high / (ROOM * most))  # the rest is for rounding up
    widths = [1.0] if least == 1.0 else least * np.linspace(1.0, 1.2, WIDTHS)
    return min((_rounded(case, float(wide), most) for wide in widths), key=_misfit)


def _rounded(case: Case, wide: float, most: int) -> Steps:
    load = np.rint(case.households / wide).astype(np.int64)
    off = case.households - load * wide
    slack = np.stack([_most_off(case, off), _most_off(case, -off)], axis=1)
    return Steps(wide, load, slack, min(most, int((case.high + slack[0, 1]) / wide + HAIR) + 1))


def _misfit(steps: Steps) -> float:
    """What rounding may amount to, on an average layer."""
    return float(steps.slack.sum())


def _most_off(case: Case, off: Floats) -> Floats:
    """(n + 1,) the most that `off` may sum to over nodes of one part, from each layer on.

    A part has at most so many households: those go to the nodes that are off by most for theirs,
    the last one in part.
    """
    weight = np.maximum(case.households, 1e-9)
    order = np.argsort(-off / weight, kind="stable")
    order = order[off[order] > 0]
    most = np.zeros(case.size + 1)
    for layer in range(case.size):
        nodes = order[order >= layer]
        filled = np.cumsum(weight[nodes])
        share = np.clip((case.high - filled + weight[nodes]) / weight[nodes], 0.0, 1.0)
        most[layer] = off[nodes] @ share
    return most


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
        low = max(0, int(np.ceil((case.low - steps.slack[0, 0]) / steps.wide - HAIR)))
        high = int(np.floor((case.high + steps.slack[0, 1]) / steps.wide + HAIR))
        least = self.table[0, low : high + 1].min(initial=np.inf)
        return float(least) + self.prices.part - NOISE

    def cheap(self, limit: float, each: int, steps: int) -> Listing:
        """Parts of reduced cost at most `limit`: at most `each`, in so many steps, a first node."""
        rows = np.zeros((min(each, MOST_PARTS), self.case.size), np.uint8)
        found: list[Flags] = []
        room, complete = MOST_PARTS, True
        for first in range(self.case.size):
            if self.effort.is_spent or not room:
                return Listing(np.concatenate([rows[:0] > 0, *found]), False, self.floor)
            whole, count = self._listed(first, limit, rows[:room], steps)
            complete &= whole
            room -= count
            found.append(rows[:count].astype(np.bool_))
        parts = np.concatenate(found)
        if not complete:
            return Listing(parts, False, self.floor)
        least = self.prices.reduced(self.case, parts).min(initial=np.inf)
        return Listing(parts, True, max(self.floor, min(float(least), limit)))

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
