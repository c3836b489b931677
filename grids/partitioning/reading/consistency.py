"""Rules that contradict each other or the units: refused before anything is solved."""

import numpy as np

from grids.partitioning.bundling import bundles
from grids.partitioning.errors import ProblemError
from grids.partitioning.problem import Problem


def refuse_contradictions(problem: Problem) -> None:
    """Raise ProblemError for rules no division could keep, whatever the household counts."""
    _refuse_apart_and_together(problem)
    _refuse_together_across_parents(problem)
    _refuse_too_many_parts(problem)
    if int(problem.households.sum()) > 2**53:
        raise ProblemError("too_large", "units", "户数总和过大，请核对单位。")
    _refuse_missing_distances(problem)


def _refuse_missing_distances(problem: Problem) -> None:
    """A matrix or a network that the rules ask for; read, either is a matrix."""
    asked = {"matrix": ("距离矩阵", "distances"), "network": ("路网", "network")}
    if problem.rules.distance in asked and problem.distances is None:
        name, place = asked[problem.rules.distance]
        text = f"规则要求按{name}计算，但没有给出 {place}。"
        raise ProblemError(f"missing_{place}", place, text)


def _refuse_apart_and_together(problem: Problem) -> None:
    bundle = {unit: number for number, units in enumerate(bundles(problem)) for unit in units}
    for a, b in problem.rules.apart:
        if a in bundle and bundle[a] == bundle.get(b):
            names = "」与「".join(problem.ids((a, b)))
            text = f"「{names}」既要求同属一处又要求分开，请删去其一。"
            raise ProblemError("contradictory_apart", "rules.apart", text)


def _refuse_together_across_parents(problem: Problem) -> None:
    for units in bundles(problem):
        if len(np.unique(problem.parent[units])) > 1:
            names = "、".join(problem.ids(units))
            text = f"{names} 分属不同上级，不能要求同属一处。"
            raise ProblemError("together_across_parents", "rules.together", text)


def _refuse_too_many_parts(problem: Problem) -> None:
    parts = problem.rules.parts
    if parts is not None and parts[0] > problem.size:
        text = f"要求至少 {parts[0]} 个，但只有 {problem.size} 个单元。"
        raise ProblemError("too_many_parts", "rules.parts", text)
