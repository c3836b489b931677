"""Why these merges: the threshold each unit was under, and what its other neighbours would cost."""

from collections.abc import Mapping, Sequence
from typing import Any

from grids.partitioning.graph import linking
from grids.partitioning.merging.columns import TENTHS, Columns
from grids.partitioning.merging.selection import select_columns
from grids.partitioning.problem import Codes, Counts, Problem
from grids.partitioning.result import Reason
from grids.partitioning.running import Run

NODES = 150  # of the proof of one price; a price that takes more is not stated

UNIT_OF_TERM = {
    "undersized": ("个社区仍不足下限", "communities left under the minimum"),
    "change": ("户变更所属社区", "households that change community"),
    "distance": ("户·米步行距离", "household-metres of walking"),
    "cut": ("米（加权）邻里边界", "weighted metres of border lost"),
    "balance": ("户偏离目标", "households off target"),
    "weighted": ("加权总分（千分之一）", "thousandths of the weighted sum"),
}


def explain_merges(
    problem: Problem,
    columns: Columns,
    costs: dict[str, Counts],
    *,
    best: Mapping[str, int],
    parts: tuple[Codes, ...],
    units: Codes,
    run: Run,
    priced: int,
) -> tuple[Reason, ...]:
    """One entry for every unit under the minimum: merged with whom and why, or left and why.

    `priced`: so many alternatives are solved again; none where the columns are not all there are.
    """
    prices = _Prices(
        problem, columns, costs, best=best, parts=parts, units=units, run=run, left=priced
    )
    small = problem.households < problem.rules.min_households
    reasons = []
    for part in parts:
        for unit in part[small[part]].tolist():
            explain = _merged if len(part) > 1 else _left_alone
            reasons.append(explain(problem, prices, unit, part))
    reasons += [_still_small(problem, part) for part in parts if _is_small_group(problem, part)]
    return tuple(reasons)


def _is_small_group(problem: Problem, part: Codes) -> bool:
    total = int(problem.households[part].sum())
    return len(part) > 1 and total < problem.rules.min_households


class _Prices:
    """Best plans with one pair forced together, against the best plan of all."""

    def __init__(
        self,
        problem: Problem,
        columns: Columns,
        costs: dict[str, Counts],
        *,
        best: Mapping[str, int],
        parts: tuple[Codes, ...],
        units: Codes,
        run: Run,
        left: int,
    ) -> None:
        self.columns, self.costs, self.units, self.run = columns, costs, units, run
        self.left, self.all_known = left, left > 0
        self.part_of = {int(unit): set(part.tolist()) for part in parts for unit in part}
        self.best = best
        self.neighbours = _neighbours(problem)
        self.linked = _linked(problem)

    def fit(self, a: int, b: int) -> bool:
        """Whether some group that keeps every rule holds both units."""
        return bool((self.columns.holding(a) & self.columns.holding(b)).any())

    def together(self, a: int, b: int) -> dict[str, int] | None:
        """By term up to the first that differs, what a best plan with both units in one part
        costs more; None when it is not known: too many asked, or stopped."""
        if self.left <= 0 or self.run.should_stop:
            return None
        self.left -= 1
        keep = self.columns.holding(a) == self.columns.holding(b)
        costs = {term: cost[keep] for term, cost in self.costs.items()}
        kept = self.columns.kept(keep)
        solved = select_columns(kept, self.units, costs, run=self.run, than=self.best, nodes=NODES)
        if solved is None or any(stage.bound != stage.value for stage in solved.stages):
            return None
        return {stage.term: stage.value - self.best[stage.term] for stage in solved.stages}


def _neighbours(problem: Problem) -> dict[int, list[int]]:
    """Neighbours of each unit over any border, ascending."""
    found: dict[int, set[int]] = {}
    for a, b in problem.edges.tolist():
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return {unit: sorted(others) for unit, others in found.items()}


