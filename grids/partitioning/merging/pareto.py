"""Every plan that no other beats in communities, households moved and walking alike.

Epsilon-constraint (Haimes and others 1971) in whole numbers: with at most K communities, the
front of change and distance is found box by box, each step a lexicographic optimum under limits;
the least number of communities decides between equals. The union over K is the whole front.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from grids.partitioning.merging.bounding import bounded_stages
from grids.partitioning.merging.columns import Columns
from grids.partitioning.merging.pieces import all_columns, contract, pieces_of
from grids.partitioning.merging.selection import NODES_AT_MOST, Selection, select_columns
from grids.partitioning.merging.suggest import Plan, result_of_plans
from grids.partitioning.merging.tasks import Row
from grids.partitioning.problem import Problem
from grids.partitioning.result import Reason, Result
from grids.partitioning.running import Cancelled, Progress, Run

POINTS_AT_MOST = 60
CRITERIA = ("parts", "change", "distance")
Vector = tuple[int, int, int]  # parts, change, distance


@dataclass(frozen=True, eq=False)
class Front:
    """The points in ascending order of their vectors; `complete` when there are no others.

    `vectors`: number of communities, households moved, household-metres of walking.
    """

    points: tuple[Result, ...]
    vectors: tuple[Vector, ...]
    complete: bool


@dataclass(order=True)
class _Box:
    """Between two neighbouring points of one level: what may lie there; the largest first."""

    order: float
    level: int
    left: Vector
    right: Vector


@dataclass(frozen=True, eq=False)
class _Point:
    selection: Selection
    terms: tuple[str, ...]
    limits: Mapping[str, int]


@dataclass
class _Search:
    problem: Problem
    columns: Columns
    run: Run
    most: int
    undersized: int = 0
    found: dict[Vector, _Point] = field(default_factory=dict)
    complete: bool = True

    def solve(self, order: tuple[str, ...], limits: Mapping[str, int]) -> Vector | None:
        """The lexicographic best under limits, kept as a point; None when there is none."""
        if self.run.should_stop or len(self.found) >= self.most:
            self.complete = False
            return None
        terms = ("undersized", *order)
        limits = self._with_rule(limits)
        costs = {term: self.columns.costs[term] for term in terms}
        rows = [Row(name, self.columns.costs[name], value) for name, value in limits.items()]
        if self.problem.rules.parts is not None:
            rows.append(Row("parts_least", -costs["parts"], -self.problem.rules.parts[0]))
        units = np.arange(self.problem.size, dtype=np.int32)
        solved = select_columns(
            self.columns, units, costs, run=self.run, rows=rows, nodes=NODES_AT_MOST
        )
        if solved is None:
            self.complete &= not self.run.should_stop
            return None
        if len(solved.stages) < len(terms) or self._more_undersized(solved):
            self.complete &= len(solved.stages) == len(terms)
            return None
        self.complete &= solved.finished
        values = {stage.term: stage.value for stage in solved.stages}
        vector = (values["parts"], values["change"], values["distance"])
        self.found.setdefault(vector, _Point(solved, terms, limits))
        return vector

    def _more_undersized(self, solved: Selection) -> bool:
        """Limits that leave more communities undersized are no choice; the first solve sets it."""
        if not self.found:
            self.undersized = solved.stages[0].value
        return solved.stages[0].value > self.undersized

    def _with_rule(self, limits: Mapping[str, int]) -> dict[str, int]:
        rule = self.problem.rules.parts
        if rule is None:
            return dict(limits)
        return {**limits, "parts": min(rule[1], limits.get("parts", rule[1]))}


def pareto_merges(
    problem: Problem,
    *,
    seed: int = 0,
    points: int = POINTS_AT_MOST,
    time_limit: float | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Front:
    """The plans with the fewest undersized communities that no other such plan beats.

    At most `points`, the widest gaps filled first; `complete` says whether these are all. Every
    point carries the proof that nothing beats it.
    """
    run = Run(time_limit, progress, cancelled)
    nodes = contract(problem)
    columns, every = all_columns(problem, nodes, pieces_of(problem, nodes), run)
    search = _Search(problem, columns, run, points, complete=every)
    boxes = list(_levels(search))
    while boxes and not run.should_stop and len(search.found) < points:
        run.tell(len(search.found), points, "pareto")
        for box in _halved(search, heappop(boxes)):
            heappush(boxes, box)
    vectors = tuple(sorted(search.found))
    results = tuple(_result(search, vector, every, seed) for vector in vectors)
    return Front(results, vectors, search.complete and not boxes)


def _levels(search: _Search) -> Iterator[_Box]:
    """The ends of the front for every largest number of communities, the fewest moved first."""
    first = search.solve(("change", "distance", "parts"), {})
    level = None if first is None else search.columns.start.size
    left = right = None
    while level is not None:
        limits = {"parts": level}
        if left is None or left[0] > level:
            left = search.solve(("change", "distance", "parts"), limits)
        if right is None or right[0] > level:
            right = search.solve(("distance", "change", "parts"), limits)
        if left is None or right is None:
            return
        yield _box(min(level, search.problem.size), left, right)
        level = max(left[0], right[0]) - 1 if level > max(left[0], right[0]) else level - 1


def _box(level: int, left: Vector, right: Vector) -> _Box:
    size = float(right[1] - left[1]) * float(left[2] - right[2])
    return _Box(-size, level, left, right)


def _halved(search: _Search, box: _Box) -> Iterator[_Box]:
    """What is left of a box once the best plan under half its walking is known."""
    left, right = box.left, box.right
    if right[1] - left[1] < 2 or left[2] - right[2] < 2:
        return
    half = (left[2] + right[2]) // 2
    limits = {"parts": box.level, "distance": half}
    point = search.solve(("change", "distance", "parts"), limits)
    if point is not None and point[1:] != right[1:]:
        yield _box(box.level, left, point)
        yield _box(box.level, point, right)
    elif point is not None:
        limits = {"parts": box.level, "change": right[1] - 1}
        point = search.solve(("distance", "change", "parts"), limits)
        if point is not None and point[1:] != left[1:]:
            yield _box(box.level, left, point)


def _result(search: _Search, vector: Vector, every: bool, seed: int) -> Result:
    point, problem = search.found[vector], search.problem
    chosen = point.selection.chosen
    units = np.arange(problem.size, dtype=np.int32)
    values = {term: int(search.columns.costs[term][chosen].sum()) for term in point.terms}
    plan = Plan(
        units=units,
        parts=tuple(search.columns.units(int(column)) for column in chosen),
        values=values,
        stages=point.selection.stages if every else bounded_stages(problem, units, values),
        columns=search.columns.size,
        complete=every,
        finished=every and point.selection.finished,
        reasons=(_told(problem, vector),),
    )
    limits = {name: most for name, most in point.limits.items() if name in CRITERIA}
    more = {"kind": "pareto_point", "terms": list(point.terms), "limits": limits}
    return result_of_plans(problem, [plan], search.run, seed, more)


def _told(problem: Problem, vector: Vector) -> Reason:
    parts, change, walked = vector
    metres = walked / max(1, int(problem.households.sum()))
    return Reason(
        "pareto_point",
        (),
        {"parts": parts, "change": change, "mean_distance": metres},
        f"{parts} 个社区，{change} 户变更所属社区，平均步行 {metres:.0f} 米："
        "没有哪个方案三项都不差而有一项更好。",
        f"{parts} communities, {change} households moved, {metres:.0f} m to walk on average: "
        "no plan is as good in all three and better in one.",
    )
