"""Opening and ending a notice."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.working_days.counting import DayKind, last_day
from communities.working_days.queries import calendar_of
from gis_core.accounts.models import User
from gis_core.cleaning import clean, clean_line
from grids.notices.addresses import store_addresses
from grids.notices.content import hash_of, make_content
from grids.notices.guards import IN_NOTICE, objections_answered, over
from grids.notices.models import Notice, Sender
from grids.notices.separating import keep_apart
from grids.proposals.drafting.refusals import Refused, Stale, VersionMissing
from grids.proposals.drafts.comparing import edition_of, version_of
from grids.proposals.drafts.plans import holding
from grids.proposals.models import Proposal

LATEST_OPENING = timedelta(days=60)


@dataclass(frozen=True)
class Announcement:
    """What whoever opens a notice decides: words, days and the map's review number."""

    title: str
    office: str
    channel: str
    opens_on: date
    days: int
    day_kind: DayKind
    statement: str = ""
    map_review_number: str = ""


def open_notice(
    *, proposal: Proposal, said: Announcement, person: User, seen_version: int | None
) -> Notice:
    """Show a proposal to the public, as it stands now, from a day on.

    Raises:
        NotYours: the person drew or submitted it.
        VersionMissing, Stale: the version seen is not named, or not the present one.
        Refused: the proposal is not at that step, has an open notice, or the days are not right.
    """
    # The plan before the row, as operations do.
    with holding(proposal.pk), transaction.atomic():
        return _open(proposal, said, person, seen_version)


def _open(proposal: Proposal, said: Announcement, person: User, seen_version: int | None) -> Notice:
    locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    keep_apart(locked, person)
    _check_version(locked.version, seen_version)
    _check_step(locked)
    before, after = edition_of(locked), version_of(locked, None)
    content = make_content(locked, before, after)
    notice = Notice.objects.create(
        county=locked.county,
        proposal=locked,
        version=locked.version,
        **_words(said),
        **_days(locked, said),
        content=content,
        content_hash=hash_of(content),
        opened_by=person,
    )
    store_addresses(notice, locked, before, after)
    return notice


@transaction.atomic
def close_notice(*, notice: Notice, person: User, day: date | None = None) -> Notice:
    """End a notice whose days are over and whose objections are all answered.

    Raises NotYours for who drew it, Refused where one of both is not so or it has ended already.
    """
    locked = lock_notice(notice)
    keep_apart(locked.proposal, person)
    _check_open(locked)
    for refusal in (over(locked, day or timezone.localdate()), objections_answered(locked)):
        if refusal is not None:
            raise refusal
    return end_notice(locked, Notice.State.CLOSED, person, "")


@transaction.atomic
def withdraw_notice(*, notice: Notice, person: User, reason: str) -> Notice:
    """Take a notice back, for its proposal was returned or withdrawn; the public is told why.

    Raises NotYours for who drew it, Refused where it has ended already or no reason is given.
    """
    locked = lock_notice(notice)
    keep_apart(locked.proposal, person)
    _check_open(locked)
    said = clean_line(reason)
    if not said:
        raise Refused("reason_missing", _("撤回公示须写明理由，公众会看到。"))
    return end_notice(locked, Notice.State.WITHDRAWN, person, said)


def lock_notice(notice: Notice) -> Notice:
    """The row, locked until the transaction ends: what is sent and what ends it take turns."""
    return Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)


def end_notice(notice: Notice, state: str, person: User | None, note: str) -> Notice:
    """End a locked notice and forget where its objections came from; None for the system."""
    notice.state, notice.note = state, note
    notice.ended_by, notice.ended_at = person, timezone.now()
    notice.save(update_fields=["state", "note", "ended_by", "ended_at"])
    Sender.objects.filter(objection__notice=notice).update(digest="")
    return notice


def _check_version(version: int, seen: int | None) -> None:
    if seen is None:
        raise VersionMissing("version_missing", _("请求没有说明所看到的版本。请刷新页面后重试。"))
    if seen != version:
        text = _("方案已从第 %(seen)s 步变为第 %(version)s 步。请重新查看后再发布公示。")
        raise Stale(text % {"seen": seen, "version": version}, {"version": version})


def _check_step(proposal: Proposal) -> None:
    if proposal.status != IN_NOTICE:
        text = _("方案“%(title)s”不在公示环节，不能发布公示。请先完成前面的环节。")
        raise Refused("not_in_notice", text % {"title": proposal.title})
    if proposal.notices.filter(state=Notice.State.OPEN).exists():
        raise Refused("notice_open", _("这个方案已有进行中的公示。如需更正，请先撤回。"))


def _check_open(notice: Notice) -> None:
    if notice.state != Notice.State.OPEN:
        raise Refused("notice_ended", _("这次公示已经结束或撤回。请刷新页面。"))


def _days(proposal: Proposal, said: Announcement) -> dict[str, Any]:
    today = timezone.localdate()
    if not today <= said.opens_on <= today + LATEST_OPENING:
        text = _("开始日期应在 %(first)s 至 %(last)s 之间。请改选日期。")
        dates = {"first": today, "last": today + LATEST_OPENING}
        raise Refused("opening_day", text % dates)
    try:
        closes = last_day(said.opens_on, said.days, said.day_kind, calendar_of(proposal.county))
    except ValueError as error:
        raise Refused("notice_days", str(error)) from error
    return {
        "opens_on": said.opens_on,
        "closes_on": closes,
        "days": said.days,
        "day_kind": said.day_kind.value,
    }


def _words(said: Announcement) -> dict[str, str]:
    return {
        "title": clean_line(said.title),
        "statement": clean(said.statement),
        "office": clean_line(said.office),
        "channel": clean_line(said.channel),
        "map_review_number": clean_line(said.map_review_number),
    }
