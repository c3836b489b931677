"""What merging two communities, or one at all, would cost; and plans nearly as good as the best."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grids.partitioning.explaining.remedies import Remedy, remedies, told
from grids.partitioning.merging.columns import TENTHS, Columns
from grids.partitioning.merging.pieces import all_columns, contract, piece_columns, pieces_of
from grids.partitioning.merging.reasons import UNIT_OF_TERM
from grids.partitioning.merging.selection import Selection, select_columns
from grids.partitioning.merging.tasks import Row
from grids.partitioning.merging.terms import limits_on_parts, stage_costs
from grids.partitioning.problem import Codes, Counts, Flags, Problem
from grids.partitioning.result import Reason
from grids.partitioning.running import Run

PLANS_AT_MOST = 10


@dataclass(frozen=True, eq=False)
class _Ground:
    """The columns two plans are compared over, and what they cost."""

    problem: Problem
    columns: Columns
    units: Codes
    costs: dict[str, Counts]
    complete: bool
    run: Run

    def best(self, keep: Flags, rows: tuple[Row, ...] = ()) -> Selection | None:
        """The best plan over the columns flagged; None when there is none or no time."""
        if not keep.any() or self.run.should_stop:
            return None
        costs = {term: cost[keep] for term, cost in self.costs.items()}
        kept = self.columns.kept(keep)
        rows = tuple(row.kept(keep) for row in rows) + tuple(limits_on_parts(self.problem, kept))
        return select_columns(kept, self.units, costs, run=self.run, rows=rows)

    def holding(self, unit: int) -> Flags:
        """Which columns hold the unit."""
        return self.columns.holding(unit)


def explain_pair(problem: Problem, a: int, b: int, run: Run | None = None) -> Reason:
    """The best plan with both units in one part, the best with them in two, and the price."""
    run = run or Run()
    ground = _ground_of(problem, a, run)
    names = problem.ids((a, b))
    if b not in ground.units:
        return _impossible(problem, names, remedies(problem, a, b, run))
    one, other = ground.holding(a), ground.holding(b)
    if not (one & other).any():
        if not ground.complete:
            return _unknown(names)
        return _impossible(problem, names, remedies(problem, a, b, run))
    words = (f"{names[0]} 与 {names[1]} 合并", f"{names[0]} merged with {names[1]}")
    return _weighed(ground, names, words, one == other, ~(one & other))


def explain_unit(problem: Problem, unit: int, run: Run | None = None) -> Reason:
    """The best plan with the unit merged, the best with it as it is, and the price."""
    run = run or Run()
    ground = _ground_of(problem, unit, run)
    names, holds = problem.ids((unit,)), ground.holding(unit)
    alone = holds & (np.diff(ground.columns.start) == _least_size(ground.columns, holds))
    if not (holds & ~alone).any():
        if not ground.complete:
            return _unknown(names)
        return _impossible(problem, names, _nearest_remedies(problem, unit, run))
    words = (f"{names[0]} 与他处合并", f"{names[0]} merged")
    return _weighed(ground, names, words, ~alone, ~holds | alone)


def plans_within(
    problem: Problem, percent: float, run: Run | None = None, most: int = PLANS_AT_MOST
) -> list[Reason]:
    """The best plan and others, each as good in `undersized` and within `percent` of the best in
    the term after it; the best first, no plan twice, at most `most`."""
    run = run or Run()
    nodes = contract(problem)
    columns, complete = all_columns(problem, nodes, pieces_of(problem, nodes), run)
    units = np.arange(problem.size, dtype=np.int32)
    ground = _Ground(problem, columns, units, stage_costs(problem, columns), complete, run)
    found: list[Reason] = []
    rows: tuple[Row, ...] = ()
    everything = np.ones(columns.size, np.bool_)
    while len(found) < most:
        plan = ground.best(everything, rows)
        if plan is None or len(plan.stages) < len(ground.costs):
            break
        rows = rows or _near(ground, plan, percent)
        found.append(_plan(ground, plan, len(found) + 1))
        met = np.zeros(columns.size, np.int64)
        met[plan.chosen] = 1
        rows = (*rows, Row(f"not {len(found)}", met, len(plan.chosen) - 1))
    return found


def _ground_of(problem: Problem, unit: int, run: Run) -> _Ground:
    """The ground of the piece that holds the unit."""
    nodes = contract(problem)
    units = next(own for own in pieces_of(problem, nodes) if unit in own)
    columns, complete = piece_columns(problem, nodes, units, run)
    return _Ground(problem, columns, units, stage_costs(problem, columns), complete, run)


def _least_size(columns: Columns, holds: Flags) -> int:
    return int(np.diff(columns.start)[holds].min())


def _near(ground: _Ground, plan: Selection, percent: float) -> tuple[Row, ...]:
    """The limits every plan asked for keeps."""
    first, second = plan.stages[:2]
    room = int(abs(second.value) * percent / 100.0 + 1e-9)
    return (
        Row(first.term, ground.costs[first.term], first.value),
        Row(second.term, ground.costs[second.term], second.value + room),
    )


def _plan(ground: _Ground, plan: Selection, number: int) -> Reason:
    values, merged = _shown(ground, plan), _merged(ground, plan, lambda part: len(part) > 1)
    zh = "；".join("、".join(part) for part in merged) or "不合并"
    en = "; ".join(", ".join(part) for part in merged) or "nobody merged"
    return Reason(
        "plan",
        (),
        {"rank": number, "values": values, "merged": merged, "proven": _proven(ground, plan)},
        f"方案 {number}：合并 {zh}。{_sums(values)[0]}。",
        f"Plan {number}: {en}. {_sums(values)[1]}.",
    )


def _weighed(
    ground: _Ground, names: tuple[str, ...], words: tuple[str, str], yes: Flags, no: Flags
) -> Reason:
    """Both plans, and the price of the first over the second, term by term."""
    units = {ground.problem.unit_ids.index(name) for name in names}
    sides: dict[str, Any] = {}
    for side, keep in (("with", yes), ("without", no)):
        plan = ground.best(keep)
        if plan is not None and len(plan.stages) == len(ground.costs):
            kept = _Ground(
                ground.problem, ground.columns.kept(keep), ground.units,
                {term: cost[keep] for term, cost in ground.costs.items()},
                ground.complete, ground.run,
            )  # fmt: skip
            sides[side] = {
                "values": _shown(kept, plan),
                "parts": _merged(kept, plan, lambda part: bool(set(part) & units)),
                "proven": _proven(kept, plan),
            }
    if len(sides) < 2:
        zh, en = f"{words[0]}：没有两种可比的方案。", f"{words[1]}: no two plans to compare."
        return Reason("not_compared", names, sides, zh, en)
    price = {
        term: round(value - sides["without"]["values"][term], 1)
        for term, value in sides["with"]["values"].items()
    }
    zh, en = _sums(price)
    return Reason(
        "weighed",
        names,
        {**sides, "price": price},
        f"{words[0]}，与不这样做的最好方案相比：{zh}。",
        f"{words[1]}, against the best plan without: {en}.",
    )


def _unknown(names: tuple[str, ...]) -> Reason:
    """Not every group was listed, and none of those listed holds the units."""
    return Reason(
        "not_known",
        names,
        {},
        f"{'与'.join(names)}：组合过多或已停止，未能逐一查看，不能断言。",
        f"{' with '.join(names)}: too many groups, or stopped; nothing can be said.",
    )


def _impossible(problem: Problem, names: tuple[str, ...], found: list[Remedy]) -> Reason:
    """No plan does so: the rules against it, each with its smallest change that helps."""
    zh, en = told(found)
    return Reason(
        "impossible",
        names,
        {"remedies": [remedy.plain for remedy in found]},
        f"{'与'.join(names)}：没有符合全部规则的合并。{zh}",
        f"{' with '.join(names)}: no merge keeps every rule. {en}",
    )


def _nearest_remedies(problem: Problem, unit: int, run: Run) -> list[Remedy]:
    """Of all neighbours, the smallest change of each rule."""
    ends = problem.edges[(problem.edges == unit).any(axis=1)]
    best: dict[str, Remedy] = {}
    for other in np.unique(ends[ends != unit]).tolist():
        for remedy in remedies(problem, unit, other, run):
            known = best.get(remedy.rule)
            if known is None or remedy.size < known.size:
                best[remedy.rule] = remedy
    return list(best.values())


def _proven(ground: _Ground, plan: Selection) -> bool:
    return ground.complete and plan.finished


def _shown(ground: _Ground, plan: Selection) -> dict[str, float]:
    """Values by term in the units people read."""
    return {
        stage.term: stage.value / (TENTHS if stage.term == "cut" else 1) for stage in plan.stages
    }


def _merged(ground: _Ground, plan: Selection, wanted: Callable[[Codes], bool]) -> list[list[str]]:
    parts = [ground.columns.units(int(column)) for column in plan.chosen]
    return [list(ground.problem.ids(part)) for part in parts if wanted(part)]


def _sums(values: Mapping[str, float]) -> tuple[str, str]:
    """Each term with its value, Chinese and English."""
    zh = [f"{value:+g} {UNIT_OF_TERM[term][0]}" for term, value in values.items()]
    en = [f"{value:+g} {UNIT_OF_TERM[term][1]}" for term, value in values.items()]
    return "，".join(zh), ", ".join(en)
