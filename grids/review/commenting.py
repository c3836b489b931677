"""Comments: said, answered, and which of them wait for an answer."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import Boundary
from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.crs import GEOGRAPHIC
from gis_core.geometry import (
    LINEAR,
    POINT,
    POLYGONAL,
    GeometryRefused,
    GeometryRule,
    parse_geojson,
)
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal, ProposalUnit
from grids.review.acting import membership_for
from grids.review.choices import require_part
from grids.review.models import Comment, Notification
from grids.review.queries import case_of
from grids.review.refusals import NotYours

_SHAPES = GeometryRule(POINT | LINEAR | POLYGONAL, max_vertices=2000)


def open_threads(proposal: Proposal) -> list[Comment]:
    """The first comments of threads whose last word does not settle them."""
    rows = list(Comment.objects.filter(proposal=proposal).order_by("made_at", "pk"))
    last = {comment.thread_id or comment.pk: comment for comment in rows}
    return [one for one in rows if one.thread_id is None and not last[one.pk].settles]


@transaction.atomic
def add_comment(
    *,
    proposal: Proposal,
    person: User,
    text: str,
    unit: int | None = None,
    geometry: dict[str, Any] | None = None,
) -> Comment:
    """Say something about the case: as a whole, of a unit of the draft, or of a place.

    Raises:
        NotYours: the person may not comment on it.
        Refused: nothing is said, there is no such unit, or the shape does not pass the gate.
    """
    role = require_part(case_of(proposal), person, Action.COMMENT)
    if unit is not None and geometry is not None:
        raise Refused("two_anchors", _("批注只能钉在一处：单位或图形。请只保留一个。"))
    made = Comment.objects.create(
        proposal=proposal,
        text=_spoken(text),
        unit=unit,
        unit_name=_unit_name(proposal, unit),
        geom=_shape(proposal, geometry),
        step=proposal.status,
        version=proposal.version,
        author=person,
        role=role,
    )
    _tell(made)
    return made


@transaction.atomic
def answer_comment(*, thread: Comment, person: User, text: str, settles: bool = False) -> Comment:
    """Reply in a thread; it is settled by those who draw or submit, or by who began it.

    Raises NotYours, Refused.
    """
    proposal = thread.proposal
    role = require_part(case_of(proposal), person, Action.COMMENT)
    if settles and person.pk != thread.author_id and not _draws(proposal, person):
        text = _("批注由起草、提交的一方或提出人了结。您可以回复，但不要标为已答复。")
        raise NotYours("not_yours_to_settle", text)
    made = Comment.objects.create(
        proposal=proposal,
        thread=thread,
        text=_spoken(text),
        settles=settles,
        step=proposal.status,
        version=proposal.version,
        author=person,
        role=role,
    )
    _tell(made)
    return made


def _draws(proposal: Proposal, person: User) -> bool:
    rights = (Action.EDIT_DRAFT, Action.SUBMIT)
    return any(membership_for(person, proposal, right) for right in rights)


def _spoken(text: str) -> str:
    if not text.strip():
        raise Refused("comment_empty", _("批注没有内容。请写明意见后再发送。"))
    return text.strip()


def _unit_name(proposal: Proposal, number: int | None) -> str:
    if number is None:
        return ""
    found = ProposalUnit.objects.filter(proposal=proposal, number=number).first()
    if found is None:
        raise Refused("no_such_unit", _("方案里没有这个单位。请刷新页面后重新选择。"))
    return found.name


def _shape(proposal: Proposal, geometry: dict[str, Any] | None) -> GEOSGeometry | None:
    if geometry is None:
        return None
    try:
        shape = parse_geojson(json.dumps(geometry), _SHAPES)
    except GeometryRefused as refusal:
        raise Refused(refusal.fault.value, str(refusal)) from refusal
    found = GEOSGeometry(shape.wkb.hex(), srid=GEOGRAPHIC)
    county = Boundary.objects.in_force().filter(place=proposal.county_id, geom__intersects=found)
    if not county.exists():
        raise Refused("outside", _("批注的位置不在本县。请在方案范围内重新标注。"))
    return found


def _tell(comment: Comment) -> None:
    """Those who have a part in it: the author, who led the case, who spoke in the thread."""
    proposal = comment.proposal
    spoke = Comment.objects.filter(proposal=proposal).values_list("author", flat=True)
    acted = proposal.case_events.values_list("actor", flat=True)
    people = {key for key in (proposal.author_id, *spoke, *acted) if key} - {comment.author_id}
    Notification.objects.bulk_create(
        Notification(
            person_id=key, proposal=proposal, kind=Notification.Kind.COMMENT, comment=comment
        )
        for key in people
    )
