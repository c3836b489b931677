"""What is put on record beside a case: papers, waivers, conditions."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action
from gis_core.files.faults import FileRefused
from gis_core.files.keeping import keep
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal
from grids.review.acting import membership_for
from grids.review.choices import require_part
from grids.review.contents import content_hash
from grids.review.lifecycle.compulsory import BARS
from grids.review.models import Condition, Paper, Waiver
from grids.review.papers import PaperSaid, add_papers, check_papers
from grids.review.queries import case_of
from grids.review.refusals import NotYours
from grids.review.separation import record_of

KEEPERS = (Action.SUBMIT, Action.REVIEW, Action.LEGALITY, Action.NOTICE, Action.DECIDE)


def may_review(proposal: Proposal, person: User) -> bool:
    """Whether the person reviews this proposal and has neither drawn nor submitted it."""
    if membership_for(person, proposal, Action.REVIEW) is None:
        return False
    record = record_of(proposal)
    return not any(person.pk in record.done[bar] for bar in BARS[Action.REVIEW])


def require_reviewer(proposal: Proposal, person: User) -> None:
    """Raises NotYours where `may_review` says no."""
    require_part(case_of(proposal), person, Action.REVIEW)
    if not may_review(proposal, person):
        text = _("您起草或提交过这个方案，不能审核它。请由另一位审核人办理。")
        raise NotYours("separation_drew", text)


class Upload(NamedTuple):
    """A file as it comes in: what it is called, and its bytes."""

    name: str
    chunks: Iterable[bytes]


@transaction.atomic
def register_paper(
    *, proposal: Proposal, person: User, paper: PaperSaid, upload: Upload | None = None
) -> Paper:
    """Write down a paper of the case, and keep its file. Raises NotYours, Refused.

    The file is there before the row: a row without its file is never seen.
    """
    require_part(case_of(proposal), person, *KEEPERS)
    check_papers([paper])
    if upload is not None:
        try:
            paper = paper._replace(file=keep(upload.chunks, upload.name))
        except FileRefused as refusal:
            raise Refused(refusal.fault.value, str(refusal)) from refusal
    return add_papers(proposal, person, [paper])[0]


class Found(NamedTuple):
    """What is let pass: as it is told, and where measured its value and limit."""

    what: str
    value: float | None = None
    limit: float | None = None


@transaction.atomic
def waive(
    *, proposal: Proposal, person: User, rule: str, subject: str = "", reason: str, found: Found
) -> Waiver:
    """Let a rule go unkept in one place of the plan; only reviewers, never its authors. Whether
    there is anything to waive is the checklist's to know (`grids.checklist.waiving`).

    Raises NotYours, Refused.
    """
    require_reviewer(proposal, person)
    if not reason.strip():
        raise Refused("reason_missing", _("豁免须写明理由，并将一直显示。请填写后重新提交。"))
    try:
        with transaction.atomic():
            return Waiver.objects.create(
                proposal=proposal,
                rule=rule,
                subject=subject,
                reason=reason.strip(),
                **found._asdict(),
                content_hash=content_hash(proposal),
                given_by=person,
            )
    except IntegrityError as error:
        raise Refused("waived_already", _("这一条已经豁免过。请刷新页面查看。")) from error


@transaction.atomic
def set_condition(*, proposal: Proposal, person: User, text: str, reason: str) -> Condition:
    """Ask for something with the approval, and say why. Raises NotYours, Refused."""
    require_reviewer(proposal, person)
    if not text.strip() or not reason.strip():
        raise Refused("reason_missing", _("批复条件须写明内容和理由。请补齐后重新提交。"))
    return Condition.objects.create(
        proposal=proposal, text=text.strip(), reason=reason.strip(), set_by=person
    )


@transaction.atomic
def meet_condition(*, condition: Condition, person: User, note: str) -> Condition:
    """Say how a condition was met, once. Raises NotYours, Refused."""
    locked = Condition.objects.select_for_update().get(pk=condition.pk)
    require_part(case_of(locked.proposal), person, Action.SUBMIT)
    if locked.met_at is not None or not note.strip():
        text = _("条件已经落实过，或没有写明落实情况。请刷新页面后查看。")
        raise Refused("condition_met", text)
    locked.met_note, locked.met_by, locked.met_at = note.strip(), person, timezone.now()
    locked.save(update_fields=["met_note", "met_by", "met_at"])
    return locked
