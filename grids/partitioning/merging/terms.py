"""The terms a merge is judged by, in order."""

import numpy as np

from grids.partitioning.errors import ProblemError
from grids.partitioning.merging.columns import TENTHS, USUAL_TERMS, Columns
from grids.partitioning.merging.tasks import Row
from grids.partitioning.problem import Counts, Problem
from grids.partitioning.rules import TERMS


def stage_costs(problem: Problem, columns: Columns) -> dict[str, Counts]:
    """Costs by term, in order: undersized first, then the order of the rules or the usual one.

    Weights instead of an order make one term, `weighted`, in thousandths.
    """
    known = {**columns.costs, "balance": _imbalance(problem, columns)}
    for term, _ in problem.rules.objective:
        if term not in known:
            usable = [name for name in TERMS if name in known]
            text = f"合并社区时不能以「{term}」为目标，可用：{'、'.join(usable)}。"
            raise ProblemError("unsupported_term", "rules.objective", text)
    first = {"undersized": columns.costs["undersized"]}
    if problem.rules.objective and not problem.rules.lexicographic:
        total = sum(
            weight * (known[term] / (TENTHS if term == "cut" else 1.0))
            for term, weight in problem.rules.objective
        )
        return {**first, "weighted": np.rint(1000.0 * np.asarray(total)).astype(np.int64)}
    order = [term for term, _ in problem.rules.objective] or USUAL_TERMS
    return {**first, **{term: known[term] for term in order}}


def _imbalance(problem: Problem, columns: Columns) -> Counts:
    off = np.abs(columns.households - problem.rules.target)
    return np.asarray(np.rint(off), np.int64)


def limits_on_parts(problem: Problem, columns: Columns) -> list[Row]:
    """Rows that hold the number of parts inside the rule, when there is one."""
    if problem.rules.parts is None:
        return []
    least, most = problem.rules.parts
    ones = columns.costs["parts"]
    return [Row("parts", ones, most), Row("parts_least", -ones, -least)]
