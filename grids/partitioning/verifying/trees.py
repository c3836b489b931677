"""A tree of dual prices, walked through in whole numbers: the bound it proves.

At every node, each group still possible must cost at least the prices of its units and limits.
Then no plan costs less than the prices of all units and limits together; costs being whole, that
may be rounded up. Where this is below the plan's value, the two nodes below take over: the plans
with both units of the split in one part, and those with them in two; or the plans of at most a
number of parts, and those of more, which is one more limit in the nodes below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.problem import Counts, Flags
from grids.partitioning.verifying.groups import Listed

ROOM = 2**62  # no sum may come near the end of 64 bits
DEPTH = 400


class FalseCertificate(Exception):
    """A certificate that does not prove what it says: the rule, the units, found and needed."""

    def __init__(self, rule: str, units: Sequence[int] = (), value: float = 0, limit: float = 0):
        super().__init__(rule)
        self.rule, self.units, self.value, self.limit = rule, tuple(units), value, limit


@dataclass(frozen=True, eq=False)
class Step:
    """One term to be proven: `limits` by name with what every group counts, and the most.

    `place` (members,) where each member of the groups stands among the units of the piece.
    """

    groups: Listed
    place: Counts
    units: tuple[int, ...]
    cost: Counts
    limits: Mapping[str, tuple[Counts, int]]
    value: int

    def split_of(self, node: Mapping[str, Any], names: Mapping[str, int]) -> tuple[int, int]:
        """The places of the two units a node is split on."""
        one, other = (self.units.index(names[name]) for name in node["split"])
        if one == other:
            raise FalseCertificate("certificate_malformed")
        return one, other

    def of_parts(self, name: str, sign: int, most: int) -> "Step":
        """The same with one more limit: the number of parts, times the sign, is at most `most`."""
        counted = np.full(self.groups.size, sign, np.int64)
        return replace(self, limits={**self.limits, name: (counted, most)})


def proven_bound(
    step: Step, node: Any, names: Mapping[str, int], possible: Counts
) -> tuple[int, Counts]:
    """The bound a tree proves, at most the value, and the groups a plan of the value may hold.

    `names`: unit numbers by id; `possible`: groups that earlier terms leave possible.
    """
    found: list[Counts] = []
    bound = _Walk(step, names, found).bound(node, possible, DEPTH)
    return min(bound, step.value), np.unique(np.concatenate(found))


@dataclass(frozen=True, eq=False)
class _Walk:
    """A walk through a tree; `found`: the groups possible in each leaf."""

    step: Step
    names: Mapping[str, int]
    found: list[Counts]

    def bound(self, node: Any, possible: Counts, depth: int) -> int:
        step = self.step
        bound, scale, reduced = _priced(step, node, possible)
        least = -(-bound // scale)
        possible = possible[reduced <= min(step.value * scale - bound, ROOM)]
        if least >= step.value or not node.keys() & {"split", "split_parts"}:
            self.found.append(possible)
            return least
        if depth == 0:
            raise FalseCertificate("certificate_malformed")
        if "split_parts" in node:
            return self._by_number(node, possible, depth - 1)
        return self._by_units(node, possible, depth - 1)

    def _by_number(self, node: Any, possible: Counts, depth: int) -> int:
        number = whole(node["split_parts"], 0)
        few = self.step.of_parts("fewer", 1, number)
        many = self.step.of_parts("more", -1, -number - 1)
        return min(
            replace(self, step=few).bound(node["fewer"], possible, depth),
            replace(self, step=many).bound(node["more"], possible, depth),
        )

    def _by_units(self, node: Any, possible: Counts, depth: int) -> int:
        step = self.step
        one, other = (
            _holds(step.groups.start, step.place, possible, place)
            for place in step.split_of(node, self.names)
        )
        below = {"together": one == other, "apart": ~(one & other)}
        return min(self.bound(node[side], possible[fits], depth) for side, fits in below.items())


def _priced(step: Step, node: Any, possible: Counts) -> tuple[int, int, Counts]:
    """Bound and scale of a node, and (possible,) what each group costs above its prices."""
    scale = whole(node["scale"], 1)
    prices = [whole(price) for price in node["unit_duals"]]
    limits = {name: whole(price, 0) for name, price in node["row_duals"].items()}
    if len(prices) != len(step.units) or not limits.keys() <= step.limits.keys():
        raise FalseCertificate("certificate_malformed")
    _refuse_overflow(step, scale, prices, limits)
    bound = sum(prices) - sum(price * step.limits[name][1] for name, price in limits.items())
    paid = _paid(step.groups.start, step.place, possible, np.array(prices, np.int64))
    reduced = step.cost[possible] * scale - paid
    for name, price in limits.items():
        reduced += price * step.limits[name][0][possible]
    if len(reduced) and reduced.min() < 0:
        worst = int(possible[reduced.argmin()])
        own = step.groups.members[step.groups.start[worst] : step.groups.start[worst + 1]]
        raise FalseCertificate("reduced_cost", own.tolist(), float(reduced.min() / scale), 0)
    return bound, scale, reduced


def whole(value: Any, least: int | None = None) -> int:
    """A whole number, and no less than the least."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise FalseCertificate("certificate_malformed")
    if least is not None and value < least:
        raise FalseCertificate("negative_price", (), value, least)
    return value


def _refuse_overflow(
    step: Step, scale: int, prices: Sequence[int], limits: Mapping[str, int]
) -> None:
    """Refuse prices with which a sum of 64 bits could wrap around."""
    longest = int(np.diff(step.groups.start).max(initial=1))
    reach = int(np.abs(step.cost).max(initial=0)) * scale
    reach += longest * max(abs(price) for price in prices)
    for name, price in limits.items():
        reach += price * int(np.abs(step.limits[name][0]).max(initial=0))
    if reach > ROOM:
        raise FalseCertificate("certificate_overflow", (), float(reach), float(ROOM))


@compiled
def _paid(start: Counts, place: Counts, possible: Counts, prices: Counts) -> Counts:
    paid = np.zeros(len(possible), np.int64)
    for row in range(len(possible)):
        for slot in range(start[possible[row]], start[possible[row] + 1]):
            paid[row] += prices[place[slot]]
    return paid


@compiled
def _holds(start: Counts, place: Counts, possible: Counts, wanted: int) -> Flags:
    holds = np.zeros(len(possible), np.bool_)
    for row in range(len(possible)):
        for slot in range(start[possible[row]], start[possible[row] + 1]):
            if place[slot] == wanted:
                holds[row] = True
    return holds
