"""Groups that cost less than the prices of their units: some of them, or proof that none is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from grids.partitioning.graph import components
from grids.partitioning.merging.generating.field import Field
from grids.partitioning.merging.generating.kernel import NEVER, search_served
from grids.partitioning.merging.generating.ratios import by_ratio
from grids.partitioning.problem import Codes, Counts, Flags, Floats
from grids.partitioning.running import Run

PER_HEAD = 40  # groups of one head that are enough at a time
NARROWEST = 20.0  # decimetres: a box for the middle of a group is not halved further
STEPS_OF_BOX = 3_000  # before it is halved
NO_BOX = np.array([[-np.inf, -np.inf], [np.inf, np.inf]])
STEPS_OF_A_CALL = 100  # that take as long as beginning a search


@dataclass(frozen=True, eq=False)
class Prices:
    """What a group must be worth: whole parts of one.

    `nodes` (n,) y of each node; `of` by term, what one of it costs; `group` what every group costs
    besides; `apart`, `together`: pairs of nodes that may not meet, or not without each other.
    """

    nodes: Counts
    of: Mapping[str, int]
    group: int = 0
    apart: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, int], ...] = ()


@dataclass(eq=False)
class Found:
    """Groups of nodes cheaper than asked for, what each costs above its prices; whether all."""

    groups: list[Codes] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    complete: bool = True
    steps: int = 0


@dataclass(frozen=True, eq=False)
class _Mode:
    """Groups of one head walking to one place: `must` a second node, -1 for none."""

    must: int
    allowed: Flags
    weight: Counts
    box: Floats | None = None


@dataclass(frozen=True)
class Budget:
    """Steps of search for one head, and for all; groups of one head that are enough."""

    steps: int
    whole: int
    groups: int = PER_HEAD


def cheap_groups(field: Field, prices: Prices, threshold: int, budget: Budget, run: Run) -> Found:
    """Groups of two nodes or more whose cost less their prices is below the threshold."""
    search = _Search(field, prices, threshold, budget.groups)
    for head in range(field.size):
        left = min(budget.steps, budget.whole - search.found.steps)
        if run.should_stop or left <= 0:
            search.found.complete = False
            break
        search.look(head, left)
    return search.found


class _Search:
    def __init__(self, field: Field, prices: Prices, threshold: int, per_head: int) -> None:
        self.field, self.prices, self.threshold = field, prices, threshold
        self.found = Found()
        ground = field.ground
        self.border = (prices.of.get("cut", 0) // 2) * field.border
        around = np.add.reduceat(np.append(self.border, 0), field.border_heads[:-1])
        around[np.diff(field.border_heads) == 0] = 0
        self.base = (
            prices.of.get("change", 0) * ground.households
            - prices.nodes
            - around
            - prices.of.get("cut", 0) * field.inside
        )
        a, b = np.nonzero(ground.apart)
        pairs = zip(a.tolist(), b.tolist(), strict=True)
        self.clash = _lists(field.size, [*pairs, *prices.apart])
        self.tie = _lists(field.size, [*prices.together])
        ends = np.array(prices.together, np.int32).reshape(-1, 2)
        _, number = components(field.size, ends, np.ones(len(ends), np.bool_))
        self.tied = [np.flatnonzero(number == one) for one in np.unique(number[ends])]
        self.walk = prices.of.get("distance", 0)
        self.out = (
            np.zeros(per_head + 1, np.int64),
            np.empty(per_head * field.size, np.int32),
            np.zeros(per_head, np.int64),
        )

    def look(self, head: int, budget: int) -> None:
        """Search the groups of one head."""
        allowed = self._allowed(head)
        if not allowed[head]:
            return
        enough = len(self.found.groups) + len(self.out[2])
        end = self.found.steps + budget
        waiting = list(self._modes(head, allowed))
        while waiting:
            mode = waiting.pop()
            left = end - self.found.steps
            if left <= 0 or len(self.found.groups) >= enough:
                self.found.complete = False
                return
            halves = _may_halve(mode.box)
            if self._run(head, mode, min(left, STEPS_OF_BOX) if halves else left):
                continue
            if mode.box is not None and halves:
                waiting += self._halves(mode, mode.box)
            else:
                self.found.complete = False

    def _allowed(self, head: int) -> Flags:
        """Nodes that may be in a group of this head: none when it is too large itself."""
        field = self.field
        allowed: Flags = (field.rank <= field.rank[head]) & (field.reach[head] < field.most + 0.5)
        allowed &= ~field.ground.apart[head]
        allowed[head] = field.ground.households[head] <= field.most
        for tied in self.tied:
            if not allowed[tied].all():
                allowed[tied] = False
        return allowed

    def _modes(self, head: int, allowed: Flags) -> Iterator[_Mode]:
        field = self.field
        if not self.walk:
            yield _Mode(-1, allowed, self.base)
        elif field.nearest is not None:
            for site, node in enumerate(field.site_nodes.tolist()):
                if allowed[node]:
                    weight = self.base + self.walk * field.load[:, site]
                    yield _Mode(-1 if node == head else node, allowed, weight)
            if not field.share:
                without = allowed.copy()
                without[field.site_nodes] = False
                if without[head]:
                    yield _Mode(-1, without, self.base + self.walk * field.nearest)
        else:
            box = np.stack([field.place.min(axis=0), field.place.max(axis=0)])
            yield _Mode(-1, allowed, self.base, box)

    def _halves(self, mode: _Mode, box: Floats) -> Iterator[_Mode]:
        """The mode with the middle of the group on either side of its box."""
        field = self.field
        axis = int((box[1] - box[0]).argmax())
        middle = np.floor(box[:, axis].mean())
        for side, edge in ((1, middle), (0, middle + 1)):
            half = box.copy()
            half[side, axis] = edge
            away = np.maximum(np.maximum(half[0] - field.place, field.place - half[1]), 0.0)
            least = np.hypot(*away.T) * field.counts / 10.0
            units = np.maximum(np.floor(least - 0.5), 0).astype(np.int64)
            walked = np.add.reduceat(units, field.unit_heads[:-1])
            yield _Mode(mode.must, mode.allowed, self.base + self.walk * walked, half)

    def _run(self, head: int, mode: _Mode, budget: int) -> bool:
        """Whether all cheap groups of the mode were found within the budget."""
        field, ground, prices = self.field, self.field.ground, self.prices
        middle = self.walk if mode.box is not None else 0
        fixed = prices.group - prices.of.get("change", 0) * int(field.top[head])
        short = prices.of.get("undersized", 0)
        servers, nodes, strangers = self._servers(head, mode)
        numbers = np.array(
            [head, mode.must, -1, field.least, field.most, fixed, short, middle, self.threshold,
             budget, strangers, 0]
        )  # fmt: skip
        starts, members, values = self.out
        base = self.base if mode.box is not None else mode.weight
        weight = self._evened(mode.weight)
        order = by_ratio(weight, ground.households, mode.allowed)
        count, steps, complete = search_served(
            ground.start, ground.ends, field.border_heads, field.border_ends, self.border,
            *self.clash, *self.tie, ground.households, ground.wanted, order,
            weight, base, numbers, servers, nodes, field.outside, field.share,
            field.unit_heads, field.place[:, 0], field.place[:, 1], field.counts,
            NO_BOX if mode.box is None else mode.box, starts, members, values,
        )  # fmt: skip
        for number in range(count):
            self.found.groups.append(members[starts[number] : starts[number + 1]].copy())
        self.found.values += values[:count].tolist()
        self.found.steps += steps + STEPS_OF_A_CALL
        return complete

    def _evened(self, weight: Counts) -> Counts:
        """The weight of nodes tied together, shared out among them by households.

        A group holds all of them or none, so it costs the same, and none of them looks cheap.
        """
        if not self.prices.together:
            return weight
        weight, households = weight.copy(), self.field.ground.households
        for tied in self.tied:
            total, count = int(weight[tied].sum()), max(1, int(households[tied].sum()))
            weight[tied] = [total * int(own) // count for own in households[tied]]
            weight[tied[0]] += total - int(weight[tied].sum())
        return weight

    def _servers(self, head: int, mode: _Mode) -> tuple[Counts, Counts, int]:
        """Sites that may serve the group, their nodes, and the most households out of reach."""
        field = self.field
        if not field.share:
            return np.zeros(1, np.int64), np.array([-1]), NEVER
        strangers = int((1.0 - field.share) * field.most + 1e-6)
        nodes = field.site_nodes
        fits = mode.allowed[nodes] & (field.outside[:, head] <= strangers)
        if mode.must >= 0:
            fits &= field.outside[:, mode.must] <= strangers
        return np.flatnonzero(fits), nodes[fits], strangers


def _may_halve(box: Floats | None) -> bool:
    return box is not None and bool((box[1] - box[0]).max() > NARROWEST)


def _lists(size: int, pairs: list[tuple[int, int]]) -> tuple[Counts, Counts]:
    """Pairs in CSR form, from both sides."""
    both = sorted({*pairs, *((b, a) for a, b in pairs)})
    counts = np.bincount([a for a, _ in both], minlength=size) if both else np.zeros(size, int)
    heads = np.concatenate([[0], np.cumsum(counts)])
    return heads.astype(np.int64), np.array([b for _, b in both], np.int64)
