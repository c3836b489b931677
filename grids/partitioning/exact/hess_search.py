# ruff: noqa: C901, PLR0912, PLR0915, PLR0917 - numba kernels: flat arrays, one loop
"""Divisions by annealing, to start the proof from and to answer where none can be had.

A unit on a border goes over to the neighbouring part, judged by its distance to the two centres;
centres move to the best unit of their part every few flips (Maranzana 1964). Households out of
bounds are priced, ever dearer as it cools. Kernels in one file on purpose, as in `separators.py`.
"""

from dataclasses import dataclass

import numpy as np

from grids.partitioning.compiling import compiled
from grids.partitioning.exact.hess_model import Hess
from grids.partitioning.problem import Codes, Counts, Floats
from grids.partitioning.running import Run

FAR = 100.0  # where there is no way: times the dearest cost
# First and last temperature, in mean costs of a unit at a centre; first and last price of a
# household out of bounds, in mean distances. One after another: wide bounds like low prices,
# tight ones high prices.
SCHEDULES = (
    (0.3, 0.1, 0.3, 1.0),
    (0.5, 0.05, 0.1, 1.0),
    (0.5, 0.2, 1.0, 4.0),
    (1.0, 0.02, 0.3, 3.0),
)
RECENTRE = 20  # flips between two moves of the centres, more on larger ground


@dataclass(frozen=True, eq=False)
class Extra:
    """What else is weighed, in the unit of the costs; nothing by default.

    `cut` (a,) by arc, when its ends lie in two parts; `off` per household beside `target`.
    """

    cut: Floats
    off: float = 0.0
    target: float = 0.0


@compiled
def grown(start: Codes, ends: Codes, parts: int, generator: np.random.Generator) -> Codes:
    """Random parts that hang together, grown from random units; -1 where none gets."""
    n = len(start) - 1
    label = np.full(n, -1, np.int32)
    for part in range(parts):
        node = int(generator.random() * n)
        while label[node] >= 0:
            node = int(generator.random() * n)
        label[node] = part
    waited = 0
    while waited < 50 * n:
        waited += 1
        node = int(generator.random() * n)
        degree = start[node + 1] - start[node]
        if label[node] < 0 and degree > 0:
            label[node] = label[ends[start[node] + int(generator.random() * degree)]]
            if label[node] >= 0:
                waited = 0
    return label


@compiled
def move_centres(cost: Floats, label: Codes, centre: Codes) -> float:
    """Put every centre where its part is served best; what that costs."""
    n, value = len(label), 0.0
    order = np.argsort(label, kind="mergesort")
    first = 0
    while first < n:
        part, last = label[order[first]], first
        while last < n and label[order[last]] == part:
            last += 1
        least = np.inf
        for place in range(first, last):
            j, total = order[place], 0.0
            for other in range(first, last):
                total += cost[order[other], j]
            if total < least:
                least, centre[part] = total, j
        value += least
        first = last
    return value


@compiled
def hangs_without(
    node: int, start: Codes, ends: Codes, label: Codes, mark: Counts, queue: Codes
) -> bool:
    """Whether the node's part hangs together without it. `mark[-1]` is the last stamp used."""
    part, near, first = label[node], 0, -1
    mark[-1] += 2
    goal, done = mark[-1], mark[-1] + 1
    for arc in range(start[node], start[node + 1]):
        if label[ends[arc]] == part:
            near, first = near + 1, ends[arc]
            mark[first] = goal
    if near <= 1:
        return True
    mark[node] = mark[first] = done
    queue[0] = first
    left, head, tail = near - 1, 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for arc in range(start[here], start[here + 1]):
            other = ends[arc]
            if label[other] == part and mark[other] != done:
                if mark[other] == goal:
                    left -= 1
                    if left == 0:
                        return True
                mark[other] = done
                queue[tail] = other
                tail += 1
    return False


