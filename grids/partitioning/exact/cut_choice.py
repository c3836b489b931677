"""Choosing whole parts that cover every node once, at the least cut.

First by search: the first node not covered is covered by one of the parts that begin there, while
the reduced costs stay within the gap. Where that takes too long, HiGHS chooses.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from grids.partitioning.exact.cut_case import TOLERANCE, Case
from grids.partitioning.exact.cut_covering import best_cover
from grids.partitioning.exact.cut_effort import Effort
from grids.partitioning.exact.cut_pricing import Prices
from grids.partitioning.problem import Codes, Flags
from grids.partitioning.solving import new_solver

SEARCH = 200_000_000  # steps of a search
LIGHT = 8  # of them cost as much as one step of the search for parts
MOST_COLUMNS, MOST_BRANCHES = 6_000, 500  # parts given to HiGHS, and nodes of its search tree


@dataclass(frozen=True, eq=False)
class Choice:
    """The best choice of whole parts, None where there is none; `proven` when so."""

    label: Codes | None
    proven: bool


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is chosen for: at most `target` of cut, by prices at which none is below `least`."""

    target: float
    prices: Prices
    least: float


def choose(case: Case, parts: Flags, wanted: Wanted, effort: Effort) -> Choice:
    """The cheapest division into some of the parts (c, n)."""
    choice = _searched(case, parts, wanted, effort)
    if choice.proven or len(parts) > MOST_COLUMNS or effort.is_spent:
        return choice
    target = wanted.target
    if choice.label is not None:
        target = case.improved(case.cut_of(choice.label))
    better = _solved(case, parts, target, effort)
    return Choice(choice.label if better.label is None else better.label, better.proven)


def _searched(case: Case, parts: Flags, wanted: Wanted, effort: Effort) -> Choice:
    reduced = wanted.prices.reduced(case, parts)
    order = np.lexsort((reduced, parts.argmax(axis=1)))
    rows = parts[order]
    begin = np.searchsorted(rows.argmax(axis=1), np.arange(case.size + 1))
    gap = wanted.target - wanted.prices.earned(case) + TOLERANCE
    # A choice that is better by a grain may be so by a hair less, as the halves are added up.
    better = max(case.grain - TOLERANCE, case.grain / 2)
    better = better or 10 * TOLERANCE * max(1.0, wanted.target)
    limits = np.array([wanted.target + TOLERANCE, gap, min(0.0, wanted.least), better])
    allowed = min(SEARCH, LIGHT * effort.steps_left)
    efforts, chosen = np.array([allowed]), np.zeros(case.most, np.int64)
    found = best_cover(
        begin, _masks(rows), reduced[order], case.half_borders(rows), rows @ case.households,
        int(case.households.sum()), case.bounds, np.array([case.fewest, case.most]),
        limits, efforts, chosen,
    )  # fmt: skip
    effort.spend(steps=(allowed - max(int(efforts[0]), 0)) / LIGHT)
    label = label_of(rows[chosen[:found]]) if found else None
    return Choice(label, bool(efforts[0] >= 0))


def _masks(parts: Flags) -> np.ndarray:
    """(c, words) the nodes of each part as bits."""
    words = -(-parts.shape[1] // 64)
    padded = np.zeros((len(parts), 64 * words), np.bool_)
    padded[:, : parts.shape[1]] = parts
    return np.packbits(padded, axis=1, bitorder="little").view("<u8")


def label_of(parts: Flags) -> Codes:
    """(n,) the place of the part that holds each node."""
    return np.asarray(parts.argmax(axis=0), np.int32)


def _solved(case: Case, parts: Flags, target: float, effort: Effort) -> Choice:
    solver = new_solver(effort.run, absolute_gap=max(TOLERANCE, 0.9 * case.grain))
    solver.setOptionValue("mip_max_nodes", MOST_BRANCHES)
    solver.passModel(_model(case, parts, target))
    solver.run()
    info = solver.getInfo()
    effort.spend(pivots=max(1, info.simplex_iteration_count))
    ended = solver.getModelStatus() in {
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kInfeasible,
    }
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Choice(None, ended)
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
    return Choice(label_of(parts[chosen]), ended)


def _model(case: Case, parts: Flags, most: float) -> highspy.HighsLp:
    count = len(parts)
    lp = highspy.HighsLp()
    cost = case.half_borders(parts)
    lp.num_col_, lp.num_row_ = count, case.size + 2
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.zeros(count), np.ones(count)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.row_lower_ = np.append(np.ones(case.size), [case.fewest, -highspy.kHighsInf])
    lp.row_upper_ = np.append(np.ones(case.size), [case.most, most + TOLERANCE])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    rows = np.concatenate([parts, np.ones((count, 2), np.bool_)], axis=1)
    filled = rows.nonzero()
    values = np.ones(rows.shape)
    values[:, -1] = cost
    lp.a_matrix_.start_ = np.append(0, np.cumsum(rows.sum(axis=1))).astype(np.int32)
    lp.a_matrix_.index_ = filled[1].astype(np.int32)
    lp.a_matrix_.value_ = values[filled]
    return lp
