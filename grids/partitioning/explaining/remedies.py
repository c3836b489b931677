"""Which rule stands against two communities in one part, and its smallest change that helps."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import heappop, heappush
from typing import Any

import numpy as np

from grids.partitioning.distances import site_distances
from grids.partitioning.graph import linking
from grids.partitioning.merging.columns import Columns
from grids.partitioning.merging.pieces import contract, piece_columns, pieces_of
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.running import Run

GROUPS_LOOKED_AT = 5000  # for the radius; the first ones listed


@dataclass(frozen=True)
class Remedy:
    """One rule changed, all others kept: now, and the least change that admits a group.

    `group`: ids of such a group; `size`: how large the change is, to compare changes of one rule.
    """

    rule: str
    now: Any
    needed: Any
    group: tuple[str, ...]
    size: float = 0.0

    @property
    def plain(self) -> dict[str, Any]:
        """The remedy as a document."""
        return asdict(self)


def remedies(problem: Problem, a: int, b: int, run: Run) -> list[Remedy]:
    """Every rule that alone stands against `a` and `b` in one part; empty when none does alone."""
    tries = (_maximum, _minimum, _radius, _barriers, _lists, _parents)
    return [remedy for one in tries for remedy in one(problem, a, b, run)]


def told(found: Sequence[Remedy]) -> tuple[str, str]:
    """The remedies as sentences."""
    if not found:
        return "没有哪一条规则单独放宽就够。", "No single rule is enough to change."
    zh = [f"{_zh(one)}即可（{'、'.join(one.group)}）" for one in found]
    en = [f"{one.rule} {one.needed} instead of {one.now} would do" for one in found]
    return "；".join(zh) + "。", "; ".join(en) + "."


def _zh(one: Remedy) -> str:
    texts = {
        "max_households": "上限由 {now} 户放宽到 {needed} 户",
        "min_households": "下限由 {now} 户提高到 {needed} 户",
        "service_radius": "服务半径由 {now:g} 米放宽到 {needed:g} 米",
        "forbidden_barriers": "允许跨越 {now}",
        "apart": "取消二者必须分开的规则",
        "locked": "解除锁定",
        "parent": "允许跨街道（镇）合并",
    }
    return texts[one.rule].format(now=one.now, needed=one.needed)


def _maximum(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    """The lightest chain of units from one to the other is the smallest group of both."""
    rules, least = problem.rules, _lightest_chain(problem, a, b)
    if least is None or least <= rules.max_households:
        return
    looser = replace(problem, rules=replace(rules, max_households=least))
    group = next(_groups(looser, a, b, run), None)
    if group is not None:
        more = least - rules.max_households
        yield Remedy("max_households", rules.max_households, least, problem.ids(group), more)


def _minimum(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    """Nobody merges unless somebody is under the minimum."""
    rules, needed = problem.rules, int(problem.households[[a, b]].min()) + 1
    if not rules.min_households < needed <= rules.max_households:
        return
    looser = replace(problem, rules=replace(rules, min_households=needed))
    group = next(_groups(looser, a, b, run), None)
    if group is not None:
        more = needed - rules.min_households
        yield Remedy("min_households", rules.min_households, needed, problem.ids(group), more)


def _radius(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    rules = problem.rules
    if rules.service_radius is None or not len(problem.sites):
        return
    looser = replace(problem, rules=replace(rules, service_radius=None))
    metres = site_distances(problem)
    best, group = math.inf, None
    for number, units in enumerate(_groups(looser, a, b, run)):
        needed = _radius_of(problem, units, metres)
        if needed < best:
            best, group = needed, units
        if number >= GROUPS_LOOKED_AT:
            break
    if group is not None and best > rules.service_radius:
        needed = float(math.ceil(best))
        names = problem.ids(group)
        yield Remedy("service_radius", rules.service_radius, needed, names, needed)


def _radius_of(problem: Problem, units: Codes, metres: Any) -> float:
    """The least radius that serves enough of the group's households from one of its own sites."""
    households = problem.households[units]
    enough, best = problem.rules.service_share * households.sum(), math.inf
    for site in np.flatnonzero(np.isin(problem.sites, units)).tolist():
        order = np.argsort(metres[units, site], kind="stable")
        reached = np.searchsorted(np.cumsum(households[order]), enough)
        place = order[min(int(reached), len(order) - 1)]
        best = min(best, float(metres[units[place], site]))
    return best


def _barriers(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    rules = problem.rules
    for name in rules.forbidden_barriers:
        others = tuple(other for other in rules.forbidden_barriers if other != name)
        looser = replace(problem, rules=replace(rules, forbidden_barriers=others))
        yield from _admitted(looser, a, b, Remedy("forbidden_barriers", name, None, ()), run)


def _lists(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    """The wishes about single units: kept apart, locked."""
    rules = problem.rules
    apart = tuple(pair for pair in rules.apart if set(pair) != {a, b})
    if apart != rules.apart:
        looser = replace(problem, rules=replace(rules, apart=apart))
        yield from _admitted(
            looser, a, b, Remedy("apart", list(problem.ids((a, b))), None, ()), run
        )
    locked = tuple(unit for unit in rules.locked if unit not in {a, b})
    if locked != rules.locked:
        names = list(problem.ids([unit for unit in (a, b) if unit in rules.locked]))
        looser = replace(problem, rules=replace(rules, locked=locked))
        yield from _admitted(looser, a, b, Remedy("locked", names, None, ()), run)


def _parents(problem: Problem, a: int, b: int, run: Run) -> Iterator[Remedy]:
    if problem.parent[a] == problem.parent[b]:
        return
    parent = np.where(problem.parent == problem.parent[b], problem.parent[a], problem.parent)
    looser = replace(problem, parent=parent.astype(np.int32))
    names = [problem.parent_ids[code] if code >= 0 else "" for code in problem.parent[[a, b]]]
    yield from _admitted(looser, a, b, Remedy("parent", names, None, ()), run)


def _admitted(looser: Problem, a: int, b: int, remedy: Remedy, run: Run) -> Iterator[Remedy]:
    """The remedy, if the looser problem has a group of both."""
    group = next(_groups(looser, a, b, run), None)
    if group is not None:
        yield replace(remedy, group=looser.ids(group))


def _groups(problem: Problem, a: int, b: int, run: Run) -> Iterator[Codes]:
    """Every group of a problem that holds both units, the smallest first."""
    nodes = contract(problem)
    units = next(own for own in pieces_of(problem, nodes) if a in own)
    if b not in units or run.should_stop:
        return
    columns, _ = piece_columns(problem, nodes, units, run)
    both = np.flatnonzero(columns.holding(a) & columns.holding(b))
    for column in both[np.argsort(_sizes(columns)[both], kind="stable")].tolist():
        yield columns.units(column)


def _sizes(columns: Columns) -> Any:
    return np.diff(columns.start)


def _lightest_chain(problem: Problem, a: int, b: int) -> int | None:
    """Households of the lightest connected set of both units: Dijkstra with weights on nodes."""
    near: dict[int, set[int]] = {}
    for one, other in problem.edges[linking(problem)].tolist():
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    best, waiting = {a: int(problem.households[a])}, [(int(problem.households[a]), a)]
    while waiting:
        total, unit = heappop(waiting)
        if unit == b:
            return total
        for other in near.get(unit, ()):
            longer = total + int(problem.households[other])
            if longer < best.get(other, longer + 1):
                best[other] = longer
                heappush(waiting, (longer, other))
    return None