@compiled
def anneal_centred(
    start: Codes, ends: Codes, cost: Floats, households: Counts, low: int, high: int,
    cut: Floats, off: float, target: float, heat: Floats, price: Floats, steps: int, every: int,
    label: Codes, generator: np.random.Generator,
) -> float:  # fmt: skip
    """Anneal `label` in place and leave the best division within the bounds in it.

    Returns its value, infinite when none was met; then `label` is the last one.
    """
    n, parts = len(label), int(label.max()) + 1
    centre, size = np.zeros(parts, np.int32), np.zeros(parts, np.int64)
    count = np.zeros(parts, np.int32)
    mark, queue = np.zeros(n + 1, np.int64), np.empty(n, np.int32)
    for node in range(n):
        size[label[node]] += households[node]
        count[label[node]] += 1
    far = move_centres(cost, label, centre)
    rest = 0.0
    for part in range(parts):
        rest += off * abs(size[part] - target)
    for node in range(n):
        for arc in range(start[node], start[node + 1]):
            rest += 0.5 * cut[arc] * (label[ends[arc]] != label[node])
    best, kept = np.inf, label.copy()
    outside = 0
    for part in range(parts):
        outside += max(0, low - size[part], size[part] - high)
    flips = 0
    if outside == 0:
        best = far + rest
    for step in range(steps):
        share = step / steps
        node = int(generator.random() * n)
        degree = start[node + 1] - start[node]
        if degree == 0:
            continue
        here, there = label[node], label[ends[start[node] + int(generator.random() * degree)]]
        if here == there or count[here] == 1 or centre[here] == node:
            continue
        moved = households[node]
        left, right = size[here] - moved, size[there] + moved
        less = max(0, low - left, left - high) + max(0, low - right, right - high)
        less -= max(0, low - size[here], size[here] - high)
        less -= max(0, low - size[there], size[there] - high)
        nearer = cost[node, centre[there]] - cost[node, centre[here]]
        other_terms = off * (
            abs(left - target) + abs(right - target)
            - abs(size[here] - target) - abs(size[there] - target)
        )  # fmt: skip
        for arc in range(start[node], start[node + 1]):
            if label[ends[arc]] == here:
                other_terms += cut[arc]
            elif label[ends[arc]] == there:
                other_terms -= cut[arc]
        change = nearer + other_terms + less * price[0] * (price[1] / price[0]) ** share
        if change > 0.0:
            temperature = heat[0] * (heat[1] / heat[0]) ** share
            if generator.random() >= np.exp(-change / temperature):
                continue
        if not hangs_without(node, start, ends, label, mark, queue):
            continue
        label[node] = there
        size[here], size[there] = left, right
        count[here] -= 1
        count[there] += 1
        outside += less
        far += nearer
        rest += other_terms
        flips += 1
        if flips % every == 0:
            far = move_centres(cost, label, centre)
        if outside == 0 and far + rest < best:
            far = move_centres(cost, label, centre)
            best = far + rest
            kept[:] = label
    if best < np.inf:
        label[:] = kept
    return best


def priced(model: Hess) -> Floats:
    """(n, n) costs, very dear where a unit may not be served from there."""
    return np.where(model.near, model.cost, FAR * max(1.0, float(model.cost.max())))


def search(
    model: Hess,
    parts: int,
    starts: int,
    steps: int,
    generator: np.random.Generator,
    run: Run,
    extra: Extra | None = None,
) -> tuple[Codes | None, float]:
    """The best of several annealed starts within the bounds, and its value; None: none met."""
    extra = extra or Extra(np.zeros(len(model.ends)))
    cost = priced(model)
    mean = max(float(model.cost[model.near].mean()), 1e-9)
    per_household = mean / max(float(model.households.mean()), 1e-9)
    schedules = np.array(SCHEDULES) * [mean, mean, per_household, per_household]
    best: tuple[Codes | None, float] = (None, np.inf)
    for start in range(starts):
        if run.should_stop:
            break
        label = grown(model.start, model.ends, parts, generator)
        if (label < 0).any():
            continue
        schedule = schedules[start % len(schedules)]
        value = anneal_centred(
            model.start, model.ends, cost, model.households, model.low, model.high,
            extra.cut, extra.off, extra.target, schedule[:2], schedule[2:], steps,
            max(RECENTRE, model.size // 5), label, generator,
        )  # fmt: skip
        if value < best[1] and _served(model, label):
            best = label, value
    return best


def _served(model: Hess, label: Codes) -> bool:
    """Whether every part has a unit from which all of it may be served."""
    return all(
        model.near[np.ix_(units, units)].all(axis=0).any()
        for units in (np.flatnonzero(label == part) for part in range(int(label.max()) + 1))
    )
