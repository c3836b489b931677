"""What a division around centres says of itself, added up again without a solver.

Plain Python, on purpose: the distance of every part to its best unit, and the Lagrangian of the
Hess model (docs/engine.md) at the prices of the certificate.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from grids.partitioning.hashing import input_hash
from grids.partitioning.problem import Problem
from grids.partitioning.result import Result, Violation

Distances = dict[int, dict[int, float]]  # by centre, then by unit; no entry: no way
CLOSE = 1e-6  # relative difference of sums added up in another order


def false_centres(problem: Problem, result: Result) -> list[Violation]:
    """Claims of distance and bound that do not hold; empty for results of another kind."""
    if result.certificate.get("kind") != "hess":
        return []
    try:
        return _false_claims(problem, result)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        return [Violation("certificate_malformed", (), 0, 0)]


def _false_claims(problem: Problem, result: Result) -> list[Violation]:
    fingerprint = input_hash(problem)
    if fingerprint not in {result.input_hash} & {result.certificate["input_hash"]}:
        return [Violation("claimed_input_hash", (), 0, 0)]
    distances = _distances(problem)
    term = result.objective[0]
    found = _false_bounds(problem, result.certificate["pieces"], distances)
    if term.name == "distance":
        value = _walked(problem, result, distances)
        if not _close(value, term.value):
            found.append(Violation("claimed_objective", (), term.value, value))
    if term.bound is not None and term.bound > term.value * (1 + CLOSE):
        found.append(Violation("claimed_bound", (), term.bound, term.value))
    if result.status == "optimal" and (term.bound is None or not _close(term.bound, term.value)):
        found.append(Violation("unproven", (), term.bound or 0.0, term.value))
    return found


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)


def _walked(problem: Problem, result: Result, distances: Distances) -> float:
    """Households × distance to the best unit of every part; a part without one adds nothing."""
    parts: dict[int, list[int]] = {}
    for unit, label in enumerate(result.labels.tolist()):
        parts.setdefault(label, []).append(unit)
    return sum(_served(problem, units, distances) for units in parts.values())


def _served(problem: Problem, units: Sequence[int], distances: Distances) -> float:
    sums = [
        sum(int(problem.households[unit]) * distances[centre][unit] for unit in units)
        for centre in units
        if centre in distances and all(unit in distances[centre] for unit in units)
    ]
    return min(sums, default=0.0)


def _false_bounds(problem: Problem, pieces: Any, distances: Distances) -> list[Violation]:
    """Root bounds that their prices do not add up to, or that lie above the value."""
    place = {name: unit for unit, name in enumerate(problem.unit_ids)}
    found = []
    for piece in pieces:
        if piece.get("root_bound") is None:
            continue
        if problem.rules.parts is not None and len(pieces) == 1:
            least, most = problem.rules.parts
            if piece["parts"] != [least, min(most, problem.size)]:
                found.append(Violation("claimed_parts", (), piece["parts"][0], least))
        bound = _added_up(problem, piece, [place[name] for name in piece["units"]], distances)
        if not _close(bound, piece["root_bound"]):
            found.append(Violation("claimed_root_bound", (), piece["root_bound"], bound))
        if piece["value"] is not None and bound > piece["value"] * (1 + CLOSE):
            found.append(Violation("claimed_value", (), piece["value"], bound))
    return found


def _added_up(
    problem: Problem, piece: Mapping[str, Any], units: Sequence[int], distances: Distances
) -> float:
    """The Lagrangian of one piece: Σα and the least admissible sum of W."""
    alpha = dict(zip(units, piece["unit_prices"], strict=True))
    least, most = piece["parts"]
    low, high = _bounds_of_a_part(problem, units, least, most)
    worth = []
    rows = zip(units, piece["most_prices"], piece["least_prices"], strict=True)
    for centre, over, under in rows:
        if min(over, under) < 0:
            raise ValueError("a price of a bound is negative")
        gains = {
            unit: int(problem.households[unit]) * (far + over - under) - alpha[unit]
            for unit, far in distances.get(centre, {}).items()
            if unit in alpha
        }
        if centre in gains:
            rest = sum(min(0.0, gain) for unit, gain in gains.items() if unit != centre)
            worth.append(under * low - over * high + gains[centre] + rest)
    worth.sort()
    chosen = worth[:least] + [one for one in worth[least:most] if one < 0]
    return float(sum(alpha.values()) + sum(chosen))


def _bounds_of_a_part(
    problem: Problem, units: Sequence[int], least: int, most: int
) -> tuple[int, int]:
    """Those of the rules, and what the other parts leave of the total or cannot hold."""
    total = sum(int(problem.households[unit]) for unit in units)
    low, high = problem.rules.min_households, problem.rules.max_households
    return max(low, total - (most - 1) * high), min(high, total - (least - 1) * low)


def _distances(problem: Problem) -> Distances:
    """Of every unit that may be a centre to every unit that has a way to it."""
    if problem.rules.distance == "hops":
        return _all_hops(problem)
    if problem.rules.distance == "matrix" and problem.distances is not None:
        return _by_matrix(problem)
    places = [tuple(row) for row in problem.xy.tolist()]
    return {
        centre: {unit: math.dist(at, goal) for unit, at in enumerate(places)}
        for centre, goal in enumerate(places)
    }


def _by_matrix(problem: Problem) -> Distances:
    found: Distances = {}
    for site, centre in enumerate(problem.sites.tolist()):
        near = found.setdefault(centre, {})
        for unit, far in enumerate(problem.distances[:, site].tolist()):  # type: ignore[index]
            if math.isfinite(far):
                near[unit] = min(far, near.get(unit, math.inf))
    return found


def _all_hops(problem: Problem) -> Distances:
    near: dict[int, list[int]] = {unit: [] for unit in range(problem.size)}
    for a, b in problem.edges.tolist():
        near[a].append(b)
        near[b].append(a)
    found: Distances = {}
    for centre in range(problem.size):
        steps, waiting = {centre: 0.0}, deque([centre])
        while waiting:
            here = waiting.popleft()
            for other in near[here]:
                if other not in steps:
                    steps[other] = steps[here] + 1
                    waiting.append(other)
        found[centre] = steps
    return found
