"""The job that asks the engine about a draft: the first answer soon, its proof behind it."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gis_core.jobs.computing import computing
from gis_core.jobs.context import JobContext, JobFailed
from grids.partitioning import (
    ProblemError,
    Result,
    pareto_merges,
    prove_grids,
    suggest_grids,
    suggest_merges,
)
from grids.proposals.consulting.answering import answer_of
from grids.proposals.consulting.outlines import Outlines
from grids.proposals.consulting.plans import Plan, plans_for
from grids.proposals.consulting.posing import Posed, Setting, pose_dividing, pose_merging
from grids.proposals.consulting.question import Ask, Question, QuestionRefused
from grids.proposals.consulting.reading import read_setting
from grids.proposals.consulting.services import keep_answer
from grids.proposals.jobs import PHASES, refuse_unproven
from grids.proposals.models import Proposal, Suggestion

FRONT_AT_MOST = 24  # alternatives of a merge: more than anybody compares


def consult(context: JobContext) -> dict[str, Any] | None:
    """Answer the question of this job by several alternatives, each written when it is found."""
    suggestion = Suggestion.objects.select_related("proposal__edition").get(job=context.job_id)
    question = Question.from_json(suggestion.question)
    context.progress(0, 0, "读取草案")
    try:
        setting = read_setting(_draft_of(suggestion), question.version)
        with computing() as executor:
            talk = Consultation(context, suggestion, question, setting, executor)
            told = talk.merge() if question.ask is Ask.MERGE else talk.divide()
    except (QuestionRefused, ProblemError) as error:
        raise JobFailed(error.code, str(error)) from error
    with context.publish() as result:
        result.update(alternatives=len(talk.kept), **told)
    return None


def _draft_of(suggestion: Suggestion) -> Proposal:
    if suggestion.proposal is None:
        raise JobFailed("no_draft", "这个问题不属于任何草案。请从草案中重新发起。")
    return suggestion.proposal


@dataclass(eq=False)
class _Kept:
    """An alternative that is written: what it was sought for, and its labels."""

    rank: int
    aims: list[str]
    posed: Posed
    result: Result


@dataclass(eq=False)
class Consultation:
    """One question being answered."""

    context: JobContext
    suggestion: Suggestion
    question: Question
    setting: Setting
    executor: Executor | None
    kept: list[_Kept] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._outlines = Outlines(self.setting.ground.shapes)

    def divide(self) -> dict[str, Any]:
        """Every plan's division as soon as it is found; then the proof of the least cut."""
        found = [(plan, self._divided(plan)) for plan in plans_for(self.question)]
        for plan, kept in found:
            if plan.provable and kept is not None and kept.result.status != "optimal":
                result = prove_grids(
                    kept.posed.problem, kept.result.labels, **self._run("prove"),
                    executor=self.executor,
                )  # fmt: skip
                kept.result = result
                self._write(kept)
        return {}

    def _divided(self, plan: Plan) -> _Kept | None:
        posed = pose_dividing(self.setting, self.question, plan)
        if plan.aim.startswith("change") and (posed.problem.current < 0).all():
            return None
        result = suggest_grids(
            posed.problem, **self._run("divide"), executor=self.executor, prove=False
        )
        return self._keep(posed, result, plan.aim)

    def merge(self) -> dict[str, Any]:
        """The best merge in the usual order or by the weights given, then the whole front."""
        posed = pose_merging(self.setting, self.question)
        best = suggest_merges(posed.problem, **self._run("merge"), executor=self.executor)
        self._keep(posed, best, "weights" if self.question.weights else "usual")
        front = pareto_merges(posed.problem, points=FRONT_AT_MOST, **self._run("pareto"))
        for point in front.points:
            self._keep(posed, point, "front")
        return {"complete": front.complete}

    def _keep(self, posed: Posed, result: Result, aim: str) -> _Kept:
        """Write the alternative; one that is there already is only said to be the best here too."""
        same = (one for one in self.kept if _same(one, posed, result))
        kept = next(same, None)
        if kept is None:
            kept = _Kept(len(self.kept) + 1, [], posed, result)
            self.kept.append(kept)
        elif aim == "cut":  # the plan that can be proven
            kept.posed, kept.result = posed, result
        kept.aims.append(aim)
        self._write(kept)
        return kept

    def _write(self, kept: _Kept) -> None:
        refuse_unproven(kept.posed.problem, kept.result)
        answer = answer_of(self.suggestion, self.setting, kept.posed, kept.result, self._outlines)
        with self.context.write_early():
            keep_answer(answer=answer, rank=kept.rank, aims=kept.aims)

    def _run(self, phase: str) -> dict[str, Any]:
        """How the engine is run: its seed, and whom it tells how far it is."""
        return {
            "seed": self.suggestion.seed,
            "progress": self._telling(phase),
            "cancelled": self.context.cancelled,
        }

    def _telling(self, phase: str) -> Callable[[int, int, str], None]:
        def tell(done: int, total: int, inner: str) -> None:
            self.context.progress(done, total, PHASES.get(inner, PHASES.get(phase, phase)))

        return tell


def _same(kept: _Kept, posed: Posed, result: Result) -> bool:
    """Whether both are the same division of the same cells."""
    return np.array_equal(kept.posed.unit_of_row, posed.unit_of_row) and np.array_equal(
        kept.result.labels, result.labels
    )
