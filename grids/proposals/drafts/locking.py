"""A draft held by one transaction while it is written."""

from django.utils.translation import gettext as _

from grids.proposals.drafting.refusals import NotADraft
from grids.proposals.models import Proposal


def lock_draft(proposal: Proposal) -> Proposal:
    """The row, locked until the transaction ends. Raises NotADraft where it cannot be redrawn."""
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if locked.is_editable:
        return locked
    if locked.status == Proposal.Status.DISCARDED:
        raise NotADraft(_("这个方案已作废，不能再改。请打开或新建另一个草案。"))
    text = _("这个方案正在“%(step)s”，不能再改。须先由审核人退回，或另复制一份草案。")
    raise NotADraft(text % {"step": _(str(locked.get_status_display()))})
