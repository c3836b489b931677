"""A draft held by one transaction while it is written."""

from django.utils.translation import gettext as _

from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal


def lock_draft(proposal: Proposal) -> Proposal:
    """The row, locked until the transaction ends. Raises Refused where it is no draft any more."""
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if locked.status != Proposal.Status.DRAFT:
        raise Refused("not_a_draft", _("这个方案已作废，不能再改。请打开或新建另一个草案。"))
    return locked
