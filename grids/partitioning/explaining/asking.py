"""One question about a result, whichever work it is of."""

from collections.abc import Sequence

from grids.partitioning.errors import ProblemError
from grids.partitioning.explaining.grids import explain_division, explain_moves
from grids.partitioning.explaining.merges import explain_pair, explain_unit, plans_within
from grids.partitioning.problem import Problem
from grids.partitioning.result import Reason, Result
from grids.partitioning.running import Run


def explain(
    problem: Problem,
    result: Result,
    *,
    pair: Sequence[str] | None = None,
    unit: str | None = None,
    within: float | None = None,
    run: Run | None = None,
) -> list[Reason]:
    """The reasons for a pair or a unit (ids), or the plans within a percentage of the best.

    Without a question: those of the result itself, and for a division one entry per grid.
    """
    if result.work == "divide":
        return _of_division(problem, result, pair, unit, within)
    found: list[Reason] = []
    if pair is not None:
        a, b = (_known(problem, name, "--pair") for name in pair)
        if a == b:
            raise ProblemError("same_unit", "--pair", "两个编号相同，请给出两个不同的单元。")
        found.append(explain_pair(problem, a, b, run))
    if unit is not None:
        found.append(explain_unit(problem, _known(problem, unit, "--unit"), run))
    if within is not None:
        found += plans_within(problem, _percent(within), run)
    return found or list(result.explanation)


def _of_division(
    problem: Problem,
    result: Result,
    pair: Sequence[str] | None,
    unit: str | None,
    within: float | None,
) -> list[Reason]:
    if within is not None:
        text = "划分网格没有逐一列举的方案，不能按百分比列出；可用 --unit 或 --pair。"
        raise ProblemError("unsupported", "--within", text)
    asked = [name for name in (*(pair or ()), unit) if name is not None]
    if not asked:
        return [*result.explanation, *explain_division(problem, result)]
    return [explain_moves(problem, result, _known(problem, name, "--unit")) for name in asked]


def _known(problem: Problem, name: str, place: str) -> int:
    if name not in problem.unit_ids:
        text = f"找不到编号为「{name}」的单元，请核对 units 中的编号。"
        raise ProblemError("unknown_unit", place, text)
    return problem.unit_ids.index(name)


def _percent(value: float) -> float:
    if not 0 <= value <= 1000:
        raise ProblemError("bad_percent", "--within", f"现为 {value:g}，应为 0 到 1000 的百分数。")
    return value
