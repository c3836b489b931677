"""Operations on a draft, and what others did to it meanwhile."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from gis_core.accounts.roles import Action
from grids.proposals.drafts.history import history_of, poll_of
from grids.proposals.drafts.operating import apply_operation
from grids.proposals.drafts.plans import reading
from grids.proposals.drafts.presence import beat
from grids.proposals.drafts.requests import Request
from layers.api.access import find_draft, person
from layers.api.draft_inputs import LARGEST_VERSION, OperationRequest

router = Router()

Since = Annotated[int, Query(ge=0, le=LARGEST_VERSION)]
Number = Annotated[int | None, Query(ge=1, le=LARGEST_VERSION)]
Tab = Annotated[str, Query(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Before = Annotated[int, Query(ge=0, le=LARGEST_VERSION)]


@router.post("/drafts/{draft}/operations", url_name="draft_operations")
def operate(request: HttpRequest, draft: UUID, body: OperationRequest) -> dict[str, Any]:
    """Make one operation, once; the answer has all that changed since the version expected."""
    found = find_draft(request, draft, Action.EDIT_DRAFT)
    return apply_operation(
        proposal=found, user=person(request), request=Request(**body.model_dump())
    )


@router.get("/drafts/{draft}/history", url_name="draft_history")
def show_history(
    request: HttpRequest, draft: UUID, before: Before = LARGEST_VERSION
) -> list[dict[str, Any]]:
    """The operations before a version, the latest first."""
    return history_of(find_draft(request, draft, Action.VIEW_DRAFT), before, person(request))


@router.get("/drafts/{draft}/poll", url_name="draft_poll")
def poll(
    request: HttpRequest, draft: UUID, since: Since, tab: Tab = "", unit: Number = None
) -> dict[str, Any]:
    """What changed after a version, and who is there; says that the window that asks is."""
    found = find_draft(request, draft, Action.VIEW_DRAFT)
    if tab:
        beat(proposal=found, user=person(request), tab=tab, unit=unit)
    with reading(found.pk) as plan:
        return poll_of(found, plan, since, person(request))
