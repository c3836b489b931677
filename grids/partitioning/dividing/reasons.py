"""Why these grids: what was weighed, what could not be kept, and what would have to change."""

import numpy as np

from grids.partitioning.problem import Codes, Counts, Problem
from grids.partitioning.result import Part, Reason
from grids.partitioning.scorecard import Scorecard, units_by_part


def explain_grids(problem: Problem, labels: Codes, card: Scorecard, pieces: int) -> list[Reason]:
    """A summary, a word on separate pieces, and one entry per part out of bounds."""
    reasons = [_summary(problem, card)]
    if pieces > 1:
        reasons.append(_pieces(pieces))
    totals = _households_by_parent(problem)
    for part, own in zip(card.parts, units_by_part(labels, len(card.parts)), strict=True):
        if part.deviation:
            units, largest = problem.ids(own), int(problem.households[own].max())
            total = int(totals[problem.parent[own[0]]])
            reasons.append(
                _no_number_fits(problem, part, units, total)
                or _out_of_bounds(problem, part, units, largest)
            )
    return reasons


def _households_by_parent(problem: Problem) -> Counts:
    """(parents + 1,) households of each, last those of none, which -1 leads to."""
    totals = np.zeros(len(problem.parent_ids) + 1, np.int64)
    np.add.at(totals, problem.parent, problem.households)
    return totals


def _no_number_fits(
    problem: Problem, part: Part, units: tuple[str, ...], total: int
) -> Reason | None:
    """The proof, where there is one: no k with k x minimum <= total <= k x maximum."""
    rules = problem.rules
    few = max(1, -(-total // rules.max_households)) - 1
    if not few or rules.min_households * (few + 1) <= total:
        return None
    return Reason(
        "no_number_fits",
        units,
        {"part": part.id, "households": part.households, "total": total},
        f"{part.id} 有 {part.households} 户，不在规定户数内，且已证明无法避免："
        f"所在范围共 {total} 户，分成 {few} 处平均超过上限 {rules.max_households} 户，"
        f"分成 {few + 1} 处平均不足下限 {rules.min_households} 户。可并入相邻社区，或放宽上下限。",
        f"{part.id} has {part.households} households and this cannot be helped: "
        f"of {total} in all, {few} parts would be above the maximum on average, "
        f"{few + 1} under the minimum.",
    )


def _summary(problem: Problem, card: Scorecard) -> Reason:
    rules, share = problem.rules, card.barrier_share
    zh = "" if share is None else f"，界线有 {share:.0%} 沿道路、河流等"
    en = "" if share is None else f"; {share:.0%} of the borders run along barriers"
    values = {
        "parts": len(card.parts),
        "in_bounds": card.in_bounds,
        "households": card.households,
        "target": rules.target,
        "barrier_share": share,
        "compounds_split": card.compounds_split,
    }
    return Reason(
        "summary",
        (),
        values,
        f"共 {card.households} 户，分为 {len(card.parts)} 处，其中 {card.in_bounds} 处在 "
        f"{rules.min_households}—{rules.max_households} 户之内{zh}，"
        f"拆分小区 {card.compounds_split} 个。",
        f"{card.households} households in {len(card.parts)} parts, {card.in_bounds} of them within "
        f"{rules.min_households} to {rules.max_households}{en}; "
        f"{card.compounds_split} compounds split.",
    )


def _pieces(count: int) -> Reason:
    return Reason(
        "pieces",
        (),
        {"pieces": count},
        f"区域互不相连，分成 {count} 片，逐片划分。",
        f"The area lies in {count} pieces that do not touch; each was divided by itself.",
    )


def _out_of_bounds(problem: Problem, part: Part, units: tuple[str, ...], largest: int) -> Reason:
    rules = problem.rules
    values = {"part": part.id, "households": part.households, "largest_unit": largest}
    if part.deviation < 0:
        return Reason(
            "too_small",
            units,
            values,
            f"{part.id} 只有 {part.households} 户，比下限少 {-part.deviation} 户："
            "所在片区户数不足，可并入相邻社区，或放宽下限。",
            f"{part.id} has {part.households} households, {-part.deviation} under the minimum.",
        )
    if largest > rules.max_households:
        return Reason(
            "unit_too_large",
            units,
            values,
            f"{part.id} 含有一处 {largest} 户的建筑，单独已超上限 {rules.max_households} 户，"
            "建筑不可拆分，只能放宽上限或按单元另设。",
            f"{part.id} holds one building of {largest} households, above the maximum by itself.",
        )
    return Reason(
        "too_large",
        units,
        values,
        f"{part.id} 有 {part.households} 户，超出上限 {part.deviation} 户："
        "未找到能同时守住上下限的划分。",
        f"{part.id} has {part.households} households, {part.deviation} above the maximum; "
        "no division within both bounds was found.",
    )
