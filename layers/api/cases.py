"""Cases: what happened, what may be done next, and doing it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from grids.checklist.waiving import waive_fault
from grids.review.commenting import add_comment, answer_comment
from grids.review.findings import register_paper, set_condition
from grids.review.models import Comment
from grids.review.papers import PaperSaid
from grids.review.queries import case_of
from grids.review.telling import (
    inbox_of,
    tell_case,
    tell_comment,
    tell_comments,
    tell_condition,
    tell_event,
    tell_paper,
    tell_waiver,
)
from layers.api.access import person
from layers.api.case_inputs import CommentBody, ConditionBody, MoveBody, PaperBody, WaiverBody
from layers.api.case_moves import find_case, lead

router = Router()


@router.get("/inbox", url_name="inbox")
def show_inbox(request: HttpRequest) -> dict[str, Any]:
    """The cases that wait for the person, and what they were told."""
    return inbox_of(person(request))


@router.get("/cases/{case}", url_name="case")
def show_case(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """A case whole: its step, what happened, what may be done next and what is on record."""
    return tell_case(case_of(find_case(request, case)), person(request))


@router.post("/cases/{case}/moves", url_name="case_moves")
def make_move(request: HttpRequest, case: UUID, body: MoveBody) -> dict[str, Any]:
    """Lead the case on, as the version and the contents seen allow."""
    return tell_event(lead(request, find_case(request, case), body))


@router.get("/cases/{case}/comments", url_name="case_comments")
def list_comments(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """All threads, the first first, with where they are pinned (GeoJSON, EPSG:4490)."""
    return tell_comments(find_case(request, case))


@router.post("/cases/{case}/comments", url_name="case_comments")
def say(request: HttpRequest, case: UUID, body: CommentBody) -> dict[str, Any]:
    """A new comment, or an answer in a thread."""
    proposal, who = find_case(request, case), person(request)
    if body.thread is None:
        said = body.model_dump(include={"text", "unit", "geometry"})
        return tell_comment(add_comment(proposal=proposal, person=who, **said))
    threads = Comment.objects.filter(proposal=proposal, thread__isnull=True)
    thread = threads.filter(pk=body.thread).first()
    if thread is None:
        raise Http404
    return tell_comment(
        answer_comment(thread=thread, person=who, text=body.text, settles=body.settles)
    )


@router.post("/cases/{case}/papers", url_name="case_papers")
def add_paper(request: HttpRequest, case: UUID, body: PaperBody) -> dict[str, Any]:
    """Write a paper down."""
    paper = PaperSaid(**body.model_dump())
    who = person(request)
    return tell_paper(register_paper(proposal=find_case(request, case), person=who, paper=paper))


@router.post("/cases/{case}/conditions", url_name="case_conditions")
def add_condition(request: HttpRequest, case: UUID, body: ConditionBody) -> dict[str, Any]:
    """Ask for something with the approval."""
    proposal, who = find_case(request, case), person(request)
    return tell_condition(set_condition(proposal=proposal, person=who, **body.model_dump()))


@router.post("/cases/{case}/waivers", url_name="case_waivers")
def add_waiver(request: HttpRequest, case: UUID, body: WaiverBody) -> dict[str, Any]:
    """Let a rule go unkept in one place, as the contents seen break it."""
    proposal, who = find_case(request, case), person(request)
    return tell_waiver(waive_fault(proposal=proposal, person=who, **body.model_dump()))
