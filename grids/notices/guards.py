"""What keeps the step of the public notice from ending: its days, and answers still owed.

Each guard takes the proposal and answers None, or the refusal that says what is missing.
"""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.days import in_words
from grids.notices.models import Notice, Objection
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal

IN_NOTICE = Proposal.Status.PUBLIC_NOTICE  # the step of a case at which its notice stands


def latest_notice(proposal: Proposal) -> Notice | None:
    """The notice that counts: the last one that was not withdrawn."""
    shown = Notice.objects.filter(proposal=proposal).exclude(state=Notice.State.WITHDRAWN)
    return shown.order_by("-opened_at").first()


def notice_over(proposal: Proposal) -> Refused | None:
    """The present version was shown to the public for all its days."""
    notice = latest_notice(proposal)
    if notice is None:
        return Refused("no_notice", _("这个方案还没有公示。请先发布公示。"))
    if notice.version != proposal.version:
        text = _("公示的是方案第 %(shown)s 步，现为第 %(version)s 步。请重新公示。")
        values = {"shown": notice.version, "version": proposal.version}
        return Refused("notice_of_other_version", text % values)
    return over(notice, timezone.localdate())


def notice_answered(proposal: Proposal) -> Refused | None:
    """Every objection to the notice that counts was answered."""
    notice = latest_notice(proposal)
    if notice is None:
        return Refused("no_notice", _("这个方案还没有公示。请先发布公示。"))
    return objections_answered(notice)


def over(notice: Notice, day: date) -> Refused | None:
    """The last day of the notice has passed."""
    if day > notice.closes_on:
        return None
    text = _("公示到 %(last)s 为止，期满后才能结束。")
    return Refused("notice_not_over", text % {"last": in_words(notice.closes_on)})


def objections_answered(notice: Notice) -> Refused | None:
    """Every objection to the notice was answered, adopted or not, with a reason."""
    owed = Objection.objects.filter(notice=notice, outcome="")
    numbers = list(owed.order_by("number").values_list("number", flat=True))
    if not numbers:
        return None
    first = "、".join(str(number) for number in numbers[:10])
    text = _(
        "还有 %(count)s 条意见没有答复（第 %(numbers)s 号）。请逐条答复采纳或不采纳并说明理由。"
    )
    return Refused("objections_unanswered", text % {"count": len(numbers), "numbers": first})
