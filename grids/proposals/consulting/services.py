"""Every write to a question asked at the desk and to its answers."""

from typing import Any

from django.db import transaction

from communities.territory.models import Place
from gis_core.accounts.models import User
from gis_core.jobs.models import Job
from gis_core.jobs.services import cancel_job, enqueue_job
from grids.proposals.apps import CONSULT
from grids.proposals.consulting.answering import Answer
from grids.proposals.consulting.question import Ask, Question, QuestionRefused
from grids.proposals.consulting.scope import refuse_kind
from grids.proposals.models import Alternative, AlternativeUnit, Proposal, Suggestion
from grids.proposals.models import SuggestionKind as Kind

AT_ONCE = 3  # questions about one draft that may wait or run at the same time


def ask_engine(
    *,
    proposal: Proposal,
    question: Question,
    requested_by: User | None = None,
    seed: int = 1,
    idempotency_key: str | None = None,
) -> Suggestion:
    """Ask the engine about the draft as it is at the question's version; a worker answers.

    Raises:
        QuestionRefused: the draft's kind does not allow it, or too much is asked already.
    """
    refuse_kind(question, proposal.kind)
    _refuse_crowd(proposal, idempotency_key)
    with transaction.atomic():
        job = enqueue_job(
            kind=CONSULT,
            arguments={},
            requested_by=requested_by,
            county_key=Place.objects.get(pk=proposal.place_id).county_key,
            idempotency_key=idempotency_key,
        )
        facts = {**_facts(proposal, question), "seed": seed, "requested_by": requested_by}
        suggestion, _ = Suggestion.objects.get_or_create(job=job, defaults=facts)
    return suggestion


def _facts(proposal: Proposal, question: Question) -> dict[str, Any]:
    """What a suggestion says of the draft and of what is asked."""
    same = ("county", "place", "edition", "rule_set", "cell_set")
    return {
        **{name: getattr(proposal, name) for name in same},
        "kind": Kind.MERGE if question.ask is Ask.MERGE else Kind.DIVIDE,
        "proposal": proposal,
        "question": question.to_json(),
    }


def stop_asking(*, suggestion: Suggestion) -> Job:
    """Cancel the question; what has been answered so far stays."""
    return cancel_job(job=suggestion.job)


def keep_answer(*, answer: Answer, rank: int, aims: list[str]) -> Alternative:
    """Write an alternative, or write it anew in the place of the one of this rank.

    To be called in a transaction of the job's context.
    """
    alternative = answer.alternative
    alternative.rank, alternative.aim = rank, "+".join(aims)
    known = Alternative.objects.filter(suggestion=alternative.suggestion_id, rank=rank).first()
    if known is not None:
        alternative.pk = known.pk
        AlternativeUnit.objects.filter(alternative=known).delete()
    alternative.save(force_update=known is not None)
    for number, unit in enumerate(answer.units, start=1):
        unit.pk, unit.alternative, unit.number = None, alternative, number
    AlternativeUnit.objects.bulk_create(answer.units)
    return alternative


def _refuse_crowd(proposal: Proposal, idempotency_key: str | None) -> None:
    waiting = Job.objects.filter(
        suggestion__proposal=proposal, status__in=[Job.Status.QUEUED, Job.Status.RUNNING]
    )
    if idempotency_key is not None:
        waiting = waiting.exclude(idempotency_key=idempotency_key)
    if waiting.count() >= AT_ONCE:
        text = f"这份草案已有 {AT_ONCE} 个问题在计算。请等它们完成，或先取消一个。"
        raise QuestionRefused("too_many_questions", text)
