"""Whether the papers a step asks for are there."""

from django.utils.translation import gettext as _

from grids.proposals.models import Proposal
from grids.review.models import CaseEvent, Paper
from grids.review.moving.context import Case, Moving
from grids.review.registry import Hindrance


def papers_there(moving: Moving) -> list[Hindrance]:
    """One hindrance for each paper of the present step that has not been written down."""
    step = moving.case.definition.step(moving.proposal.status)
    missing = missing_papers(moving.case, step.papers if step else ())
    text = _("缺少“%(kind)s”。请登记它的文号和日期后再办理。")
    return [Hindrance("paper_missing", text % {"kind": kind}) for kind in missing]


def missing_papers(case: Case, kinds: tuple[str, ...]) -> list[str]:
    """The kinds of which there is no paper since the case was last sent back: what was said
    about an earlier plan does not speak for this one."""
    papers = Paper.objects.filter(proposal=case.proposal)
    back = CaseEvent.objects.filter(proposal=case.proposal, target__in=Proposal.EDITABLE).last()
    if back is not None:
        papers = papers.filter(added_at__gt=back.at)
    there = set(papers.values_list("kind", flat=True))
    return [kind for kind in kinds if kind not in there]
