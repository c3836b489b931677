"""The terms a division is judged by, and their values."""

import numpy as np

from grids.partitioning.dividing.naming import present_names
from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Term
from grids.partitioning.scorecard import Scorecard


def refuse_terms(problem: Problem) -> None:
    """Raise ProblemError for an objective that dividing cannot have."""
    rules = problem.rules
    if rules.lexicographic and len(rules.objective) > 1:
        text = '划分网格尚不支持逐项优先，请改写为带权重的目标，如 {"cut": 1, "change": 5}。'
        raise ProblemError("unsupported", "rules.objective", text)
    if rules.weight_of("change") and not (problem.current >= 0).any():
        text = "以「change」为目标需要现状：请给出 units[].current，或去掉这一项。"
        raise ProblemError("missing_current", "rules.objective", text)


def grid_term(problem: Problem, labels: Codes, card: Scorecard) -> Term:
    """The objective: the cut where nothing else is asked for, else the weighted sum."""
    rules = problem.rules
    cut = card.cut + card.inside
    if not rules.objective or [name for name, _ in rules.objective] == ["cut"]:
        return Term("cut", cut)
    values = {
        "cut": cut,
        "compactness": _border_between(problem, labels),
        "change": float(moved_households(problem, labels)),
        "balance": sum(abs(part.target_deviation) for part in card.parts),
    }
    return Term("weighted", sum(weight * values[term] for term, weight in rules.objective))


def moved_households(problem: Problem, labels: Codes) -> int:
    """Households whose grid is not called what theirs is called now; those of none stay out."""
    kept = present_names(problem, labels)
    number = {name: place for place, name in enumerate(problem.current_ids)}
    present = np.full(int(labels.max()) + 1, -2)
    for part, name in kept.items():
        present[part] = number[name]
    moved = (problem.current >= 0) & (present[labels] != problem.current)
    return int(problem.households[moved].sum())


def _border_between(problem: Problem, labels: Codes) -> float:
    apart = labels[problem.edges[:, 0]] != labels[problem.edges[:, 1]]
    return float(problem.length[apart].sum())
