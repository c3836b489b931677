"""The job that asks the engine."""

from typing import Any

from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobContext, JobFailed
from grids.division.cell_table import read_cell_table
from grids.partitioning import Problem, ProblemError, Result, check, false_claims
from grids.proposals.answering import divide, merge
from grids.proposals.models import Suggestion, SuggestionKind
from grids.proposals.services import store_alternative

PHASES = {
    "merge": "枚举合并",
    "divide": "划分网格",
    "prove": "证明最优",
    "pareto": "比较取舍",
}


def suggest(context: JobContext) -> dict[str, Any] | None:
    """Answer the suggestion of this job with one alternative, checked before it is written."""
    suggestion = Suggestion.objects.select_related("rule_set", "cell_set", "place").get(
        job=context.job_id
    )
    context.progress(0, 0, "读取单元")
    table = read_cell_table(suggestion.cell_set, suggestion.rule_set)
    answer = merge if suggestion.kind == SuggestionKind.MERGE else divide

    def progress(done: int, total: int, phase: str) -> None:
        context.progress(done, total, PHASES.get(phase, phase))

    try:
        with computing() as executor:
            found = answer(suggestion, table, progress, context.cancelled, executor)
    except ProblemError as error:
        raise JobFailed(error.code, str(error)) from error
    context.stop_if_asked()
    refuse_unproven(found.problem, found.result)
    with context.publish() as result:
        store_alternative(alternative=found.alternative, units=found.units)
        result.update(alternative=found.alternative.pk, status=found.alternative.status)
    return None


def refuse_unproven(problem: Problem, result: Result) -> None:
    """Refuse a result that breaks a rule without saying so, or claims what it does not prove."""
    unexplained = {broken.rule for broken in check(problem, result)}
    unexplained -= {broken.rule for broken in result.violations}
    unexplained |= {claim.rule for claim in false_claims(problem, result)}
    if unexplained:
        rules = "、".join(sorted(unexplained))
        text = f"引擎结果未通过独立校验（{rules}），已丢弃。请把任务编号告诉系统管理员。"
        raise JobFailed("result_refused", text)
