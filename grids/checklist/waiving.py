"""Letting a rule go unkept: only one that may be, only where it is broken, only as it was seen."""

from django.db import transaction
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from grids.checklist.lines import Fault, Line
from grids.checklist.queries import checklist
from grids.checklist.waivers import subject_of
from grids.proposals.drafting.refusals import Refused, VersionMissing
from grids.proposals.drafts.plans import holding
from grids.proposals.models import Proposal
from grids.review.contents import content_hash
from grids.review.findings import Found, require_reviewer, waive
from grids.review.models import Waiver
from grids.review.refusals import MovedOn

MOST_TEXT = 400


def waive_fault(
    *, proposal: Proposal, person: User, rule: str, subject: str, reason: str, seen_hash: str | None
) -> Waiver:
    """Let one unit of the plan break a rule, as it breaks it now; `subject`: the unit's number,
    empty for the plan as a whole; `seen_hash`: of the contents the person looked at.

    Raises:
        VersionMissing, MovedOn: what was seen is not said, or is not what there is.
        NotYours: the person does not review the case, or drew or submitted it.
        Refused: the rule is not broken there, cannot be waived, or no reason is given.
    """
    require_reviewer(proposal, person)
    if not seen_hash:
        raise VersionMissing("version_missing", _("请求没有说明基于哪个版本。请刷新页面后重试。"))
    with holding(proposal.pk), transaction.atomic():
        locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
        if content_hash(locked) != seen_hash:
            text = _("方案的内容在您查看之后有变化。请刷新页面，看过最新内容后再办理。")
            raise MovedOn("contents_changed", text)
        fault = _fault(locked, rule, subject)
        found = Found(fault.text[:MOST_TEXT], fault.value, fault.limit)
        return waive(
            proposal=locked, person=person, rule=rule, subject=subject, reason=reason, found=found
        )


def _fault(proposal: Proposal, rule: str, subject: str) -> Fault:
    """The fault that is to be waived."""
    line = next((one for one in checklist(proposal) if one.key == rule), None)
    if line is not None and not line.waivable:
        text = _("“%(rule)s”不能豁免，须修复。")
        raise Refused("not_waivable", text % {"rule": line.label})
    faults = [] if line is None else _of_subject(line, subject)
    if not faults:
        raise Refused("no_such_fault", _("这里没有违反这条规则。请刷新页面，看过最新情况。"))
    still_open = [fault for fault in faults if fault.open]
    if not still_open:
        raise Refused("waived_already", _("这一条已经豁免过。请刷新页面查看。"))
    return still_open[0]


def _of_subject(line: Line, subject: str) -> list[Fault]:
    known = (fault for fault in line.faults if not fault.unknown)
    return [fault for fault in known if subject_of(fault.unit) == subject]
