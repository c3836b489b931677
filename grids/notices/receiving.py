"""An objection of the public: anyone may send one, nobody may send many."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gis_core.accounts.addresses import network_of
from gis_core.cleaning import clean, clean_line, says_something
from grids.notices.models import Notice, NoticeAddress, Objection, Sender
from grids.notices.models.objections import MOST_CONTACT, MOST_TEXT
from grids.notices.services import lock_notice
from grids.proposals.drafting.refusals import Refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A whole office or a mobile network may stand behind one address.
MOST_BY_ADDRESS = ((HOUR, 10), (DAY, 30))
MOST_BY_NOTICE = ((HOUR, 300), (DAY, 2000))


class TooMany(Refused):
    """More was sent than is taken in such a time."""

    def __init__(self) -> None:
        super().__init__(
            "too_many", _("短时间内提交的意见太多，请一小时后再试，或到受理单位当面提出。")
        )


class Over(Refused):
    """The notice does not receive objections on this day."""

    def __init__(self) -> None:
        super().__init__("notice_over", _("公示期已过或尚未开始，现在不接收意见。"))


@transaction.atomic
def receive_objection(
    *,
    notice: Notice,
    text: str,
    sent_from: str,
    contact: str = "",
    address: NoticeAddress | None = None,
) -> Objection:
    """Store what somebody wrote; `sent_from` is their network address, kept as a digest only.

    Raises:
        Over: the notice does not receive objections today.
        TooMany: this address, or all together, sent as much as is taken.
        Refused: nothing legible is left of the text, or it is too long.
    """
    said = _legible(text)
    locked = lock_notice(notice)
    if not locked.receives(timezone.localdate()):
        raise Over
    digest = digest_of(locked, sent_from)
    _check_rate(locked, digest)
    own = locked.objections.all()
    objection = Objection.objects.create(
        notice=locked,
        number=(own.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=said,
        address=address,
        geom=address.geom if address else None,
    )
    reach = clean_line(contact)[:MOST_CONTACT]
    Sender.objects.create(objection=objection, digest=digest, contact=reach)
    return objection


def digest_of(notice: Notice, sent_from: str) -> str:
    """A network address as a keyed digest of this notice."""
    return sender_digest(notice.key, sent_from)


def sender_digest(about: str, sent_from: str) -> str:
    """A network address as a keyed digest, another for everything it is about; one home's IPv6
    addresses are one."""
    sender = f"{about} {network_of(sent_from)}"
    return salted_hmac("notices.sender", sender, algorithm="sha256").hexdigest()


def _legible(text: str) -> str:
    if len(text) > 2 * MOST_TEXT:
        raise _too_long()
    said = clean(text)
    if len(said) > MOST_TEXT:
        raise _too_long()
    if not says_something(said):
        raise Refused("nothing_said", _("没有可读的文字。请写下您的意见。"))
    return said


def _too_long() -> Refused:
    text = _("意见太长，最多 %(most)s 字。请缩短，或分条提交。")
    return Refused("too_long", text % {"most": MOST_TEXT})


def _check_rate(notice: Notice, digest: str) -> None:
    """Raises TooMany; the notice is locked, so that none slips in between."""
    own = notice.objections.all()
    for rows, limits in (
        (own.filter(sender__digest=digest), MOST_BY_ADDRESS),
        (own, MOST_BY_NOTICE),
    ):
        for period, most in limits:
            if rows.filter(received_at__gt=timezone.now() - period).count() >= most:
                raise TooMany
