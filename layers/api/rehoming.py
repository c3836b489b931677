"""Who and what hangs at places that end by a proposal, and deciding where it goes."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, StringConstraints

from grids.publication.deciding import Chosen, decide_together
from grids.publication.heirs import heirs_of
from grids.publication.rehoming import Line, rehoming_of
from layers.api.access import person
from layers.api.case_inputs import Number
from layers.api.case_moves import find_case
from layers.api.draft_inputs import Reason, Sent

router = Router()

Token = Annotated[str, StringConstraints(max_length=64)]


class RowBody(Sent):
    """A row, the stamp it was seen with, and the unit it goes to; none: it ends."""

    kind: Token
    key: Token
    seen: Token = ""
    unit: Number | None = None


class RehomingBody(Sent):
    rows: Annotated[list[RowBody], Field(max_length=5000)]
    reason: Annotated[Reason, StringConstraints(max_length=300)] = ""


@router.get("/cases/{case}/rehoming", url_name="case_rehoming")
def list_rows(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """Everything that needs a home, what was decided, and the unit that is suggested."""
    proposal = find_case(request, case)
    lines = rehoming_of(proposal)
    heirs = heirs_of(proposal, {line.place.pk for line in lines})
    return [{**_tell(line), "suggested": heirs.get(line.place.pk)} for line in lines]


@router.post("/cases/{case}/rehoming", url_name="case_rehoming")
def decide(request: HttpRequest, case: UUID, body: RehomingBody) -> dict[str, Any]:
    """Decide for each of these rows, all or none."""
    rows = [Chosen(row.kind, row.key, row.unit, row.seen) for row in body.rows]
    made = decide_together(
        proposal=find_case(request, case), person=person(request), rows=rows, reason=body.reason
    )
    return {"decided": len(made)}


def _tell(line: Line) -> dict[str, Any]:
    made = line.decision
    return {
        "kind": line.homeless.kind,
        "key": line.homeless.key,
        "what": line.homeless.what,
        "place": str(line.place.pk),
        "place_name": line.place.name,
        "seen": line.stamp,
        "decided": line.decided,
        "unit": made.unit.number if made and made.unit else None,
        "reason": made.reason if made else "",
    }
