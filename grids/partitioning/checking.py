"""An independent check: it shares nothing with the solvers and trusts no figure of a result.

Plain Python over dictionaries, on purpose: someone who doubts a plan can read it in one sitting.
"""

import math
from collections import defaultdict

from grids.partitioning.problem import Problem
from grids.partitioning.result import Result, Violation
from grids.partitioning.verifying.centred import false_centres
from grids.partitioning.verifying.claims import false_proofs

Near = dict[int, set[int]]


def check(problem: Problem, result: Result) -> list[Violation]:
    """Every hard rule the labels break, and every claim of the result that is not so."""
    labels = [int(label) for label in result.labels]
    if len(labels) != problem.size or min(labels, default=0) < 0:
        return [Violation("labels", (), len(labels), problem.size)]
    parts: dict[int, list[int]] = defaultdict(list)
    for unit, label in enumerate(labels):
        parts[label].append(unit)
    near = _walkable(problem)
    found: list[Violation] = []
    for units in parts.values():
        found += _check_part(problem, units, near)
        if result.work == "merge" and len(units) > 1:
            found += _check_service(problem, units)
    found += _check_number(problem, len(parts))
    found += _check_pairs(problem, labels)
    return found


def false_claims(problem: Problem, result: Result) -> list[Violation]:
    """What the result states of its parts and of its quality, and its labels do not bear out."""
    found: list[Violation] = []
    if len(result.labels) != problem.size or min(result.labels.tolist(), default=0) < 0:
        return found  # `check` has named it
    for number, part in enumerate(result.parts):
        units = [unit for unit, label in enumerate(result.labels.tolist()) if label == number]
        households = sum(int(problem.households[unit]) for unit in units)
        if households != part.households:
            names = problem.ids(units)
            found.append(Violation("claimed_households", names, part.households, households))
    if result.work == "merge":
        return found + false_proofs(problem, result)
    return found + false_centres(problem, result)


def _walkable(problem: Problem) -> Near:
    """Who may be reached from whom in one step."""
    near: Near = defaultdict(set)
    barred = set(problem.rules.forbidden_barriers)
    rows = zip(
        problem.edges.tolist(), problem.length.tolist(), problem.barrier.tolist(), strict=True
    )
    for (a, b), length, code in rows:
        name = problem.barrier_names[code] if code >= 0 else None
        if length > 0 and name not in barred and problem.parent[a] == problem.parent[b]:
            near[a].add(b)
            near[b].add(a)
    return near


def _check_part(problem: Problem, units: list[int], near: Near) -> list[Violation]:
    names, rules = problem.ids(units), problem.rules
    households = sum(int(problem.households[unit]) for unit in units)
    found = []
    if households < rules.min_households:
        found.append(Violation("min_households", names, households, rules.min_households))
    if households > rules.max_households:
        found.append(Violation("max_households", names, households, rules.max_households))
    parents = {int(problem.parent[unit]) for unit in units}
    if len(parents) > 1:
        found.append(Violation("parent", names, len(parents), 1))
    pieces = _count_pieces(units, near)
    if pieces > 1:
        found.append(Violation("connected", names, pieces, 1))
    return found


def _count_pieces(units: list[int], near: Near) -> int:
    left = set(units)
    pieces = 0
    while left:
        pieces += 1
        waiting = [left.pop()]
        while waiting:
            reached = near[waiting.pop()] & left
            left -= reached
            waiting += reached
    return pieces


def _check_service(problem: Problem, units: list[int]) -> list[Violation]:
    """A merged part needs one site of its own near enough to enough of its households."""
    rules = problem.rules
    if rules.service_radius is None or not len(problem.sites):
        return []
    total = sum(int(problem.households[unit]) for unit in units)
    best = max(
        (
            sum(int(problem.households[u]) for u in units if _walk(problem, u, site) <= radius)
            for radius in [rules.service_radius]
            for site, unit in enumerate(problem.sites.tolist())
            if unit in units
        ),
        default=-1,
    )
    if best >= rules.service_share * total:
        return []
    return [Violation("service_radius", problem.ids(units), max(best, 0), total)]


def _walk(problem: Problem, unit: int, site: int) -> float:
    if problem.distances is not None:
        return float(problem.distances[unit, site])
    if problem.rules.distance == "hops":
        return _hops(problem, unit, int(problem.sites[site]))
    (x, y), (u, v) = problem.xy[unit].tolist(), problem.xy[int(problem.sites[site])].tolist()
    return math.hypot(x - u, y - v)


def _hops(problem: Problem, unit: int, goal: int) -> float:
    """Borders crossed on the shortest way through the whole graph."""
    near: Near = defaultdict(set)
    for a, b in problem.edges.tolist():
        near[a].add(b)
        near[b].add(a)
    reached, ring, steps = {unit}, {unit}, 0
    while ring and goal not in reached:
        ring = {other for one in ring for other in near[one]} - reached
        reached |= ring
        steps += 1
    return steps if goal in reached else math.inf


def _check_number(problem: Problem, count: int) -> list[Violation]:
    if problem.rules.parts is None:
        return []
    least, most = problem.rules.parts
    if least <= count <= most:
        return []
    return [Violation("parts", (), count, least if count < least else most)]


def _check_pairs(problem: Problem, labels: list[int]) -> list[Violation]:
    """Units kept together, kept apart, and locked where they are."""
    found = []
    for group in problem.rules.together:
        count = len({labels[unit] for unit in group})
        if count > 1:
            found.append(Violation("together", problem.ids(group), count, 1))
    for a, b in problem.rules.apart:
        if labels[a] == labels[b]:
            found.append(Violation("apart", problem.ids((a, b)), 1, 2))
    return found + _check_locked(problem, labels)


def _check_locked(problem: Problem, labels: list[int]) -> list[Violation]:
    """Locked units of one present part stay in one, those of two stay in two."""
    locked = [unit for unit in problem.rules.locked if problem.current[unit] >= 0]
    found = []
    for place, a in enumerate(locked):
        for b in locked[:place]:
            same = problem.current[a] == problem.current[b]
            if same != (labels[a] == labels[b]):
                found.append(Violation("locked", problem.ids((b, a)), 1, 0))
    return found
