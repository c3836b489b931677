"""Every write to the outbox but those of the sender: put in, sent again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_core.outbox.models import Channel, Message
from gis_core.outbox.waiting import MOST_TRIES


class NotSentAgain(ValueError):
    """The message stays as it is; `code` says why to machines, the text to the reader."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        super().__init__(text)


def put(
    *,
    kind: str,
    to: str,
    subject: str,
    body: str,
    dedupe_key: str,
    county_key: UUID,
    channel: Channel = Channel.EMAIL,
) -> Message:
    """Write a message down in the caller's transaction: it goes out only if that commits.

    The same `dedupe_key` gives the same message again, however often it is put. No address is
    refused here, for what the message tells of must not fail by it: a wrong one ends as dead,
    where who keeps the outbox sees it.
    """
    values = {
        "kind": kind,
        "channel": channel,
        "county_key": county_key,
        "to": _line(to, 320),
        "subject": _line(subject, 200),
        "body": body.replace("\x00", ""),
        "tries_left": MOST_TRIES,
        "next_try_at": timezone.now(),
    }
    message, _created = Message.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)
    return message


def send_again(*, message: Message, seen_version: int | None) -> Message:
    """Let a dead message wait again, with all its tries. Raises NotSentAgain."""
    if seen_version is None:
        raise NotSentAgain("version_missing", _("请求没有说明所依据的版本。请刷新页面后重试。"))
    with transaction.atomic():
        found = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
        if found.version != seen_version or found.state != Message.State.DEAD:
            raise NotSentAgain("stale", _("这条通知的状态已经变化。请刷新页面，看过后再定。"))
        found.state, found.tries_left = Message.State.WAITING, MOST_TRIES
        found.next_try_at, found.lease_until = timezone.now(), None
        found.version += 1
        found.save()
    return found


def _line(text: str, longest: int) -> str:
    """Text on one line: a line break in an address or a subject would begin another header."""
    return " ".join(text.replace("\x00", "").split())[:longest]