def _linked(problem: Problem) -> set[tuple[int, int]]:
    pairs = problem.edges[linking(problem)].tolist()
    return {(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}


def _alternatives(problem: Problem, prices: _Prices, unit: int) -> list[dict[str, Any]]:
    """Every neighbour not in the unit's part: its total with the unit, price or obstacle."""
    rows = []
    for other in prices.neighbours.get(unit, []):
        if other in prices.part_of[unit]:
            continue
        obstacle = _obstacle(problem, prices, unit, other)
        if obstacle is None and prices.all_known and not prices.fit(unit, other):
            obstacle = "no_group"
        price = None if obstacle else prices.together(unit, other)
        rows.append(
            {
                "unit": problem.unit_ids[other],
                "households": int(problem.households[[unit, other]].sum()),
                "obstacle": obstacle,
                "price": None if price is None else _shown(price),
            }
        )
    return rows


def _obstacle(problem: Problem, prices: _Prices, unit: int, other: int) -> str | None:
    """The rule that forbids the pair, whatever else joins them."""
    if problem.parent[unit] != problem.parent[other]:
        return "parent"
    if int(problem.households[[unit, other]].sum()) > problem.rules.max_households:
        return "max_households"
    if (unit, other) not in prices.linked:
        return "forbidden_barrier"
    if unit in problem.rules.locked or other in problem.rules.locked:
        return "locked"
    if (unit, other) in problem.rules.apart or (other, unit) in problem.rules.apart:
        return "apart"
    return None


def _shown(price: dict[str, int]) -> dict[str, float]:
    return {term: value / (TENTHS if term == "cut" else 1.0) for term, value in price.items()}


def _merged(problem: Problem, prices: _Prices, unit: int, part: Codes) -> Reason:
    name, least = problem.unit_ids[unit], problem.rules.min_households
    own, total = int(problem.households[unit]), int(problem.households[part].sum())
    others = [problem.unit_ids[other] for other in part.tolist() if other != unit]
    rows = _alternatives(problem, prices, unit)
    zh, en = _told(rows)
    return Reason(
        code="merged",
        units=(name, *others),
        values={"households": own, "minimum": least, "total": total, "alternatives": rows},
        text_zh=f"{name} 有 {own} 户，低于下限 {least} 户，"
        f"与{'、'.join(others)}合并为 {total} 户。{zh}",
        text_en=f"{name} has {own} households, under the minimum of {least}; merged with "
        f"{', '.join(others)} it makes {total}. {en}",
    )


def _left_alone(problem: Problem, prices: _Prices, unit: int, part: Codes) -> Reason:
    name, least = problem.unit_ids[unit], problem.rules.min_households
    own = int(problem.households[part].sum())
    rows = _alternatives(problem, prices, unit)
    zh, en = _told(rows)
    return Reason(
        code="left_undersized",
        units=(name,),
        values={"households": own, "minimum": least, "alternatives": rows},
        text_zh=f"{name} 有 {own} 户，低于下限 {least} 户，未能合并。{zh or '它没有相邻社区。'}",
        text_en=f"{name} has {own} households, under the minimum of {least}, and stays alone. "
        f"{en or 'It has no neighbour.'}",
    )


def _still_small(problem: Problem, part: Codes) -> Reason:
    names, total = problem.ids(part), int(problem.households[part].sum())
    least = problem.rules.min_households
    return Reason(
        code="group_undersized",
        units=names,
        values={"households": total, "minimum": least},
        text_zh=f"{'、'.join(names)}合并后共 {total} 户，"
        f"仍低于下限 {least} 户，缺 {least - total} 户。",
        text_en=f"{', '.join(names)} together have {total} households, "
        f"{least - total} short of the minimum.",
    )


OBSTACLES = {
    "parent": ("不属同一街道（镇）", "lies in another subdistrict"),
    "max_households": ("两者合计已超上限", "would pass the maximum"),
    "forbidden_barrier": ("隔着不得跨越的界线", "lies across a forbidden barrier"),
    "locked": ("已锁定", "is locked"),
    "apart": ("规则要求分开", "is to be kept apart"),
    "no_group": ("没有符合全部规则的组合", "fits in no group that keeps every rule"),
}


def _told(rows: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """The alternatives as sentences, Chinese and English."""
    zh, en = [], []
    for row in rows:
        if row["obstacle"] is not None:
            why = OBSTACLES[row["obstacle"]]
            zh.append(f"若与{row['unit']}（合计 {row['households']} 户）：{why[0]}")
            en.append(f"{row['unit']} {why[1]}")
        elif row["price"] is None:
            zh.append(f"若与{row['unit']}：可行，代价未逐一计算")
            en.append(f"with {row['unit']}: possible, its price was not computed")
        else:
            more = _first_difference(row["price"])
            zh.append(f"若与{row['unit']}：{more[0]}")
            en.append(f"with {row['unit']}: {more[1]}")
    return "；".join(zh) + "。" * bool(zh), "; ".join(en) + "." * bool(en)


def _first_difference(price: dict[str, float]) -> tuple[str, str]:
    """The first term in which the alternative is worse; later ones no longer matter."""
    for term, value in price.items():
        if value:
            zh, en = UNIT_OF_TERM[term]
            word = ("多", "more") if value > 0 else ("少", "fewer")
            return f"{word[0]} {abs(value):g} {zh}", f"{abs(value):g} {word[1]} {en}"
    return "一样好", "just as good"
