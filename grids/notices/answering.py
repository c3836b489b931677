"""What the county does about an objection: shows or hides it, drafts an answer, answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.cleaning import clean, clean_line
from grids.notices.models import ContactReading, Notice, Objection
from grids.notices.models.objections import MOST_TEXT
from grids.notices.separating import keep_apart
from grids.notices.services import lock_notice
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing

LONGEST_REASON = 300
_MODERATING = ["moderation", "moderation_reason", "moderated_by", "shown_text", "version"]
_DRAFTING = ["draft_outcome", "draft_answer", "drafted_by", "version"]
_ANSWERING = ["outcome", "answer", "answered_by", "answered_at", "version"]


@transaction.atomic
def moderate(
    *,
    objection: Objection,
    moderation: str,
    person: User,
    seen_version: int | None,
    reason: str = "",
    shown_text: str = "",
) -> Objection:
    """Show an objection to the public, perhaps with personal data left out, or hide it.

    The original stays. Raises NotYours for who drew the proposal, Refused where it is hidden or
    redacted without a reason.
    """
    keep_apart(objection.notice.proposal, person)
    locked = _lock(objection, seen_version)
    why, shown = clean_line(reason)[:LONGEST_REASON], clean(shown_text)[:MOST_TEXT]
    hides = moderation != Objection.Moderation.SHOWN
    redacted = shown not in ("", locked.text)
    if moderation not in Objection.Moderation.values:
        raise Refused("no_such_moderation", _("请选择公开或不公开。"))
    if (hides or redacted) and not why:
        raise Refused("reason_missing", _("不公开或隐去部分文字须写明理由。"))
    locked.moderation, locked.moderation_reason = moderation, why
    locked.shown_text = "" if hides else shown or locked.text
    locked.moderated_by = person
    return _save(locked, _MODERATING)


@transaction.atomic
def draft_answer(
    *, objection: Objection, outcome: str, text: str, person: User, seen_version: int | None
) -> Objection:
    """Propose an answer to those who give it. Raises Refused where it is answered already."""
    locked = _lock(objection, seen_version)
    if locked.is_answered:
        raise Refused("answered", _("这条意见已经答复。请刷新页面。"))
    _check_open(locked)
    locked.draft_outcome, locked.draft_answer = _said(outcome, text)
    locked.drafted_by = person
    return _save(locked, _DRAFTING)


@transaction.atomic
def answer(
    *, objection: Objection, outcome: str, text: str, person: User, seen_version: int | None
) -> Objection:
    """Answer: adopted or not adopted, with a reason. It can be corrected until the notice ends;
    the record keeps every answer given. Raises NotYours for who drew the proposal."""
    keep_apart(objection.notice.proposal, person)
    locked = _lock(objection, seen_version)
    _check_open(locked)
    locked.outcome, locked.answer = _said(outcome, text)
    locked.answered_by, locked.answered_at = person, timezone.now()
    return _save(locked, _ANSWERING)


@transaction.atomic
def read_contact(*, objection: Objection, person: User, reason: str) -> str:
    """How to reach the sender; that it was read, by whom and what for, is kept.

    Raises Refused without a reason.
    """
    why = clean_line(reason)[:200]
    if not why:
        raise Refused("reason_missing", _("查看联系方式须写明用途，会留下记录。"))
    ContactReading.objects.create(objection=objection, reader=person, reason=why)
    return objection.sender.contact


def _lock(objection: Objection, seen_version: int | None) -> Objection:
    """Notice and objection, locked in this order. Raises VersionMissing or Stale."""
    lock_notice(objection.notice)
    locked = Objection.objects.select_for_update(no_key=True).get(pk=objection.pk)
    if seen_version is None:
        raise VersionMissing("version_missing", _("请求没有说明所看到的版本。请刷新页面后重试。"))
    if seen_version != locked.version:
        text = _("第 %(number)s 号意见刚被别人处理过。请看清最新情况后再提交。")
        raise Stale(text % {"number": locked.number}, {"version": locked.version})
    return locked


def _save(objection: Objection, fields: list[str]) -> Objection:
    objection.version += 1
    objection.save(update_fields=fields)
    return objection


def _check_open(objection: Objection) -> None:
    if objection.notice.state != Notice.State.OPEN:
        raise Refused("notice_ended", _("公示已经结束，答复不能再改。"))


def _said(outcome: str, text: str) -> tuple[str, str]:
    said = clean(text)
    if outcome not in Objection.Outcome.values:
        raise Refused("no_such_outcome", _("请选择采纳或不采纳。"))
    if not said:
        raise Refused("reason_missing", _("答复须说明理由，公众会看到。"))
    if len(said) > MOST_TEXT:
        raise Refused("too_long", _("理由太长，最多 %(most)s 字。请缩短。") % {"most": MOST_TEXT})
    return outcome, said
