"""Why each grid is as it is: its bounds, its border, and what the nearest other choice would cost.

The figures follow from the labels alone, so any division can be explained, whoever drew it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from grids.partitioning.graph import border_weight, components, inside_weight, linking
from grids.partitioning.problem import Counts, Flags, Floats, Problem
from grids.partitioning.result import Part, Reason, Result


@dataclass(frozen=True, eq=False)
class _Borders:
    """What every border costs when cut, less what it costs when not: moved with the labels."""

    problem: Problem
    labels: Counts
    households: Counts
    price: Floats
    link: Flags

    def of_part(self, part: int) -> Flags:
        """(m,) borders between the part and another."""
        ends = self.labels[self.problem.edges]
        return np.asarray((ends == part).any(axis=1) & (ends[:, 0] != ends[:, 1]))


@dataclass(frozen=True, eq=False)
class Move:
    """One unit given to a neighbouring part: `cost` in weighted metres more (+) or less (-).

    `broken`: the rules the move would break.
    """

    unit: int
    part: int
    cost: float
    broken: tuple[str, ...]


RULES = {
    "min_households": ("原网格将低于下限", "leaves its grid under the minimum"),
    "max_households": ("新网格将超上限", "takes the other grid over the maximum"),
    "connected": ("原网格将断开", "tears its grid apart"),
    "parent": ("不属同一社区", "lies in another community"),
    "forbidden_barrier": ("与新网格不相连", "does not hang together with the other grid"),
}


def explain_division(problem: Problem, result: Result) -> list[Reason]:
    """One entry per part, in order."""
    borders = _borders(problem, result)
    return [_part(borders, result, number) for number in range(len(result.parts))]


def explain_moves(problem: Problem, result: Result, unit: int) -> Reason:
    """What giving one unit to each neighbouring part would cost, and which rule stands against."""
    borders = _borders(problem, result)
    moves = sorted(_moves_of(borders, unit), key=lambda move: (bool(move.broken), move.cost))
    rows = [_plain(borders, result, move) for move in moves]
    name = problem.unit_ids[unit]
    zh = [f"移到 {row['part']}：{_cost(row)[0]}{_against(row)[0]}" for row in rows]
    en = [f"to {row['part']}: {_cost(row)[1]}{_against(row)[1]}" for row in rows]
    return Reason(
        "moves",
        (name,),
        {"moves": rows},
        f"{name}：{'；'.join(zh) or '四周都是本网格'}。",
        f"{name}: {'; '.join(en) or 'its own grid all around'}.",
    )


def _borders(problem: Problem, result: Result) -> _Borders:
    labels = result.labels.astype(np.int64)
    households = np.bincount(labels, problem.households, len(result.parts)).astype(np.int64)
    price = border_weight(problem) - inside_weight(problem)
    return _Borders(problem, labels, households, price, linking(problem))


def _part(borders: _Borders, result: Result, number: int) -> Reason:
    problem, part = borders.problem, result.parts[number]
    flip = _cheapest_flip(borders, number)
    joins = _joins(borders, result, number)
    values: dict[str, Any] = {
        "households": part.households,
        "minimum": problem.rules.min_households,
        "maximum": problem.rules.max_households,
        "barrier_share": part.barrier_share,
        "cheapest_flip": None if flip is None else _plain(borders, result, flip),
        "joins": joins,
    }
    units = problem.ids(np.flatnonzero(borders.labels == number))
    sentences = [_size(part, problem), _along(part), _flip(values["cheapest_flip"]), _join(joins)]
    zh, en = ("".join(s) for s in zip(*sentences, strict=True))
    return Reason("grid", units, values, f"{part.id}：{zh}", f"{part.id}: {en}")


def _size(part: Part, problem: Problem) -> tuple[str, str]:
    rules = problem.rules
    fits = ("在限内", "within bounds") if not part.deviation else ("不在限内", "out of bounds")
    return (
        f"{part.households} 户，{fits[0]}（{rules.min_households}—{rules.max_households}）。",
        f"{part.households} households, {fits[1]} "
        f"({rules.min_households} to {rules.max_households}). ",
    )


def _along(part: Part) -> tuple[str, str]:
    if part.barrier_share is None:
        return "", ""
    return (
        f"与邻格的界线 {part.barrier_share:.0%} 沿道路、河流等。",
        f"{part.barrier_share:.0%} of its border runs along barriers. ",
    )


def _flip(row: dict[str, Any] | None) -> tuple[str, str]:
    if row is None:
        en = "No unit can leave without breaking a rule. "
        return "没有哪个边上的单元能移走而不违反规则。", en
    zh, en = _cost(row)
    return (
        f"改动最小的一处：{row['unit']} 移到 {row['part']}，{zh}。",
        f"Nearest change: {row['unit']} to {row['part']}, {en}. ",
    )


def _join(joins: list[dict[str, Any]]) -> tuple[str, str]:
    if not joins:
        return "", ""
    over = [row for row in joins if row["over"] > 0]
    if len(over) == len(joins):
        least = min(row["over"] for row in over)
        en = f"Joined with any other it passes the maximum, by {least} at least."
        return f"与任一邻格合并都超上限（至少超 {least} 户）。", en
    free = min((row for row in joins if row["over"] == 0), key=lambda row: -row["saved"])
    return (
        f"可与 {free['part']} 合并为 {free['households']} 户，"
        f"省去 {free['saved']:.0f} 米（加权）界线。",
        f"It could join {free['part']}: {free['households']} households, "
        f"{free['saved']:.0f} weighted metres of border less.",
    )


def _joins(borders: _Borders, result: Result, number: int) -> list[dict[str, Any]]:
    """Every neighbouring part of the same parent: households together, and the border saved."""
    problem = borders.problem
    ends = borders.labels[problem.edges]
    near = borders.of_part(number) & borders.link
    rows = []
    for other in np.setdiff1d(np.unique(ends[near]), [number]).tolist():
        shared = borders.of_part(number) & (ends == other).any(axis=1)
        total = int(borders.households[[number, other]].sum())
        over = max(0, total - problem.rules.max_households)
        saved = round(float(borders.price[shared].sum()), 1)
        part = result.parts[other].id
        rows.append({"part": part, "households": total, "over": over, "saved": saved})
    return rows


def _cheapest_flip(borders: _Borders, number: int) -> Move | None:
    """The cheapest move of a unit out of the part that breaks no rule."""
    rim = np.unique(borders.problem.edges[borders.of_part(number)])
    own = rim[borders.labels[rim] == number]
    moves = (move for unit in own.tolist() for move in _moves_of(borders, unit, torn=False))
    for move in sorted((m for m in moves if not m.broken), key=lambda m: (m.cost, m.unit)):
        if not _tears(borders, move.unit):
            return move
    return None


def _moves_of(borders: _Borders, unit: int, *, torn: bool = True) -> Iterator[Move]:
    """The unit given to each neighbouring part; `torn`: whether its own part is tested for it."""
    problem, labels = borders.problem, borders.labels
    touching = (problem.edges == unit).any(axis=1)
    ends = problem.edges[touching]
    other = labels[ends.sum(axis=1) - unit]
    price, link = borders.price[touching], borders.link[touching]
    own = labels[unit]
    for part in np.setdiff1d(np.unique(other), [own]).tolist():
        cost = float(price[other == own].sum() - price[other == part].sum())
        broken = tuple(_broken(borders, unit, part, bool(link[other == part].any())))
        if torn and _tears(borders, unit):
            broken = (*broken, "connected")
        yield Move(unit, part, round(cost, 1), broken)


def _broken(borders: _Borders, unit: int, part: int, linked: bool) -> Iterator[str]:
    problem, moved = borders.problem, int(borders.problem.households[unit])
    if borders.households[borders.labels[unit]] - moved < problem.rules.min_households:
        yield "min_households"
    if borders.households[part] + moved > problem.rules.max_households:
        yield "max_households"
    if problem.parent[unit] != problem.parent[int((borders.labels == part).argmax())]:
        yield "parent"
    elif not linked:
        yield "forbidden_barrier"


def _tears(borders: _Borders, unit: int) -> bool:
    """Whether the rest of the unit's part is no longer one piece, or empty."""
    problem = borders.problem
    rest = borders.labels == borders.labels[unit]
    rest[unit] = False
    inside = rest[problem.edges].all(axis=1) & borders.link
    _, piece = components(problem.size, problem.edges, inside)
    return len(np.unique(piece[rest])) != 1


def _plain(borders: _Borders, result: Result, move: Move) -> dict[str, Any]:
    return {
        "unit": borders.problem.unit_ids[move.unit],
        "part": result.parts[move.part].id,
        "cost": move.cost,
        "broken": list(move.broken),
    }


def _cost(row: dict[str, Any]) -> tuple[str, str]:
    more = ("增加", "more") if row["cost"] >= 0 else ("减少", "less")
    return (
        f"（加权）界线{more[0]} {abs(row['cost']):.0f} 米",
        f"{abs(row['cost']):.0f} weighted metres of border {more[1]}",
    )


def _against(row: dict[str, Any]) -> tuple[str, str]:
    if not row["broken"]:
        return "", ""
    zh, en = zip(*(RULES[rule] for rule in row["broken"]), strict=True)
    return f"，但{'、'.join(zh)}", f", but {' and '.join(en)}"
