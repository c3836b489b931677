"""Whoever drew or submitted a proposal neither shows it to the public nor answers for it; whoever
did either has reviewed it."""

from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from grids.notices.models import Notice
from grids.proposals.models import Proposal
from grids.review.lifecycle.compulsory import BARS
from grids.review.refusals import NotYours
from grids.review.separation import record_of


def keep_apart(proposal: Proposal, person: User) -> None:
    """Raises NotYours where the person did to the proposal what bars them from its notice."""
    done = record_of(proposal).done
    bars = [bar for bar in BARS[Action.NOTICE] if person.pk in done[bar]]
    if bars:
        text = _("您起草或提交过这个方案，不能办理它的公示和公众意见。请由另一位审核人办理。")
        raise NotYours(f"separation_{bars[0]}", text)


def took_part(proposal: Proposal) -> set[int]:
    """The keys of those who opened its notices, or moderated or answered what was said of them."""
    names = ("opened_by", "objections__moderated_by", "objections__answered_by")
    rows = Notice.objects.filter(proposal=proposal).order_by().values_list(*names).distinct()
    return {key for row in rows for key in row if key}
