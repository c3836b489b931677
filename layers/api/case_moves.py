"""Leading a case on for whoever asks; guessing a password at it counts like guessing at sign-in."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gis_core.accounts.guessing import count_guess, is_locked
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.review.acting import cases_seen_by
from grids.review.models import CaseEvent
from grids.review.moving.services import move
from grids.review.papers import PaperSaid
from grids.review.registry import Values
from layers.api.access import person
from layers.api.case_inputs import MoveBody


def find_case(request: HttpRequest, key: UUID) -> Proposal:
    """The proposal the person may see. Raises Http404, the same as for none."""
    seen = cases_seen_by(person(request)).filter(pk=key)
    related = seen.select_related("county", "place", "edition", "rule_set", "cell_set", "author")
    found = related.first()
    if found is None:
        raise Http404
    return found


def lead(request: HttpRequest, proposal: Proposal, body: MoveBody) -> CaseEvent:
    """Make the move as the person who asks. Raises Refused and all that `move` raises."""
    who = person(request)
    if is_locked(request, who):
        text = _("密码输错次数太多，暂时不能办理。请十五分钟后重试，或联系管理员。")
        raise Refused("locked_out", text)
    try:
        return move(
            proposal=proposal,
            transition=body.transition,
            person=who,
            seen_version=body.seen_version,
            seen_hash=body.seen_hash,
            reason=body.reason,
            password=body.password,
            code=body.code,
            papers=[PaperSaid(**paper.model_dump()) for paper in body.papers],
            values=Values(body.in_force_from),
        )
    except Refused as refusal:
        guessed = {"wrong_password": body.password, "wrong_code": body.code}
        if guessed.get(refusal.code):
            count_guess(request, who)
        raise
