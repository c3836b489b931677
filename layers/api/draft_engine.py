"""The engine at the desk: questions about a draft, their answers, and what-ifs on the spot."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import Router

from gis_core.accounts.roles import Action
from grids.partitioning import ProblemError
from grids.proposals.consulting.proof import documents_of
from grids.proposals.consulting.question import QuestionRefused
from grids.proposals.consulting.reading import read_setting
from grids.proposals.consulting.services import ask_engine, stop_asking
from grids.proposals.consulting.telling import alternative_told, labels_told, question_told
from grids.proposals.consulting.what_if import what_if
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Alternative, Proposal, Suggestion
from layers.api.access import find_draft, person
from layers.api.engine_inputs import EngineQuestion, WhatIf
from layers.api.inputs import Key

router = Router()

LATEST = 20


@router.get("/drafts/{draft}/suggestions", url_name="draft_questions")
def list_questions(request: HttpRequest, draft: UUID) -> list[dict[str, Any]]:
    """The latest questions about a draft, newest first, with their answers in a line each."""
    found = _questions(find_draft(request, draft, Action.VIEW_DRAFT))
    return [question_told(one) for one in found.order_by("-created_at", "id")[:LATEST]]


@router.post("/drafts/{draft}/suggestions", url_name="draft_questions")
def ask(request: HttpRequest, draft: UUID, body: EngineQuestion) -> dict[str, Any]:
    """Ask the engine about the draft as it is; a worker answers."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    try:
        asked = ask_engine(
            proposal=found,
            question=body.about(found.version),
            requested_by=person(request),
            seed=body.seed,
            idempotency_key=body.idempotency_key and f"{found.pk} {body.idempotency_key}",
        )
    except QuestionRefused as refused:
        raise Refused(refused.code, str(refused)) from refused
    return question_told(_question(found, asked.pk))


@router.get("/drafts/{draft}/suggestions/{question}", url_name="draft_question")
def show_question(request: HttpRequest, draft: UUID, question: UUID) -> dict[str, Any]:
    """How far a question is, and what is answered so far."""
    return question_told(_question(find_draft(request, draft, Action.VIEW_DRAFT), question))


@router.post("/drafts/{draft}/suggestions/{question}/cancel", url_name="draft_question_cancel")
def cancel(request: HttpRequest, draft: UUID, question: UUID) -> dict[str, Any]:
    """Stop answering; what is answered so far stays."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    stop_asking(suggestion=_question(found, question))
    return question_told(_question(found, question))


@router.get("/drafts/{draft}/alternatives/{pk}", url_name="draft_alternative")
def show_answer(request: HttpRequest, draft: UUID, pk: Key) -> dict[str, Any]:
    """One answer: figures, reasons, rules not kept, how good it is, whether it can be taken."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    answer = _answer(found, pk)
    with reading(found.pk) as plan:
        return alternative_told(found, plan, answer)


@router.get("/drafts/{draft}/alternatives/{pk}/labels", url_name="draft_alternative_labels")
def show_answer_labels(request: HttpRequest, draft: UUID, pk: Key) -> HttpResponse:
    """The unit of each cell by row, new units negative: int32, little-endian."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    answer = _answer(found, pk)
    with reading(found.pk) as plan:
        labels = labels_told(found, plan, answer).astype("<i4").tobytes()
    response = HttpResponse(labels, content_type="application/octet-stream")
    response["X-Level"] = "community" if answer.suggestion.kind == "merge" else "grid"
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/drafts/{draft}/alternatives/{pk}/proof", url_name="draft_alternative_proof")
def download_proof(request: HttpRequest, draft: UUID, pk: Key) -> HttpResponse:
    """Problem and result as one document, to be checked without this application."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    answer = _answer(found, pk)
    try:
        documents = documents_of(found, answer)
    except QuestionRefused as refused:
        raise Refused(refused.code, str(refused)) from refused
    response = JsonResponse(documents, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="wangge-{answer.pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/drafts/{draft}/what-if", url_name="draft_what_if")
def weigh(request: HttpRequest, draft: UUID, body: WhatIf) -> dict[str, Any]:
    """Two communities in one against in two, within a few seconds."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    try:
        weighed = what_if(read_setting(found), body.a, body.b, body.must)
    except (QuestionRefused, ProblemError) as refused:
        raise Refused(refused.code, str(refused)) from refused
    told = weighed.told[1 if get_language() == "en" else 0]
    return {
        "code": weighed.code,
        "text": told,
        "price": weighed.price,
        "obeying": weighed.obeying,
        "otherwise": weighed.otherwise,
        "remedies": weighed.remedies,
        "in_time": weighed.in_time,
    }


def _questions(draft: Proposal) -> "QuerySet[Suggestion]":
    lines = Alternative.objects.defer("labels", "explanation", "certificate").order_by("rank")
    return (
        Suggestion.objects.filter(proposal=draft)
        .select_related("job", "requested_by")
        .prefetch_related(Prefetch("alternatives", lines))
    )


def _question(draft: Proposal, key: UUID) -> Suggestion:
    found = _questions(draft).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _answer(draft: Proposal, pk: int) -> Alternative:
    found = (
        Alternative.objects.filter(pk=pk, suggestion__proposal=draft, labels__isnull=False)
        .select_related("suggestion__job")
        .first()
    )
    if found is None:
        raise Http404
    return found
