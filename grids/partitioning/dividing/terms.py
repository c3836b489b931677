"""The terms a division is judged by, and their values."""

from dataclasses import replace

import numpy as np

from grids.partitioning.dividing.naming import present_names
from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Codes, Problem
from grids.partitioning.result import Term
from grids.partitioning.scorecard import Scorecard

FIRST = 1_000.0  # of a term in strict order: one unit of it outweighs so many of the next


def refuse_terms(problem: Problem) -> None:
    """Raise ProblemError for an objective that dividing cannot have."""
    if problem.rules.weight_of("change") and not (problem.current >= 0).any():
        text = "以「change」为目标需要现状：请给出 units[].current，或去掉这一项。"
        raise ProblemError("missing_current", "rules.objective", text)


def in_weights(problem: Problem) -> Problem:
    """The problem with a strict order of terms written as weights far apart."""
    rules = problem.rules
    if not rules.lexicographic:
        return problem
    weights = tuple(
        (name, FIRST**-place) for place, (name, _) in enumerate(problem.rules.objective)
    )
    return replace(problem, rules=replace(rules, objective=weights, lexicographic=False))


def grid_terms(problem: Problem, labels: Codes, card: Scorecard) -> tuple[Term, ...]:
    """The objective: the cut where nothing else is asked for, the terms in their order where
    they have one, else the weighted sum."""
    rules = problem.rules
    cut = card.cut + card.inside
    if not rules.objective or [name for name, _ in rules.objective] == ["cut"]:
        return (Term("cut", cut),)
    values = {
        "cut": cut,
        "compactness": _border_between(problem, labels),
        "change": float(moved_households(problem, labels)),
        "balance": sum(abs(part.target_deviation) for part in card.parts),
    }
    if rules.lexicographic:
        return tuple(Term(term, values[term]) for term, _ in rules.objective)
    return (Term("weighted", sum(weight * values[term] for term, weight in rules.objective)),)


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
