"""Where else a case is told of, as far as the person who asks may go there."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from communities.territory.models import Edition
from gis_core.accounts.roles import Action
from grids.notices.guards import IN_NOTICE
from grids.notices.models import Notice
from grids.proposals.models import Proposal
from grids.publication.models import Publication
from grids.publication.overtaking import OVER
from layers.api.access import may_review_page, scope_of


@dataclass(frozen=True)
class Links:
    """`draft`: the desk and comparisons; `review`: the checklist; `notices`: each with whether
    the inside page is open to the person; `announce`: the notice is theirs to open; `behind`:
    the edition that follows the one the proposal stands on; `carry`: it is in force, and the
    person may carry the draft over."""

    draft: bool
    review: bool
    notices: list[tuple[Notice, bool]]
    announce: bool
    publication: Publication | None
    behind: Edition | None
    carry: bool


def links_of(request: HttpRequest, proposal: Proposal) -> Links:
    """Read for the page of a case."""
    notices = list(proposal.notices.defer("content").order_by("-opened_at"))
    inside = set(_inside(request, proposal))
    opened = any(one.state == Notice.State.OPEN for one in notices)
    may_announce = scope_of(request, Action.NOTICE).of(Proposal).filter(pk=proposal.pk).exists()
    drafts = scope_of(request, Action.VIEW_DRAFT).of(Proposal)
    edits = scope_of(request, Action.EDIT_DRAFT).of(Proposal)
    behind = _behind(proposal)
    entered = behind is not None and behind.status == Edition.Status.IN_FORCE
    today = timezone.localdate()
    return Links(
        draft=drafts.filter(pk=proposal.pk).exists(),
        review=may_review_page(request, proposal),
        notices=[
            (one, one.pk in inside) for one in notices if one.pk in inside or one.opens_on <= today
        ],
        announce=may_announce and proposal.status == IN_NOTICE and not opened,
        publication=Publication.objects.filter(proposal=proposal).select_related("edition").first(),
        behind=behind,
        carry=entered and edits.filter(pk=proposal.pk).exists(),
    )


def _inside(request: HttpRequest, proposal: Proposal) -> list[object]:
    rows = scope_of(request, Action.VIEW_DRAFT).of(Notice).filter(proposal=proposal)
    return list(rows.values_list("pk", flat=True))


def _behind(proposal: Proposal) -> Edition | None:
    """The latest published edition, where an open proposal stands on an earlier one."""
    if proposal.status in OVER:
        return None
    later = Edition.objects.filter(
        county=proposal.county_id, number__gt=proposal.edition.number
    ).exclude(status=Edition.Status.PREPARED)
    return later.order_by("-number").first()
