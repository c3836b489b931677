"""What the forms of a case's page send, read by the same rules as the API's requests."""

import json
from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from grids.checklist.waiving import waive_fault
from grids.proposals.drafting.refusals import Refused, VersionMissing
from grids.proposals.models import Proposal
from grids.review.commenting import add_comment, answer_comment
from grids.review.findings import meet_condition, register_paper, set_condition
from grids.review.models import Comment, Condition
from grids.review.papers import PaperSaid
from grids.review.refusals import MovedOn, NotYours
from layers.api.access import person
from layers.api.case_inputs import CommentBody, ConditionBody, MoveBody, PaperBody, WaiverBody
from layers.api.case_moves import lead
from layers.pages.cases.papers import uploaded

LONGEST_SHAPE = 50_000  # characters of GeoJSON


def do(request: HttpRequest, proposal: Proposal, what: str) -> None:
    """Do what a form asks for. Raises Refused, Http404."""
    action = ACTIONS.get(what)
    if action is None:
        raise Http404
    try:
        action(request, proposal, _said(request.POST))
    except ValidationError as error:
        text = _("填写的内容不符合要求，请检查后重新提交。")
        raise Refused("invalid_input", text) from error


def status_of(refusal: Refused) -> int:
    """The HTTP status with which the page answers a refusal."""
    if isinstance(refusal, NotYours):
        return 403
    if isinstance(refusal, MovedOn):
        return 409
    return 428 if isinstance(refusal, VersionMissing) else 422


def _said(form: QueryDict) -> dict[str, Any]:
    """The fields that were filled in."""
    sent = form.dict()
    return {name: value for name, value in sent.items() if value and name[:4] != "csrf"}


def _move(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    lead(request, proposal, MoveBody(**said))


def _comment(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    said.pop("anchor", None)
    if drawn := said.get("geometry"):
        said["geometry"] = _geojson(drawn)
    body = CommentBody(**said).model_dump(include={"text", "unit", "geometry"})
    add_comment(proposal=proposal, person=person(request), **body)


def _geojson(text: str) -> Any:
    try:
        return json.loads(text[:LONGEST_SHAPE])
    except ValueError as error:
        raise Refused("invalid_input", _("图上标注的位置无法读取。请重新标注。")) from error


def _answer(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    body = CommentBody(**said)
    threads = Comment.objects.filter(proposal=proposal, thread__isnull=True, pk=body.thread or 0)
    thread = threads.first()
    if thread is None:
        raise Http404
    who = person(request)
    answer_comment(thread=thread, person=who, text=body.text, settles=body.settles)


def _paper(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    paper = PaperSaid(**PaperBody(**said).model_dump())
    who, upload = person(request), uploaded(request)
    register_paper(proposal=proposal, person=who, paper=paper, upload=upload)


def _condition(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    body = ConditionBody(**said).model_dump()
    set_condition(proposal=proposal, person=person(request), **body)


def _meet(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    body = CommentBody(**said)
    condition = Condition.objects.filter(proposal=proposal, pk=body.thread or 0).first()
    if condition is None:
        raise Http404
    meet_condition(condition=condition, person=person(request), note=body.text)


def _waiver(request: HttpRequest, proposal: Proposal, said: dict[str, Any]) -> None:
    waive_fault(proposal=proposal, person=person(request), **WaiverBody(**said).model_dump())


ACTIONS = {
    "move": _move,
    "comment": _comment,
    "answer": _answer,
    "paper": _paper,
    "condition": _condition,
    "meet": _meet,
    "waiver": _waiver,
}
